import type { Node } from '../../../graph/node.ts';
import { gatheredRows, operands } from '../plan/accesses.ts';
import type { Context } from './context.ts';
import { Rows } from './rows.ts';
import type { LoopPart, Position } from './sinks.ts';

/** Elements of rows picked by position, loaded as a loop needs them. */
export class Gather implements LoopPart {
  private readonly rows: Rows;

  constructor({ views }: Context, node: Node) {
    this.rows = new Rows(node, gatheredRows(node, views), operands(node, views)[0]);
  }

  get patterns() {
    return this.rows.patterns;
  }

  get operands() {
    return this.rows.operands;
  }

  enter(position: Position, level: number): void {
    this.rows.enter(position, level);
  }

  body(position: Position): void {
    const { rows } = this;
    const { code } = position.scope;
    const address = rows.address(position.context);
    const stride = rows.laneStride(position);
    rows.pushAddress(position, 0);
    if (position.lanes === 'pair' && stride === 1) {
      code.loadV128(address);
      return;
    }
    code.loadSplat(address);
    if (position.lanes === 'single' || stride === 0) return;
    rows.pushAddress(position, 1);
    code.loadF64(address + 8 * (stride ?? 0)).replaceLane(1);
  }
}

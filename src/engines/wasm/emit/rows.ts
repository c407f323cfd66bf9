/** Addresses of rows that are picked by position. */
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { Local } from '../../../webassembly/function.ts';
import type { Access, RowAccess } from '../plan/accesses.ts';
import type { Context } from './context.ts';
import { regionOf, storageOf } from './context.ts';
import type { Pattern } from './nest.ts';
import type { Position } from './sinks.ts';

/**
 * The rows of a gather or scatter. Constant positions are checked beforehand and kept as distances in
 * bytes; others are checked as they are used.
 */
export class Rows {
  readonly patterns: readonly Pattern[];
  /** The positions, where the loop reads them as numbers. */
  readonly operands: readonly Access[];
  private readonly node: Node;
  private readonly rows: RowAccess;
  private readonly index: Access;
  private readonly indexPattern: Pattern;
  private readonly rowPattern: Pattern;
  private readonly isKnown: boolean;
  /** The address of the current row, where it is the same throughout the innermost loop. */
  private current: Local | undefined;

  constructor(node: Node, rows: RowAccess, index: Access) {
    this.node = node;
    this.rows = rows;
    this.index = index;
    const { source, strides } = index;
    this.isKnown =
      source.op === 'constant' && sizeOf(source.shape) === sizeOf(node.inputs[1].shape);
    this.indexPattern = { strides, unit: this.isKnown ? 4 : 8, region: regionOf(source) };
    // the start of the workspace is part of the row's address
    this.rowPattern = { strides: rows.strides, unit: 8, region: 'constant' };
    this.patterns = [this.indexPattern, this.rowPattern];
    this.operands = this.isKnown ? [] : [index];
  }

  enter(position: Position, level: number): void {
    const { nest, scope } = position;
    if (nest.level(this.indexPattern) !== level || level === nest.depth) return;
    this.current = scope.code.local('i32');
    this.pushRow(position, 0);
    scope.code.set(this.current);
  }

  /** Elements from one lane to the other, or `undefined` where each lane has a row of its own. */
  laneStride({ nest }: Position): number | undefined {
    return this.current === undefined ? undefined : nest.innerStride(this.rowPattern);
  }

  /** Leaves the address of a lane's element on the stack, to which that of the rows is added. */
  pushAddress(position: Position, lane: 0 | 1): void {
    const { nest, scope } = position;
    if (this.current === undefined) {
      this.pushRow(position, lane);
      return;
    }
    scope.code.get(this.current);
    if (nest.level(this.rowPattern) > 0) {
      nest.pushAddress(this.rowPattern);
      scope.code.do('i32Add');
    }
  }

  /** The address of the rows themselves. */
  address(context: Context): number {
    return storageOf(context, this.rows.source).address + 8 * this.rows.offset;
  }

  private pushRow(position: Position, lane: 0 | 1): void {
    const { scope, nest, context } = position;
    const { code } = scope;
    const { rowStride, extent, source } = this.rows;
    if (this.isKnown) {
      const positions = context.constants.positions(
        this.index.source,
        8 * rowStride,
        extent,
        this.node,
      );
      nest.pushAddress(this.indexPattern);
      code.loadI32(
        positions + 4 * (this.index.offset + lane * nest.innerStride(this.indexPattern)),
      );
    } else {
      const at = code.local('i32');
      const number = code.local('f64');
      position.operand(this.index).value();
      code.lane(lane).tee(number).do('i32TruncSatF64S').tee(at).i32(extent).do('i32GeU');
      code.if(undefined, () => context.failures.stop(scope, this.node, () => code.get(number)));
      code
        .get(at)
        .i32(8 * rowStride)
        .do('i32Mul');
    }
    if (regionOf(source) === 'workspace') code.get(scope.base).do('i32Add');
  }
}

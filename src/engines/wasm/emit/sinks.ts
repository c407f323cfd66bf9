/** What a loop gathers up: reductions, and rows that add up. */
import type { Node } from '../../../graph/node.ts';
import type { Local } from '../../../webassembly/function.ts';
import type { PlainInstruction } from '../../../webassembly/instructions.ts';
import {
  type Access,
  operands,
  reducedAccess,
  scatteredRows,
  sumsLogarithms,
} from '../plan/accesses.ts';
import { isReduction } from '../plan/roles.ts';
import { type Context, fill, type Scope } from './context.ts';
import type { Operand } from './elementwise.ts';
import { LogarithmSum } from './logarithm-sum.ts';
import type { Lanes, Nest, Pattern } from './nest.ts';
import { Rows } from './rows.ts';

/** The place in a loop for which code is being written. */
export interface Position {
  readonly context: Context;
  readonly scope: Scope;
  readonly nest: Nest;
  readonly lanes: Lanes;
  operand(access: Access): Operand;
}

/** A node whose code is not only in the innermost loop. */
export interface LoopPart {
  /** What it reads and writes by itself. */
  readonly patterns: readonly Pattern[];
  /** What it takes from the loop. */
  readonly operands: readonly Access[];
  start?(position: Position): void;
  enter?(position: Position, level: number): void;
  /** An element leaves its value on the stack, a sink nothing. */
  body(position: Position): void;
  leave?(position: Position, level: number): void;
}

export function sinkOf(context: Context, node: Node): LoopPart {
  if (sumsLogarithms(node, context.views)) return new LogarithmSum(context, node);
  if (isReduction(node)) return new Reduction(context, node);
  return new Scatter(context, node);
}

interface Combination {
  readonly initial: number;
  readonly pair: PlainInstruction;
  readonly single: PlainInstruction;
}

const combinations: Readonly<Record<string, Combination>> = {
  sum: { initial: 0, pair: 'f64x2Add', single: 'f64Add' },
  max: { initial: -Infinity, pair: 'f64x2Max', single: 'f64Max' },
  min: { initial: Infinity, pair: 'f64x2Min', single: 'f64Min' },
};

class Reduction implements LoopPart {
  readonly patterns: readonly Pattern[];
  readonly operands: readonly Access[];
  private readonly node: Node;
  private readonly pattern: Pattern;
  private readonly combination: Combination;
  private accumulator: Local | undefined;

  constructor({ views }: Context, node: Node) {
    this.node = node;
    this.operands = operands(node, views);
    this.combination = combinations[node.op];
    this.pattern = { strides: reducedAccess(node).strides, unit: 8, region: 'workspace' };
    this.patterns = [this.pattern];
  }

  start({ context, scope, nest }: Position): void {
    if (!this.isWhole(nest)) fill(context, scope, this.node, this.combination.initial);
  }

  enter({ nest, scope }: Position, level: number): void {
    if (level !== nest.level(this.pattern) || level === nest.depth) return;
    this.accumulator ??= scope.code.local('v128');
    scope.code.f64x2(this.combination.initial).set(this.accumulator);
  }

  body(position: Position): void {
    const { code } = position.scope;
    const { pair, single } = this.combination;
    const operand = position.operand(this.operands[0]);
    const { accumulator } = this;
    if (accumulator === undefined) {
      this.combineInMemory(position, operand);
    } else if (position.lanes === 'pair') {
      code.get(accumulator);
      operand.value();
      code.do(pair).set(accumulator);
    } else {
      code.get(accumulator).get(accumulator).lane(0);
      operand.value();
      code.lane(0).do(single).replaceLane(0).set(accumulator);
    }
  }

  leave({ nest, scope, context }: Position, level: number): void {
    if (level !== nest.level(this.pattern) || this.accumulator === undefined) return;
    const { code } = scope;
    const { single } = this.combination;
    const address = context.workspace.addresses.get(this.node)!;
    const total = code.local('f64');
    code.get(this.accumulator).lane(0).get(this.accumulator).lane(1).do(single).set(total);
    nest.pushAddress(this.pattern);
    if (!this.isWhole(nest)) {
      nest.pushAddress(this.pattern);
      code.loadF64(address).get(total).do(single).set(total);
    }
    code.get(total).storeF64(address);
    if (level === 0 && this.node.shape.length === 0) {
      const scalar = code.local('v128');
      code.get(total).do('f64x2Splat').set(scalar);
      scope.scalars.set(this.node, scalar);
    }
  }

  private combineInMemory({ nest, scope, context, lanes }: Position, operand: Operand): void {
    const { code } = scope;
    const { pair, single } = this.combination;
    const address = context.workspace.addresses.get(this.node)!;
    nest.pushAddress(this.pattern);
    nest.pushAddress(this.pattern);
    if (lanes === 'pair') {
      code.loadV128(address);
      operand.value();
      code.do(pair).storeV128(address);
    } else {
      code.loadF64(address);
      operand.value();
      code.lane(0).do(single).storeF64(address);
    }
  }

  /** Whether each element of the result is complete when the inner loops are done. */
  private isWhole(nest: Nest): boolean {
    return nest.isOuter(this.pattern) && nest.level(this.pattern) < nest.depth;
  }
}

class Scatter implements LoopPart {
  readonly patterns: readonly Pattern[];
  readonly operands: readonly Access[];
  private readonly node: Node;
  private readonly rows: Rows;

  constructor({ views }: Context, node: Node) {
    const [updates, index] = operands(node, views);
    this.node = node;
    this.rows = new Rows(node, scatteredRows(node, views), index);
    this.patterns = this.rows.patterns;
    this.operands = [updates, ...this.rows.operands];
  }

  start({ context, scope }: Position): void {
    fill(context, scope, this.node, 0);
  }

  enter(position: Position, level: number): void {
    this.rows.enter(position, level);
  }

  body(position: Position): void {
    const { code } = position.scope;
    const { rows } = this;
    const address = rows.address(position.context);
    const update = position.operand(this.operands[0]);
    const target = code.local('i32');
    const stride = rows.laneStride(position);
    if (position.lanes === 'pair' && stride === 1) {
      rows.pushAddress(position, 0);
      code.tee(target).get(target).loadV128(address);
      update.value();
      code.do('f64x2Add').storeV128(address);
      return;
    }
    // one after the other, as both lanes may add to the same element
    for (const lane of position.lanes === 'pair' ? ([0, 1] as const) : ([0] as const)) {
      const at = address + 8 * lane * (stride ?? 0);
      rows.pushAddress(position, lane);
      code.tee(target).get(target).loadF64(at);
      update.value();
      code.lane(lane).do('f64Add').storeF64(at);
    }
  }
}

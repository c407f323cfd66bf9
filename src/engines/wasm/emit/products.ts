/** Products of a constant matrix, narrow enough to be part of a loop, with a vector. */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../binary/function.ts';
import { type Access, operands } from '../plan/accesses.ts';
import { type Context, storageOf } from './context.ts';
import type { Nest, Pattern } from './nest.ts';
import type { LoopPart, Position } from './sinks.ts';

/** The elements of a column (of a row of the transpose), along a loop over `rows`. */
const along = (rows: number): Pattern => ({
  strides: rows === 1 ? [] : [1],
  unit: 8,
  region: 'constant',
});

function load(
  code: FunctionBuilder,
  nest: Nest,
  pattern: Pattern,
  lanes: string,
  at: number,
): void {
  nest.pushAddress(pattern);
  if (lanes === 'pair') code.loadV128(at);
  else code.loadSplat(at);
}

/** A matrix [n, k] times a vector: the matrix is read column by column, the vector lies in local variables. */
export class FusedProduct implements LoopPart {
  readonly patterns: readonly Pattern[];
  readonly operands: readonly Access[] = [];
  private readonly node: Node;
  private readonly pattern: Pattern;
  private factors: Local[] = [];

  constructor(_: Context, node: Node) {
    this.node = node;
    this.pattern = along(node.shape[0]);
    this.patterns = [this.pattern];
  }

  start({ context, scope }: Position): void {
    const { code, base } = scope;
    const vector = this.node.inputs[1];
    const { source, offset, strides } = context.views.of(vector);
    const { region, address } = storageOf(context, source);
    this.factors = Array.from({ length: vector.shape[0] }, (_, j) => {
      const factor = code.local('v128');
      if (region === 'workspace') code.get(base);
      else code.i32(0);
      code.loadSplat(address + 8 * (offset + j * strides[0])).set(factor);
      return factor;
    });
  }

  body({ context, scope, nest, lanes }: Position): void {
    const { code } = scope;
    const [matrix] = this.node.inputs;
    const columns = context.constants.columns(matrix);
    // halves are summed apart, so that additions need not wait for one another
    const sum = (from: number, to: number): void => {
      if (to - from === 1) {
        load(code, nest, this.pattern, lanes, columns + 8 * from * matrix.shape[0]);
        code.get(this.factors[from]).do('f64x2Mul');
        return;
      }
      const middle = (from + to) >> 1;
      sum(from, middle);
      sum(middle, to);
      code.do('f64x2Add');
    };
    if (this.factors.length === 0) code.f64x2(0);
    else sum(0, this.factors.length);
  }
}

/** A matrix [k, n] times a vector of n elements: one sum for each row. */
export class TransposedProduct implements LoopPart {
  readonly patterns: readonly Pattern[];
  readonly operands: readonly Access[];
  private readonly node: Node;
  private readonly pattern: Pattern;
  private sums: Local[] = [];

  constructor({ views }: Context, node: Node) {
    this.node = node;
    this.operands = operands(node, views);
    this.pattern = along(node.inputs[0].shape[1]);
    this.patterns = [this.pattern];
  }

  start({ scope: { code } }: Position): void {
    this.sums = Array.from({ length: this.node.shape[0] }, () => {
      const sum = code.local('v128');
      code.f64x2(0).set(sum);
      return sum;
    });
  }

  body(position: Position): void {
    const { context, scope, nest, lanes } = position;
    const { code } = scope;
    const [matrix] = this.node.inputs;
    const rows = context.constants.elements(matrix);
    const factor = position.operand(this.operands[0]);
    this.sums.forEach((sum, j) => {
      code.get(sum);
      if (lanes === 'single') code.f64x2(0);
      load(code, nest, this.pattern, lanes, rows + 8 * j * matrix.shape[1]);
      factor.value();
      code.do('f64x2Mul');
      // the lane that means nothing counts as nothing
      if (lanes === 'single') code.lane(0).replaceLane(0);
      code.do('f64x2Add').set(sum);
    });
  }

  leave({ context, scope }: Position, level: number): void {
    if (level > 0) return;
    const { code, base } = scope;
    const address = context.workspace.addresses.get(this.node)!;
    this.sums.forEach((sum, j) => {
      code
        .get(base)
        .get(sum)
        .lane(0)
        .get(sum)
        .lane(1)
        .do('f64Add')
        .storeF64(address + 8 * j);
    });
  }
}

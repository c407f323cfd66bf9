/** The product of a constant matrix, narrow enough to be part of a loop, with a vector. */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { Access } from '../plan/accesses.ts';
import { type Context, storageOf } from './context.ts';
import type { Nest, Pattern } from './nest.ts';
import type { LoopPart, Position } from './sinks.ts';

/** A matrix of `rows` rows by pairs of them, along a loop over the rows. */
const pairsOf = (rows: number, columns: number): Pattern => ({
  strides: rows === 1 ? [] : [columns],
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

/** A matrix [n, k] times a vector: the matrix is read by pairs of rows, the vector lies in local variables. */
export class FusedProduct implements LoopPart {
  readonly patterns: readonly Pattern[];
  readonly operands: readonly Access[] = [];
  private readonly node: Node;
  private readonly pattern: Pattern;
  private factors: Local[] = [];

  constructor(_: Context, node: Node) {
    this.node = node;
    this.pattern = pairsOf(node.shape[0], node.inputs[0].shape[1]);
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
    const pairs = context.constants.rowPairs(matrix);
    // halves are summed apart, so that additions need not wait for one another
    const sum = (from: number, to: number): void => {
      if (to - from === 1) {
        load(code, nest, this.pattern, lanes, pairs + 16 * from);
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

/** What part each node plays in the loops of the generated code. */
import type { Node, Shape } from '../../../graph/node.ts';
import { ops } from '../../../graph/ops.ts';
import type { Views } from './views.ts';

/**
 * - `leaf`: an input or a constant, in memory from the start
 * - `view`: a way of reading another node, no code
 * - `element`: computed element by element in a loop over its own elements
 * - `sink`: gathered up in a loop over the elements of its operand, there when the loop is done
 * - `kernel`: code of its own
 */
export type Role = 'leaf' | 'view' | 'element' | 'sink' | 'kernel';

/** Constant matrices of up to this many columns are kept by pairs of rows for products with a vector. */
const NARROW = 32;

/** Columns from which on the vector leaves too few registers to the rest of a loop. */
const WIDE = 8;

/** A narrow constant matrix [n, k] times a vector. */
export function isNarrowProduct({ op, inputs: [a], shape }: Node): boolean {
  return op === 'matmul' && shape[1] === 1 && a.op === 'constant' && a.shape[1] <= NARROW;
}

/** One of so few columns that it is part of a loop: an element for each row. */
export function isFusedProduct(node: Node): boolean {
  return isNarrowProduct(node) && node.inputs[0].shape[1] < WIDE;
}

/** The transpose of a narrow constant matrix times a vector. */
export function isNarrowTransposedProduct(node: Node): boolean {
  const { op, inputs, shape } = node;
  return (
    op === 'matmul' &&
    shape[1] === 1 &&
    inputs[0].op === 'constant' &&
    shape[0] <= NARROW &&
    !isNarrowProduct(node)
  );
}

const ELEMENTWISE: ReadonlySet<string> = new Set(['unary', 'binary', 'ternary', 'quaternary']);

export const isElementwise = ({ op }: Node): boolean => ELEMENTWISE.has(ops[op].kind);

export function roleOf(node: Node, views: Views): Role {
  if (ops[node.op].kind === 'leaf') return 'leaf';
  if (!views.owns(node) || views.multiplied.has(node)) return 'view';
  if (views.inFloat32.has(node)) return 'kernel';
  if (isElementwise(node)) return 'element';
  if (views.copyOf(node) !== undefined || node.op === 'gather') return 'element';
  if (node.op === 'scatterAdd' || isReduction(node)) return 'sink';
  return isFusedProduct(node) ? 'element' : 'kernel';
}

/** Reductions that a loop makes element by element. */
export function isReduction({ op }: Node): boolean {
  return op === 'sum' || op === 'max' || op === 'min';
}

/** The shape of the loop in which an element or a sink is computed. */
export function loopShape(node: Node): Shape {
  if (node.op === 'reshape' || node.op === 'scatterAdd' || isReduction(node)) {
    return node.inputs[0].shape;
  }
  return node.shape;
}

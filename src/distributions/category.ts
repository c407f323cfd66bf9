/** What the distributions over categories share. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { onlyInside } from './domain.ts';

/** 1 where `x` is a whole number from 1 to `categories`. */
export const isCategory = (b: Builder, x: Node, categories: number): Node =>
  b.and(b.and(b.lessEqual(1, x), b.lessEqual(x, categories)), b.equal(x, b.floor(x)));

/**
 * From `table[…, k]` the element at the 1-based position `x`, the leading axes of the table
 * broadcast against `x`; −inf where `x` is no position. Gathers from the flattened table, so that
 * no one-hot tensor is built.
 *
 * @param of applied to what is picked: so a logarithm has no slope at elements that are 0 and not picked
 */
export function pickCategory(
  b: Builder,
  x: Node,
  table: Node,
  of: (picked: Node) => Node = (picked) => picked,
): Node {
  const categories = table.shape[table.shape.length - 1];
  const rows = table.shape.slice(0, -1);
  const isPosition = isCategory(b, x, categories);
  const starts = Float64Array.from({ length: sizeOf(rows) }, (_, row) => row * categories - 1);
  const position = b.where(isPosition, x, 1);
  const index = b.toInt(b.add(b.constant(starts, rows), position));
  const picked = b.gather(b.reshape(table, [sizeOf(table.shape)]), index);
  return onlyInside(b, x, isPosition, of(picked));
}

/** A 1-based position with probability proportional to its weight. */
export function drawCategory(weights: ArrayLike<number>, uniform: number): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k];
  let left = uniform * total;
  let last = 1;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] <= 0) continue;
    last = k + 1;
    left -= weights[k];
    if (left < 0) break;
  }
  return last;
}

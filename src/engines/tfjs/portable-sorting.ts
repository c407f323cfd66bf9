/** Sorting in the ops of TensorFlow.js, whose own says nothing of the order of equal elements. */
import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import type { PortableRule } from './portable.ts';

/**
 * The rank of an element is the number of elements before it: smaller ones, and equal ones at earlier
 * positions; NaN is larger than all numbers. The position of rank k is Σᵢ i [rankᵢ = k].
 */
const argSort: PortableRule = (b, [x]) => {
  const { shape } = x;
  const last = shape.length - 1;
  const extent = shape[last];
  const lead = shape.slice(0, last);
  const positions = b.constant(
    Float64Array.from({ length: extent }, (_, k) => k),
    [extent],
  );
  const across = (v: Node): Node => b.reshape(v, [...v.shape.slice(0, -1), 1, extent]);
  const down = (v: Node): Node => b.reshape(v, [...v.shape.slice(0, -1), extent, 1]);
  const isBefore = precedes(b, across(x), down(x), b.less(across(positions), down(positions)));
  const rank = b.sum(b.broadcast(isBefore, [...lead, extent, extent]), [last + 1]);
  const isOfRank = b.equal(across(rank), down(positions));
  return b.toInt(b.sum(b.multiply(isOfRank, across(positions)), [last + 1]));
};

/** Whether an element a comes before b; where they are equal, `tie` decides. */
function precedes(b: Builder, first: Node, second: Node, tie: Node): Node {
  const isNumber = (v: Node): Node => b.equal(v, v);
  const [known, otherKnown] = [isNumber(first), isNumber(second)];
  const equal = b.or(b.equal(first, second), b.and(b.not(known), b.not(otherKnown)));
  const smaller = b.or(b.less(first, second), b.and(known, b.not(otherKnown)));
  return b.or(smaller, b.and(equal, tie));
}

export const sortingRules = { argSort };

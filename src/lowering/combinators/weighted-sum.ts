import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';

/**
 * log Σ weightₖ e^logₖ over pairs of nodes.
 *
 * Relative to the largest logₖ that has a weight, rounded, so that the shift has no derivative, which
 * would cancel anyway. Weights are not taken as logarithms: of a weight of 0 the value is exact and the
 * derivative, e^logₖ over the sum, is finite. A term without weight is bounded, so that 0 · ∞ does not
 * arise.
 */
export function logWeightedSum(
  b: Builder,
  terms: readonly { readonly weight: Node; readonly log: Node }[],
): Node {
  const weighed = terms.map(({ weight, log }) => b.where(b.less(0, weight), log, -Infinity));
  const largest = weighed.reduce((a, c) => b.maximum(a, c));
  const shift = finite(b, largest);
  const shares = terms.map(({ weight, log }) => share(b, weight, log, shift));
  const sum = shares.reduce((a, c) => b.add(a, c));
  return total(b, largest, shift, sum);
}

/** As `logWeightedSum`, over the last axis of both. */
export function logWeightedSumAlong(b: Builder, weights: Node, logs: Node): Node {
  const last = logs.shape.length - 1;
  const weighed = b.where(b.less(0, weights), logs, -Infinity);
  const rank = weighed.shape.length;
  const largest = b.max(weighed, [rank - 1]);
  const shift = finite(b, largest);
  const spread = b.reshape(shift, [...shift.shape, 1]);
  const shares = share(b, weights, logs, spread);
  return total(b, largest, shift, b.sum(shares, [Math.max(last, rank - 1)]));
}

function finite(b: Builder, largest: Node): Node {
  return b.where(b.less(b.abs(largest), Infinity), b.round(largest), 0);
}

function share(b: Builder, weight: Node, log: Node, shift: Node): Node {
  return b.multiply(weight, b.exp(b.minimum(b.subtract(log, shift), 1)));
}

function total(b: Builder, largest: Node, shift: Node, sum: Node): Node {
  return b.where(b.equal(largest, Infinity), Infinity, b.add(shift, b.log(sum)));
}

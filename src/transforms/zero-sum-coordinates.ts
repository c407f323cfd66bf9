/**
 * Orthonormal coordinates of the vectors whose elements sum to 0: the columns of the Helmert matrix,
 * column j having 1 / √((j + 1)(j + 2)) in the rows 0 … j and −(j + 1) times that in row j + 1. As in
 * Stan's sum_to_zero (Stan Reference Manual, "Zero sum vector"); both ways in time linear in the size.
 */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { along, lastAxis, lastExtent, padLast, take } from './last-axis.ts';

const height = (j: number): number => 1 / Math.sqrt((j + 1) * (j + 2));

/** The vector with these coordinates, one longer. */
export function fromZeroSumCoordinates(b: Builder, coordinates: Node): Node {
  const count = lastExtent(coordinates);
  const weighted = b.multiply(coordinates, along(b, count, height));
  const above = b.cumulativeSum(weighted, lastAxis(coordinates), true);
  const below = b.multiply(
    weighted,
    along(b, count, (j) => j + 1),
  );
  return b.subtract(padLast(b, above, 0, 1), padLast(b, below, 1, 0));
}

/** The coordinates of a vector, less its mean. */
export function toZeroSumCoordinates(b: Builder, vector: Node): Node {
  const count = lastExtent(vector) - 1;
  const sums = b.cumulativeSum(take(b, vector, 0, count), lastAxis(vector));
  const next = b.multiply(
    take(b, vector, 1, count),
    along(b, count, (j) => j + 1),
  );
  return b.multiply(b.subtract(sums, next), along(b, count, height));
}

/** The mass of normal and t distributions on the vectors whose elements sum to 0. */
import type { Builder } from '../graph/builder.ts';
import { timesOwnTranspose } from '../graph/matrix-batches.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import { stretched, sumOfEvent } from './events.ts';
import { lowerPart, mahalanobis, type Spread } from './mahalanobis.ts';

/** Of the sum of a vector: that of its locations, and how it is spread. */
interface Sum {
  readonly location: Node;
  readonly variance: Node;
}

/** Of the elements of a vector with this location and covariance: 1ᵀ S 1 = |Lᵀ 1|² with L Lᵀ = S. */
export function sumOfVector(
  b: Builder,
  location: Node,
  { covariance, factor, precision }: Spread,
  size: number,
): Sum {
  const ones = b.constant(new Float64Array(size).fill(1), [size]);
  const whole = factor === undefined ? covariance : timesOwnTranspose(b, lowerPart(b, factor));
  const inverse = { precision: whole, covariance: precision };
  return {
    location: sumOfEvent(b, stretched(b, location, ones)),
    variance: mahalanobis(b, ones, inverse).square,
  };
}

/**
 * The log density at 0 of the coordinate 1ᵀ x / √K, across the vectors with the sum 0: what they have
 * of the mass, by their volume.
 */
export function logNormalAtZeroSum(b: Builder, { location, variance }: Sum, size: number): Node {
  const { square, halfLogVariance } = atZeroSum(b, { location, variance }, size);
  return b.subtract(b.multiply(-0.5, square), b.add(halfLogVariance, HALF_LOG_TWO_PI));
}

/** Of that coordinate: the squared distance of 0 from its centre in units of its variance, and ½ log of this. */
export function atZeroSum(b: Builder, { location, variance }: Sum, size: number) {
  return {
    square: b.divide(b.square(location), variance),
    halfLogVariance: b.multiply(0.5, b.log(b.divide(variance, size))),
  };
}

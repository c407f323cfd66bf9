import type { Score } from './information.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** The precision of a normal distribution of some coordinates, A Aᵀ its inverse. */
export interface BlockPrecision {
  readonly logDeterminant: number;
  /** A z: standard normals become deviations. */
  spread(z: Float64Array): Float64Array;
  /** Aᵀ g: a gradient by standard normal coordinates. */
  standardise(gradient: Float64Array): Float64Array;
  /** Of each coordinate. */
  variances(): Float64Array;
  /** Of all pairs, row-major; absent where there would be too many. */
  covariance?(): Float64Array;
}

/** What the likelihood says of some coordinates, gathered example by example. */
export interface Block {
  /** In the order of vectors of the block. */
  readonly coordinates: Int32Array;
  /** @param isNew whether the score is the first of an example */
  add(score: Score, isNew: boolean): void;
  /**
   * The precision with what the prior says.
   *
   * @param scale of the scores, by coordinate of the whole
   * @throws InferenceError where the two do not make a normal distribution
   */
  with(prior: PriorCurvature, scale: Float64Array): BlockPrecision;
}

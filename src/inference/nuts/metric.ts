/**
 * The metrics of Hamiltonian Monte Carlo: the mass matrix M, of which chains keep the inverse, an estimate
 * of the covariance of the posterior.
 */
import type { Random } from '../../random/random.ts';
import type { PhasePoint } from './phase-space.ts';

/** A metric at work in the steps of a chain; vectors are those of the points' space. */
export interface Metric {
  /** Gives a point a new momentum, a draw from N(0, M), with its velocity and kinetic energy. */
  push(random: Random, vectors: Float64Array, point: PhasePoint): void;
  /**
   * A leapfrog step as far as the next gradient: half a kick by the gradient where it begins, then the drift. Gives `to`
   * its position, and its momentum before the other half of the kick.
   */
  drift(vectors: Float64Array, from: PhasePoint, to: PhasePoint, stepSize: number): void;
  /** The other half of the kick, by the gradient there; gives the point its momentum, velocity and kinetic energy. */
  arrive(vectors: Float64Array, point: PhasePoint, stepSize: number): void;
}

/** Of some vectors: how many, their mean, and sums of products of deviations from it in the order of the inverse metric. */
export interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly products: Float64Array;
}

/** One kind of metric. Its state is the inverse M⁻¹: plain numbers. */
export interface MetricKind {
  readonly summary: string;
  /** The most coordinates that it is for. */
  readonly largestDimension: number;
  /** The inverse where nothing is known: the identity. */
  unit(dimension: number): number[];
  /** @throws RangeError where the inverse is not positive definite. */
  prepare(inverse: readonly number[], dimension: number): Metric;
  /** Adds a vector to sums of products: `before` and `after` are its deviations from the means without and with it. */
  addProducts(products: Float64Array, before: Float64Array, after: Float64Array): void;
  /**
   * The inverse metric from points alone: their covariance, without any regularisation, whose scale would be foreign to
   * some coordinates. Those along which no point differs have the variance 10⁻³.
   */
  covariance(points: Moments): number[];
  /**
   * The inverse metric from points and the gradients there: the geometric mean of the covariance of the points and
   * the inverse of that of the gradients, under which both have the same. Of a normal distribution it is the
   * covariance itself, whatever the points are (Seyboldt, Carlson and Carpenter 2026, arXiv:2603.18845).
   */
  balance(points: Moments, gradients: Moments): number[];
}

/** The covariance of at least so many points a coordinate is close enough to that of the posterior. */
const enoughPoints = 20;

/** The inverse metric by what the number of points allows. */
export function inverseMetric(kind: MetricKind, points: Moments, gradients: Moments): number[] {
  return points.count < enoughPoints * points.mean.length
    ? kind.balance(points, gradients)
    : kind.covariance(points);
}

/** Of the one coordinate, from its sum of squares. */
export function varianceOf(squares: number, count: number): number {
  const variance = squares / (count - 1);
  return variance > 0 && variance < Infinity ? variance : 1e-3;
}

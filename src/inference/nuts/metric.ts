/**
 * The metrics of Hamiltonian Monte Carlo: the mass matrix M, of which chains keep the inverse, an estimate
 * of the covariance of the posterior.
 */
import type { Random } from '../../random/random.ts';

/** A metric at work in the steps of a chain. */
export interface Metric {
  /** Fills `velocity` with M⁻¹ p. */
  velocity(momentum: Float64Array, velocity: Float64Array): void;
  /** Fills `momentum` with a draw from N(0, M). */
  drawMomentum(random: Random, momentum: Float64Array): void;
}

/** A running estimate of the covariance of the coordinates, plain numbers. */
export interface ScatterEstimate {
  readonly count: number;
  readonly mean: readonly number[];
  /** Sums of products of deviations from the mean, as many and in the order of the inverse metric. */
  readonly scatter: readonly number[];
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
  /** Adds a point to sums of products: `before` and `after` are its deviations from the means without and with it. */
  addProducts(scatter: number[], before: Float64Array, after: Float64Array): void;
  /**
   * The inverse metric of an estimate, drawn a little towards 10⁻³ I as long as there are few points (Stan's
   * regularisation: n / (n + 5) S + 10⁻³ · 5 / (n + 5) I).
   */
  regularised(estimate: ScatterEstimate): number[];
}

/** ½ pᵀ M⁻¹ p, from the momentum and its velocity. */
export function kineticEnergy(momentum: Float64Array, velocity: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < momentum.length; k++) sum += velocity[k] * momentum[k];
  return sum / 2;
}

export function noPoints(kind: MetricKind, dimension: number): ScatterEstimate {
  return {
    count: 0,
    mean: new Array<number>(dimension).fill(0),
    scatter: kind.unit(dimension).fill(0),
  };
}

/** With one more point (Welford 1962). */
export function withPoint(
  kind: MetricKind,
  estimate: ScatterEstimate,
  point: Float64Array,
): ScatterEstimate {
  const count = estimate.count + 1;
  const before = point.map((x, k) => x - estimate.mean[k]);
  const mean = estimate.mean.map((m, k) => m + before[k] / count);
  const after = point.map((x, k) => x - mean[k]);
  const scatter = estimate.scatter.slice();
  kind.addProducts(scatter, before, after);
  return { count, mean, scatter };
}

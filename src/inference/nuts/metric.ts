import type { Random } from '../../random/random.ts';

/** A running estimate of the variance of each coordinate (Welford 1962), plain numbers. */
export interface VarianceEstimate {
  readonly count: number;
  readonly mean: readonly number[];
  readonly sumOfSquares: readonly number[];
}

export function noVariance(dimension: number): VarianceEstimate {
  const zeros = new Array<number>(dimension).fill(0);
  return { count: 0, mean: zeros, sumOfSquares: zeros };
}

export function withPoint(estimate: VarianceEstimate, point: Float64Array): VarianceEstimate {
  const count = estimate.count + 1;
  const mean = estimate.mean.map((m, k) => m + (point[k] - m) / count);
  const sumOfSquares = estimate.sumOfSquares.map(
    (s, k) => s + (point[k] - estimate.mean[k]) * (point[k] - mean[k]),
  );
  return { count, mean, sumOfSquares };
}

/**
 * The diagonal inverse metric: the variances, drawn a little towards 10⁻³ as long as there are few
 * points (Stan's regularisation: n / (n + 5) s² + 10⁻³ · 5 / (n + 5)).
 */
export function inverseMetric({ count, sumOfSquares }: VarianceEstimate): number[] {
  const weight = count / (count + 5);
  return sumOfSquares.map((s) => weight * (s / (count - 1)) + 1e-3 * (5 / (count + 5)));
}

/** A momentum from N(0, M), M the inverse of the diagonal `inverse`. */
export function drawMomentum(inverse: Float64Array, random: Random): Float64Array {
  const momentum = new Float64Array(inverse.length);
  for (let k = 0; k < momentum.length; k++) momentum[k] = random.normal() / Math.sqrt(inverse[k]);
  return momentum;
}

/** ½ pᵀ M⁻¹ p. */
export function kineticEnergy(momentum: Float64Array, inverse: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < momentum.length; k++) sum += inverse[k] * momentum[k] * momentum[k];
  return sum / 2;
}

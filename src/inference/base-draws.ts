import { cholesky } from '../linear-algebra/cholesky.ts';
import { normalQuantile } from '../numerics/normal.ts';
import type { Random } from '../random/random.ts';

/** Rows of standard normal numbers, row-major; with each row z its mirror image −z belongs to the sample. */
export interface BaseDraws {
  readonly pairs: number;
  readonly values: readonly number[];
}

/**
 * `pairs` rows of `dimension` numbers and their mirror images, so that the mean is 0. Every coordinate is a Latin hypercube sample of the standard normal: one value in each of
 * `pairs` equally likely strata of |z| (McKay, Beckman and Conover 1979). Where there are at least twice as many
 * rows as coordinates the rows are rotated and stretched to a covariance of exactly 1, else each coordinate is
 * stretched to variance 1. Averages over such a sample are exact for every quadratic function in the first case.
 */
export function baseDraws(pairs: number, dimension: number, random: Random): BaseDraws {
  const draws = new Array<number>(pairs * dimension).fill(0);
  for (let i = 0; i < dimension; i++) {
    const strata = random.permutation(pairs);
    for (let row = 0; row < pairs; row++) {
      const upper = 0.5 + (0.5 * (strata[row] + random.uniform())) / pairs;
      const size = normalQuantile(Math.min(upper, 1 - Number.EPSILON));
      draws[row * dimension + i] = random.uniform() < 0.5 ? -size : size;
    }
  }
  const covariance = sampleCovariance(draws, pairs, dimension);
  const factor = pairs >= 2 * dimension ? cholesky(covariance, dimension) : undefined;
  for (let row = 0; row < pairs; row++) {
    const at = row * dimension;
    for (let i = 0; i < dimension; i++) {
      if (factor) {
        // Forward substitution in place: z becomes L⁻¹ z.
        for (let k = 0; k < i; k++) draws[at + i] -= factor[i * dimension + k] * draws[at + k];
        draws[at + i] /= factor[i * dimension + i];
      } else draws[at + i] /= Math.sqrt(covariance[i * dimension + i]);
    }
  }
  return { pairs, values: draws };
}

/** The average of z zᵀ, which is the covariance as the mirrored sample has mean 0. */
function sampleCovariance(draws: readonly number[], rows: number, size: number): Float64Array {
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++)
        covariance[i * size + j] += (draws[row * size + i] * draws[row * size + j]) / rows;
  return covariance;
}

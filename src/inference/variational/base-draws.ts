import { cholesky } from '../../linear-algebra/cholesky.ts';
import { normalQuantile } from '../../numerics/normal.ts';
import type { Random } from '../../random/random.ts';

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
  if (pairs >= 2 * dimension) whiten(draws, pairs, dimension);
  else standardise(draws, pairs, dimension);
  return { pairs, values: draws };
}

/** z becomes L⁻¹ z, where L Lᵀ is the average of z zᵀ, the covariance as the mirrored sample has mean 0. */
function whiten(draws: number[], rows: number, size: number): void {
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < draws.length; row += size)
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++)
        covariance[i * size + j] += (draws[row + i] * draws[row + j]) / rows;
  const factor = cholesky(covariance, size);
  // Fewer than `size` different rows do not occur: the signs and strata are random in every coordinate.
  if (factor === undefined) throw new RangeError('the base draws have a singular covariance');
  for (let row = 0; row < draws.length; row += size) {
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) draws[row + i] -= factor[i * size + k] * draws[row + k];
      draws[row + i] /= factor[i * size + i];
    }
  }
}

/** Each coordinate divided by its root mean square. */
function standardise(draws: number[], rows: number, size: number): void {
  for (let i = 0; i < size; i++) {
    let squares = 0;
    for (let row = 0; row < draws.length; row += size) squares += draws[row + i] ** 2;
    const scale = Math.sqrt(squares / rows);
    for (let row = 0; row < draws.length; row += size) draws[row + i] /= scale;
  }
}

import { cholesky, logDeterminant } from '../linear-algebra/cholesky.ts';
import type { FittedNormal } from './method.ts';

/** Independent normals. */
export function diagonalNormal(mean: Float64Array, sd: Float64Array): FittedNormal {
  return {
    mean,
    sd,
    logDeterminant: (from, to) =>
      2 * sd.subarray(from, to).reduce((sum, scale) => sum + Math.log(scale), 0),
  };
}

/** A normal given by its covariance, row-major. */
export function correlatedNormal(mean: Float64Array, covariance: Float64Array): FittedNormal {
  const dimension = mean.length;
  return {
    mean,
    sd: mean.map((_, i) => Math.sqrt(covariance[i * (dimension + 1)])),
    logDeterminant(from, to) {
      const size = to - from;
      const block = Float64Array.from(
        { length: size * size },
        (_, k) => covariance[(from + Math.floor(k / size)) * dimension + from + (k % size)],
      );
      const factor = cholesky(block, size);
      return factor === undefined ? Number.NEGATIVE_INFINITY : logDeterminant(factor, size);
    },
  };
}

import { cholesky, logDeterminant, solveLower } from '../linear-algebra/cholesky.ts';
import { type LocationScale, proposeNormal } from './importance.ts';
import type { FittedNormal, MarginalNormal } from './method.ts';

/** A covariance of more coordinates is not kept with a fit, of which it would be the better part. */
export const mostCorrelated = 1000;

/** Independent normals. */
export function diagonalNormal(
  mean: Float64Array,
  sd: Float64Array,
  placed: LocationScale,
): FittedNormal {
  return {
    ...placed,
    mean,
    sd,
    draws: (count, random) => proposeNormal(placed, count, random).draws,
    marginal(from, to) {
      const logScale = sd.subarray(from, to).reduce((sum, scale) => sum + Math.log(scale), 0);
      return marginal(
        from,
        to,
        2 * logScale,
        (x) => x.map((value, i) => value / sd[from + i]),
        mean,
      );
    },
  };
}

/** A normal given by its covariance, row-major. */
export function correlatedNormal(
  mean: Float64Array,
  covariance: Float64Array,
  placed: LocationScale,
): FittedNormal {
  const dimension = mean.length;
  return {
    ...placed,
    mean,
    sd: mean.map((_, i) => Math.sqrt(covariance[i * (dimension + 1)])),
    covariance,
    draws: (count, random) => proposeNormal(placed, count, random).draws,
    marginal(from, to) {
      const size = to - from;
      const block = Float64Array.from(
        { length: size * size },
        (_, k) => covariance[(from + Math.floor(k / size)) * dimension + from + (k % size)],
      );
      const factor = cholesky(block, size);
      if (factor === undefined) return { logDensity: () => Number.NaN, logDeterminant: -Infinity };
      const standardise = (x: Float64Array): Float64Array => solveLower(factor, size, x);
      return marginal(from, to, logDeterminant(factor, size), standardise, mean);
    },
  };
}

/** @param standardise turns a deviation from the mean into independent standard normals */
function marginal(
  from: number,
  to: number,
  logDeterminantOfBlock: number,
  standardise: (deviation: Float64Array) => Float64Array,
  mean: Float64Array,
): MarginalNormal {
  const constant = -0.5 * ((to - from) * Math.log(2 * Math.PI) + logDeterminantOfBlock);
  return {
    logDeterminant: logDeterminantOfBlock,
    logDensity(point) {
      const deviation = Float64Array.from(
        { length: to - from },
        (_, i) => point[from + i] - mean[from + i],
      );
      return standardise(deviation).reduce((sum, z) => sum - 0.5 * z * z, constant);
    },
  };
}

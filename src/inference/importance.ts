import type { Target } from './method.ts';
import { smoothWeights } from './pareto-smoothing.ts';

/** How well an approximation covers its target, from draws of it. */
export interface Coverage {
  /** The log density of the target minus that of the approximation, per draw; −inf where the target is 0. */
  readonly logRatios: Float64Array;
  /** The k of the Pareto-smoothed importance weights; 0 where the weights are equal to within rounding. */
  readonly paretoK: number;
  /** Draws where the log density of the target is NaN or +inf; their ratio counts as −inf. */
  readonly undefinedDraws: number;
}

/** Above this k importance weights have no trustworthy average (Vehtari et al. 2024). */
export const largestTrustedK = 0.7;

/** Log ratios that differ by no more than this differ by rounding. */
const equalRatios = 1e-6;

/** Compares target and approximation on `draws` (row-major), whose log densities under the latter are given. */
export function coverage(
  target: Target,
  draws: Float64Array,
  logDensities: Float64Array,
): Coverage {
  let undefinedDraws = 0;
  const logRatios = logDensities.map((logDensity, row) => {
    const point = draws.subarray(row * target.dimension, (row + 1) * target.dimension);
    const value = target.logDensity(point);
    if (value < Infinity) return value - logDensity;
    undefinedDraws++;
    return -Infinity;
  });
  const spread =
    logRatios.reduce((a, b) => Math.max(a, b)) - logRatios.reduce((a, b) => Math.min(a, b));
  const paretoK = spread <= equalRatios ? 0 : smoothWeights(logRatios).paretoK;
  return { logRatios, paretoK, undefinedDraws };
}

/** Σ −z²/2 − ½ log 2π over one row of standard normal numbers. */
export function logStandardNormal(z: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum -= 0.5 * z[i] * z[i];
  return sum - 0.5 * Math.log(2 * Math.PI) * z.length;
}

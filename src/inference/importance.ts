import type { Note, Target } from './method.ts';
import { smoothWeights } from './pareto-smoothing.ts';

/** How well an approximation covers its target, from draws of it. */
export interface Coverage {
  /** The log density of the target minus that of the approximation, per draw; −inf where the target is 0. */
  readonly logRatios: Float64Array;
  /** The effective sample size of the importance weights as a share of the draws (Kong 1992): 1 where all are equal. */
  readonly efficiency: number;
  /** The k of the Pareto-smoothed importance weights; 0 where the weights are equal to within rounding. */
  readonly paretoK: number;
  /** What a person should know of draws on which the target has no density. */
  readonly notes: readonly Note[];
}

/** Above this k importance weights have no trustworthy average (Vehtari et al. 2024). */
const largestTrustedK = 0.7;
/** Below this efficiency a result is not trusted, and above the second not even for a large k: the tails alone differ. */
const leastEfficiency = 0.5;
const goodEfficiency = 0.8;

/** Log ratios that differ by no more than this differ by rounding. */
const equalRatios = 1e-6;

/**
 * Compares target and approximation on `draws` (row-major), whose log densities under the latter are given.
 * Where the target is NaN or +inf the log ratio counts as −inf and a note says so.
 */
export function coverage(
  target: Target,
  draws: Float64Array,
  logDensities: Float64Array,
): Coverage {
  let undefinedCount = 0;
  const logRatios = logDensities.map((logDensity, row) => {
    const point = draws.subarray(row * target.dimension, (row + 1) * target.dimension);
    const value = target.logDensity(point);
    if (value < Infinity) return value - logDensity;
    undefinedCount++;
    return -Infinity;
  });
  const spread =
    logRatios.reduce((a, b) => Math.max(a, b)) - logRatios.reduce((a, b) => Math.min(a, b));
  const paretoK = spread <= equalRatios ? 0 : smoothWeights(logRatios).paretoK;
  const zeroCount = logRatios.filter((ratio) => ratio === -Infinity).length - undefinedCount;
  return {
    logRatios,
    efficiency: efficiencyOf(logRatios),
    paretoK,
    notes: notesOnDraws(logRatios.length, undefinedCount, zeroCount),
  };
}

function efficiencyOf(logRatios: Float64Array): number {
  const largest = logRatios.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  let squares = 0;
  for (const ratio of logRatios) {
    const weight = Math.exp(ratio - largest);
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum) / (squares * logRatios.length);
}

/** What a person should know of how far an approximation is from its target; `what` it is not close to. */
export function notesOnCloseness(
  { efficiency, paretoK }: Pick<Coverage, 'efficiency' | 'paretoK'>,
  what: string,
): Note[] {
  const close =
    efficiency >= leastEfficiency && (paretoK <= largestTrustedK || efficiency >= goodEfficiency);
  if (close) return [];
  const message = `${what} (as a sample of the posterior the draws are worth ${(100 * efficiency).toPrecision(2)}% of their number, Pareto k ${paretoK.toFixed(2)}): this result should not be trusted. Compare it with --method nuts.`;
  return [{ code: 'poor-approximation', severity: 'warning', message }];
}

function notesOnDraws(count: number, undefinedCount: number, zeroCount: number): Note[] {
  const notes: Note[] = [];
  const where = (affected: number): string =>
    `at ${affected} of ${count} draws from the approximation`;
  if (undefinedCount > 0)
    notes.push({
      code: 'undefined-density',
      severity: 'warning',
      message: `The log density is undefined ${where(undefinedCount)}.`,
    });
  if (zeroCount > 0)
    notes.push({
      code: 'zero-density',
      severity: 'warning',
      message: `The posterior density is 0 ${where(zeroCount)}.`,
    });
  return notes;
}

/** Σ −z²/2 − ½ log 2π over one row of standard normal numbers. */
export function logStandardNormal(z: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum -= 0.5 * z[i] * z[i];
  return sum - 0.5 * Math.log(2 * Math.PI) * z.length;
}

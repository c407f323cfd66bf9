import type { Note } from '../inference/method.ts';
import type { EvidenceProblem } from './estimator.ts';

/** Evaluations between two looks at the clock. */
const batch = 64;

/**
 * The log density at rows of points, −inf where it is not a number below +inf.
 *
 * @param points row-major
 * @param onUndefined called with the number of points at which the density is undefined, where there are any
 */
export async function logDensities(
  problem: EvidenceProblem,
  points: Float64Array,
  what: string,
  onUndefined: (count: number) => void,
): Promise<Float64Array> {
  const { target } = problem;
  const { dimension } = target;
  const count = points.length / dimension;
  const values = new Float64Array(count);
  let undefinedCount = 0;
  for (let row = 0; row < count; row++) {
    const value = target.logDensity(points.subarray(row * dimension, (row + 1) * dimension));
    values[row] = value < Infinity ? value : -Infinity;
    if (!(value < Infinity)) undefinedCount++;
    if (row % batch === 0) await problem.pause(row / count, what);
  }
  if (undefinedCount > 0) onUndefined(undefinedCount);
  return values;
}

/** What is said where the density is undefined at some points. */
export function undefinedDensity(count: number, of: number): Note {
  return {
    code: 'undefined-density',
    severity: 'warning',
    message: `The log density is undefined at ${count} of ${of} points.`,
  };
}

/** The mean of values and the relative variance of that mean as if they were independent: var / (n · mean²). */
export function meanOf(values: ArrayLike<number>): {
  readonly mean: number;
  readonly relativeVariance: number;
} {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return { mean, relativeVariance: squares / (n - 1) / (n * mean * mean) };
}

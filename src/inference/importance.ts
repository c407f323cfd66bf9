import { lgamma } from '../numerics/gamma.ts';
import type { Random } from '../random/random.ts';
import { type Note, percent, type Sample, type Target } from './method.ts';
import { largestTrustedK, smoothWeights } from './pareto-smoothing.ts';
import { errorFactors, resample } from './resampling.ts';

/** A location-scale distribution: standard draws z become mean + A z. */
export interface LocationScale {
  readonly dimension: number;
  /** log |det A| */
  readonly logVolume: number;
  /** Fills `point` with mean + A z. */
  place(z: Float64Array, point: Float64Array): void;
}

/** Draws of an approximation, row-major, and their log densities under it. */
export interface Proposals {
  readonly draws: Float64Array;
  readonly logDensities: Float64Array;
}

/** Normal distributions of these locations and scales, which take turns. */
export function proposeNormal(
  approximations: LocationScale | readonly LocationScale[],
  count: number,
  random: Random,
): Proposals {
  return propose(approximations, count, (z) => {
    random.fillNormal(z);
    return logStandardNormal(z);
  });
}

/** The same with Student-t distributions, whose tails cover those of most posteriors. */
export function proposeStudent(
  approximations: LocationScale | readonly LocationScale[],
  count: number,
  random: Random,
): Proposals {
  return propose(approximations, count, (z) => {
    fillStudent(z, random);
    return logStandardStudent(z);
  });
}

/**
 * The same with normal distributions of which a tenth of the draws are Student-t draws, so that the weights are
 * at most ten times those of the latter (Hesterberg 1995, Technometrics 37:185).
 */
export function proposeDefended(
  approximations: LocationScale | readonly LocationScale[],
  count: number,
  random: Random,
): Proposals {
  return propose(approximations, count, (z) => {
    if (random.uniform() < defensiveShare) fillStudent(z, random);
    else random.fillNormal(z);
    const light = logStandardNormal(z) + Math.log1p(-defensiveShare);
    const heavy = logStandardStudent(z) + Math.log(defensiveShare);
    const larger = Math.max(light, heavy);
    return larger + Math.log1p(Math.exp(Math.min(light, heavy) - larger));
  });
}

function fillStudent(z: Float64Array, random: Random): void {
  const stretch = Math.sqrt(studentDegrees / (2 * random.gamma(studentDegrees / 2)));
  for (let i = 0; i < z.length; i++) z[i] = stretch * random.normal();
}

function logStandardStudent(z: Float64Array): number {
  const [nu, size] = [studentDegrees, z.length];
  const squares = z.reduce((sum, value) => sum + value * value, 0);
  const constant = lgamma((nu + size) / 2) - lgamma(nu / 2) - 0.5 * size * Math.log(nu * Math.PI);
  return constant - 0.5 * (nu + size) * Math.log1p(squares / nu);
}

/** @param drawStandard fills its argument and returns the log density of what it drew */
function propose(
  approximations: LocationScale | readonly LocationScale[],
  count: number,
  drawStandard: (z: Float64Array) => number,
): Proposals {
  const all = 'place' in approximations ? [approximations] : approximations;
  const { dimension } = all[0];
  const draws = new Float64Array(count * dimension);
  const z = new Float64Array(dimension);
  const logDensities = new Float64Array(count).map((_, row) => {
    const { place, logVolume } = all[row % all.length];
    const logDensity = drawStandard(z) - logVolume;
    place(z, draws.subarray(row * dimension, (row + 1) * dimension));
    return logDensity;
  });
  return { draws, logDensities };
}

/** How well an approximation covers its target, from draws of it. */
export interface Coverage {
  /** The log density of the target minus that of the approximation, per draw; −inf where the target is 0. */
  readonly logRatios: Float64Array;
  /** The effective sample size of the importance weights as a share of the draws (Kong 1992): 1 where all are equal, 0 where all are 0. */
  readonly efficiency: number;
  /** The k of the Pareto-smoothed importance weights; 0 where the weights are equal to within rounding. */
  readonly paretoK: number;
  /** What a person should know of draws on which the target has no density. */
  readonly notes: readonly Note[];
}

/** Below this efficiency k itself is not known well enough; above the second not even a large k counts: the tails alone differ. */
const leastEfficiency = 0.1;
const goodEfficiency = 0.8;

/** Log ratios that differ by no more than this differ by rounding. */
const equalRatios = 1e-6;

/** Of the Student-t proposals. */
export const studentDegrees = 5;
/** Of draws that see to it that no weight is large. */
export const defensiveShare = 0.1;

/** Resampled draws come from so many times as many effective proposals, but at most so many proposals. */
const effectiveProposals = 2;
const mostProposals = 10;
/** Fewer proposals have no tail to smooth. */
const fewestProposals = 1000;

/**
 * Compares target and approximation on draws of the latter. Where the target is NaN or +inf the log ratio counts
 * as −inf and a note says so.
 */
export function coverage(target: Target, { draws, logDensities }: Proposals): Coverage {
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

/** The evidence lower bound (ELBO) from draws of the approximation, and its standard error. */
export function boundOf({ logRatios }: Coverage): Record<'elbo' | 'elboStandardError', number> {
  const count = logRatios.length;
  const elbo = logRatios.reduce((sum, ratio) => sum + ratio, 0) / count;
  const variance = logRatios.reduce((sum, ratio) => sum + (ratio - elbo) ** 2 / (count - 1), 0);
  return {
    elbo,
    elboStandardError: Number.isFinite(elbo) ? Math.sqrt(variance / count) : Infinity,
  };
}

function efficiencyOf(logRatios: Float64Array): number {
  const largest = logRatios.reduce((a, b) => Math.max(a, b));
  if (largest === Number.NEGATIVE_INFINITY) return 0;
  let sum = 0;
  let squares = 0;
  for (const ratio of logRatios) {
    const weight = Math.exp(ratio - largest);
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum) / (squares * logRatios.length);
}

/** Whether importance weights turn draws of the approximation into draws of the target. */
function isRepairable({ efficiency, paretoK }: Coverage): boolean {
  return efficiency >= leastEfficiency && paretoK <= largestTrustedK;
}

/** Draws from an approximation, corrected as far as they can be. */
export interface CorrectedDraws {
  draws(count: number, random: Random): Sample;
  readonly notes: readonly Note[];
}

/**
 * Draws of a normal approximation, resampled by their Pareto-smoothed importance weights where that makes them draws
 * of the target. Where the tails of the normal are too light for that, the proposals are Student-t draws. Of
 * several approximations, the weights choose among them in any case.
 *
 * @param what the approximation is not close to, where nothing helps
 */
export function correctDraws(
  target: Target,
  approximation: LocationScale | readonly LocationScale[],
  covered: Coverage,
  random: Random,
  what: string,
): CorrectedDraws {
  const { efficiency, paretoK } = covered;
  const worth = worthOf(covered);
  const raw = (count: number, source: Random): Sample => ({
    points: proposeNormal(approximation, count, source).draws,
  });
  if (paretoK === 0) return { draws: raw, notes: [] };
  const corrected = (
    propose: typeof proposeNormal,
    by: Coverage,
    how = '',
    but = '',
  ): CorrectedDraws => ({
    draws(count, source) {
      const wanted = Math.min(effectiveProposals / by.efficiency, mostProposals) * count;
      const many = Math.max(fewestProposals, Math.ceil(wanted));
      return resampledDraws(target, propose(approximation, many, source), count, source);
    },
    notes: [
      {
        code: 'corrected',
        severity: 'note',
        message: `The draws were corrected for the difference between the approximation and the posterior by importance resampling${how} (as they come they would be ${worth}${but}).`,
      },
    ],
  });
  if (isRepairable(covered)) return corrected(proposeNormal, covered);
  const wide = coverage(target, proposeStudent(approximation, covered.logRatios.length, random));
  if (isRepairable(wide))
    return corrected(
      proposeStudent,
      wide,
      ' with heavier tails',
      `; with heavier tails they are ${worthOf(wide)}`,
    );
  const uncorrected = 'place' in approximation ? raw : corrected(proposeNormal, covered).draws;
  return {
    draws: uncorrected,
    notes: efficiency >= goodEfficiency ? [] : [notTrusted(covered, what)],
  };
}

/** What a person should know of draws that stay as they come from an approximation. */
export function notesOnUncorrected(covered: Coverage, what: string): Note[] {
  if (covered.paretoK === 0 || covered.efficiency >= goodEfficiency) return [];
  if (!isRepairable(covered)) return [notTrusted(covered, what)];
  const message = `The draws are those of the approximation, not corrected for its difference from the posterior (as a sample of that they are ${worthOf(covered)}).`;
  return [{ code: 'uncorrected', severity: 'note', message }];
}

function worthOf({ efficiency, paretoK }: Coverage): string {
  return `worth ${percent(efficiency)} of their number, Pareto k ${paretoK.toFixed(2)}`;
}

function notTrusted(covered: Coverage, what: string): Note {
  const message = `${what} (as a sample of the posterior the draws are ${worthOf(covered)}): this result should not be trusted. Compare it with --method nuts.`;
  return { code: 'poor-approximation', severity: 'warning', message };
}

/** `count` of the proposals, chosen by their weights, with their error factors. */
function resampledDraws(
  target: Target,
  proposals: Proposals,
  count: number,
  random: Random,
): Sample {
  const { logRatios } = coverage(target, proposals);
  const { logWeights } = smoothWeights(logRatios);
  const chosen = resample(logWeights, count, random);
  const factors = errorFactors(logWeights, count);
  const size = target.dimension;
  const points = new Float64Array(count * size);
  chosen.forEach((row, k) => {
    points.set(proposals.draws.subarray(row * size, (row + 1) * size), k * size);
  });
  return {
    points,
    statistics: { errorFactor: Float64Array.from(chosen, (row) => factors[row]) },
  };
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

/**
 * Convergence of Markov chains: rank-normalised split R-hat, bulk and tail effective sample size
 * (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, Bayesian Analysis 16(2)), as R's `posterior`
 * computes them.
 */
import { normalQuantile } from '../numerics/index.ts';
import { ascendingOrder } from '../numerics/ranks.ts';
import { quantile } from './summary.ts';

/** Above this chains are not trusted to be draws of one distribution. */
export const largestTrustedRhat = 1.05;

/** Chains of one quantity, of equal length. */
export type Chains = readonly Float64Array[];

/** Each chain as two of equal length, one after the other. */
export interface Halves {
  readonly values: Float64Array;
  readonly length: number;
}

/** The larger of the R-hats of ranks and of ranks of distances from the median, of split chains. NaN where undefined. */
export function rhat(chains: Chains): number {
  return mixing(halvesOfChains(chains)).rhat;
}

/** Effective sample size of the centre: of rank-normalised split chains. NaN where undefined. */
export function essBulk(chains: Chains): number {
  return mixing(halvesOfChains(chains)).essBulk;
}

/** Effective sample size of the mean, of split chains: what its Monte Carlo error follows from. NaN where undefined. */
export function essMean(chains: Chains): number {
  return sizeOfMean(halvesOfChains(chains));
}

/** As `essMean`. */
export function sizeOfMean(halves: Halves | undefined): number {
  return halves === undefined ? Number.NaN : effectiveSampleSize(halves);
}

/** As `rhat` and `essBulk`, which rest on the same ranks; `order` is that of the values. */
export function mixing(
  halves: Halves | undefined,
  order = halves && ascendingOrder(halves.values),
  scores = halves && new NormalScores(halves.values.length),
): { readonly rhat: number; readonly essBulk: number } {
  if (halves === undefined) return { rhat: Number.NaN, essBulk: Number.NaN };
  const { values, length } = halves;
  const centre: Halves = { values: scores!.of(values, order!), length };
  const median = quantile(inOrder(values, order!), 0.5);
  const distances = new Float64Array(values.length);
  for (let k = 0; k < values.length; k++) distances[k] = Math.abs(values[k] - median);
  const folded: Halves = {
    values: scores!.of(distances, orderOfDistances(distances, order!)),
    length,
  };
  return {
    rhat: Math.max(potentialScaleReduction(centre), potentialScaleReduction(folded)),
    essBulk: effectiveSampleSize(centre),
  };
}

/** Effective sample size of the quantile that is `bound`. NaN where undefined. */
export function essQuantile(halves: Halves | undefined, bound: number): number {
  if (halves === undefined) return Number.NaN;
  const { values, length } = halves;
  const isBelow = new Float64Array(values.length);
  for (let k = 0; k < values.length; k++) isBelow[k] = values[k] <= bound ? 1 : 0;
  return effectiveSampleSize({ values: isBelow, length });
}

/**
 * The halves of chains that stand one after the other: of chains of odd length without the middle draw. `undefined`
 * where nothing is defined: chains shorter than 6, values that are not finite, or all the same number.
 */
export function halvesOf(values: Float64Array, chains: number): Halves | undefined {
  const whole = values.length / chains;
  if (!(whole >= 6) || !isFiniteAndVaries(values)) return undefined;
  const length = Math.floor(whole / 2);
  if (whole === 2 * length) return { values, length };
  const halves = new Float64Array(2 * length * chains);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * whole;
    halves.set(values.subarray(from, from + length), 2 * chain * length);
    halves.set(values.subarray(from + length + 1, from + whole), (2 * chain + 1) * length);
  }
  return { values: halves, length };
}

function halvesOfChains(chains: Chains): Halves | undefined {
  const length = chains.length === 0 ? 0 : chains[0].length;
  const values = new Float64Array(chains.length * length);
  chains.forEach((chain, k) => {
    values.set(chain, k * length);
  });
  return halvesOf(values, chains.length);
}

function isFiniteAndVaries(values: Float64Array): boolean {
  const first = values[0];
  let varies = false;
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k])) return false;
    if (values[k] !== first) varies = true;
  }
  return varies;
}

/** Values in an order of their positions. */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const ascending = new Float64Array(values.length);
  for (let k = 0; k < order.length; k++) ascending[k] = values[order[k]];
  return ascending;
}

/**
 * The positions in ascending order of their distances from a point, from their order by value: distances fall up to
 * the point and rise from there, so that the two sides are merged.
 */
function orderOfDistances(distances: Float64Array, order: Uint32Array): Uint32Array {
  const merged = new Uint32Array(order.length);
  let low = 0;
  let high = order.length - 1;
  for (let k = merged.length - 1; k >= 0; k--) {
    merged[k] = distances[order[low]] > distances[order[high]] ? order[low++] : order[high--];
  }
  return merged;
}

/** Normal scores of the ranks of so many values (Blom's offsets 3/8 and 1/4), to be used for many quantities. */
export class NormalScores {
  /** Of the ranks from 1. */
  private readonly ofRanks: Float64Array;

  constructor(count: number) {
    this.ofRanks = new Float64Array(count);
    for (let k = 0; k < count; k++) this.ofRanks[k] = scoreOf(k + 1, count);
  }

  /** Of values, the order of which is known: equal ones have their mean rank. */
  of(values: Float64Array, order: Uint32Array): Float64Array {
    const { ofRanks } = this;
    const count = values.length;
    const scores = new Float64Array(count);
    for (let from = 0; from < count; ) {
      const value = values[order[from]];
      let to = from + 1;
      while (to < count && values[order[to]] === value) to++;
      const score = to === from + 1 ? ofRanks[from] : scoreOf((from + to + 1) / 2, count);
      for (let k = from; k < to; k++) scores[order[k]] = score;
      from = to;
    }
    return scores;
  }
}

function scoreOf(rank: number, count: number): number {
  return normalQuantile((rank - 3 / 8) / (count + 1 / 4));
}

function potentialScaleReduction(halves: Halves): number {
  const n = halves.length;
  const means = meansOf(halves);
  const variances = variancesOf(halves);
  const within = meanOf(variances, 0, variances.length);
  const between = n * varianceOf(means, 0, means.length);
  return Math.sqrt((between / within + n - 1) / n);
}

/** n · m / τ, τ the integrated autocorrelation time by Geyer's initial monotone sequence. */
function effectiveSampleSize(halves: Halves): number {
  const n = halves.length;
  const means = meansOf(halves);
  const centred = centre(halves, means);
  const count = centred.length;
  /** The covariances at a lag and at the next. */
  const covariances = (lag: number): readonly [number, number] => {
    let sum = 0;
    let next = 0;
    for (let start = 0; start < count; start += n) {
      sum += centred[start + lag] * centred[start];
      for (let k = start + lag + 1; k < start + n; k++) {
        const value = centred[k];
        sum += value * centred[k - lag];
        next += value * centred[k - lag - 1];
      }
    }
    return [sum / count, next / count];
  };
  const [variance, neighbours] = covariances(0);
  const within = (variance * n) / (n - 1);
  const total = variance + (means.length > 1 ? varianceOf(means, 0, means.length) : 0);
  const correlation = (covariance: number): number => 1 - (within - covariance) / total;

  // sums of neighbouring pairs, as long as they are positive, never rising
  let pair = 1 + correlation(neighbours);
  let last = 1;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let lag = 2; pair > 0 && lag < n - 3; lag += 2) {
    least = Math.min(least, pair);
    sum += least;
    const [even, odd] = covariances(lag).map(correlation);
    pair = even + odd;
    last = even;
  }
  // of the pair that ended the sum the first term still counts where it is positive
  const time = Math.max(-1 + 2 * sum + Math.max(0, last), 1 / Math.log10(count));
  return count / time;
}

function meansOf({ values, length }: Halves): Float64Array {
  const means = new Float64Array(values.length / length);
  for (let chain = 0; chain < means.length; chain++)
    means[chain] = meanOf(values, chain * length, (chain + 1) * length);
  return means;
}

function variancesOf({ values, length }: Halves): Float64Array {
  const variances = new Float64Array(values.length / length);
  for (let chain = 0; chain < variances.length; chain++)
    variances[chain] = varianceOf(values, chain * length, (chain + 1) * length);
  return variances;
}

/** Deviations from the mean of the own chain. */
function centre({ values, length }: Halves, means: Float64Array): Float64Array {
  const centred = new Float64Array(values.length);
  for (let chain = 0; chain < means.length; chain++) {
    const mean = means[chain];
    const end = (chain + 1) * length;
    for (let k = end - length; k < end; k++) centred[k] = values[k] - mean;
  }
  return centred;
}

/** Of the values from one place to before another. */
function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k];
  return sum / (to - from);
}

/** Likewise. */
function varianceOf(values: Float64Array, from: number, to: number): number {
  const mean = meanOf(values, from, to);
  let sum = 0;
  for (let k = from; k < to; k++) sum += (values[k] - mean) ** 2;
  return sum / (to - from - 1);
}

/**
 * Convergence of Markov chains: rank-normalised split R-hat, bulk and tail effective sample size
 * (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, Bayesian Analysis 16(2)), as R's `posterior`
 * computes them.
 */
import { normalQuantile } from '../numerics/index.ts';
import { ascendingOrder, ranksOf } from '../numerics/ranks.ts';
import { quantile } from './summary.ts';

/** Chains of one quantity, of equal length. */
export type Chains = readonly Float64Array[];

/** Chains of equal length, one after the other. */
interface Series {
  readonly values: Float64Array;
  readonly length: number;
}

/** The larger of the R-hats of ranks and of ranks of distances from the median, of split chains. NaN where undefined. */
export function rhat(chains: Chains): number {
  return mixing(chains).rhat;
}

/** Effective sample size of the centre: of rank-normalised split chains. NaN where undefined. */
export function essBulk(chains: Chains): number {
  return mixing(chains).essBulk;
}

/** Both, which rest on the same ranks. */
export function mixing(chains: Chains): { readonly rhat: number; readonly essBulk: number } {
  if (!isUsable(chains)) return { rhat: Number.NaN, essBulk: Number.NaN };
  const { values, length } = split(chains);
  const order = ascendingOrder(values);
  const scores: Series = { values: normalScores(ranksOf(values, order)), length };
  const median = quantile(inOrder(values, order), 0.5);
  const distances = values.map((x) => Math.abs(x - median));
  const folded: Series = {
    values: normalScores(ranksOf(distances, orderOfDistances(distances, order))),
    length,
  };
  return {
    rhat: Math.max(potentialScaleReduction(scores), potentialScaleReduction(folded)),
    essBulk: effectiveSampleSize(scores),
  };
}

/** Effective sample size of the quantile that is `bound`. NaN where undefined. */
export function essQuantile(chains: Chains, bound: number): number {
  if (!isUsable(chains)) return Number.NaN;
  const { values, length } = split(chains);
  for (let k = 0; k < values.length; k++) values[k] = values[k] <= bound ? 1 : 0;
  return effectiveSampleSize({ values, length });
}

/** Effective sample size of the mean, of split chains: what its Monte Carlo error follows from. */
export function essMean(chains: Chains): number {
  return isUsable(chains) ? effectiveSampleSize(split(chains)) : Number.NaN;
}

/** Long enough, finite, and not all the same number. */
function isUsable(chains: Chains): boolean {
  if (chains.length === 0 || chains[0].length < 6) return false;
  const first = chains[0][0];
  let varies = false;
  for (const chain of chains) {
    for (let k = 0; k < chain.length; k++) {
      if (!Number.isFinite(chain[k])) return false;
      if (chain[k] !== first) varies = true;
    }
  }
  return varies;
}

/** Each chain as two: the middle draw of an odd number is left out. */
function split(chains: Chains): Series {
  const length = Math.floor(chains[0].length / 2);
  const values = new Float64Array(2 * length * chains.length);
  chains.forEach((chain, k) => {
    values.set(chain.subarray(0, length), 2 * k * length);
    values.set(chain.subarray(chain.length - length), (2 * k + 1) * length);
  });
  return { values, length };
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
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

/** Normal scores of ranks (Blom's offsets 3/8 and 1/4). */
function normalScores(ranks: Float64Array): Float64Array {
  const total = ranks.length + 1 / 4;
  const scores = new Float64Array(ranks.length);
  for (let k = 0; k < ranks.length; k++) scores[k] = normalQuantile((ranks[k] - 3 / 8) / total);
  return scores;
}

function potentialScaleReduction(series: Series): number {
  const n = series.length;
  const means = meansOf(series);
  const within = meanOf(variancesOf(series, means));
  const between = n * varianceOf(means);
  return Math.sqrt((between / within + n - 1) / n);
}

/** n · m / τ, τ the integrated autocorrelation time by Geyer's initial monotone sequence. */
function effectiveSampleSize(series: Series): number {
  const n = series.length;
  const means = meansOf(series);
  const centred = centre(series, means);
  const count = centred.length;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let start = 0; start < count; start += n) {
      for (let k = start + lag; k < start + n; k++) sum += centred[k] * centred[k - lag];
    }
    return sum / count;
  };
  const variance = covariance(0);
  const within = (variance * n) / (n - 1);
  const total = variance + (means.length > 1 ? varianceOf(means) : 0);
  const correlation = (lag: number): number => 1 - (within - covariance(lag)) / total;

  // sums of neighbouring pairs, as long as they are positive, never rising
  const pairs = [1 + correlation(1)];
  let last = 1;
  for (let lag = 2; pairs.at(-1)! > 0 && lag < n - 3; lag += 2) {
    const even = correlation(lag);
    const pair = even + correlation(lag + 1);
    last = even;
    pairs.push(pair);
  }
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const pair of pairs.slice(0, -1)) {
    least = Math.min(least, pair);
    sum += least;
  }
  // of the pair that ended the sum the first term still counts where it is positive
  const time = Math.max(-1 + 2 * sum + Math.max(0, last), 1 / Math.log10(count));
  return count / time;
}

function meansOf({ values, length }: Series): Float64Array {
  const means = new Float64Array(values.length / length);
  for (let chain = 0; chain < means.length; chain++)
    means[chain] = meanOf(values.subarray(chain * length, (chain + 1) * length));
  return means;
}

function variancesOf({ values, length }: Series, means: Float64Array): Float64Array {
  return means.map((_, chain) => varianceOf(values.subarray(chain * length, (chain + 1) * length)));
}

/** Deviations from the mean of the own chain. */
function centre({ values, length }: Series, means: Float64Array): Float64Array {
  const centred = new Float64Array(values.length);
  for (let chain = 0; chain < means.length; chain++) {
    const end = (chain + 1) * length;
    for (let k = end - length; k < end; k++) centred[k] = values[k] - means[chain];
  }
  return centred;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k] - mean) ** 2;
  return sum / (values.length - 1);
}

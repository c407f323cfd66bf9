/**
 * Convergence of Markov chains: rank-normalised split R-hat, bulk and tail effective sample size
 * (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, Bayesian Analysis 16(2)), as R's `posterior`
 * computes them.
 */
import { normalQuantile } from '../numerics/index.ts';
import { quantile } from './summary.ts';

/** Chains of one quantity, of equal length. */
export type Chains = readonly Float64Array[];

/** The larger of the R-hats of ranks and of ranks of distances from the median, of split chains. NaN where undefined. */
export function rhat(chains: Chains): number {
  if (!isUsable(chains)) return Number.NaN;
  const halves = split(chains);
  const median = quantile(sorted(halves), 0.5);
  const folded = halves.map((chain) => chain.map((x) => Math.abs(x - median)));
  return Math.max(
    potentialScaleReduction(rankNormalise(halves)),
    potentialScaleReduction(rankNormalise(folded)),
  );
}

/** Effective sample size of the centre: of rank-normalised split chains. NaN where undefined. */
export function essBulk(chains: Chains): number {
  return isUsable(chains) ? effectiveSampleSize(rankNormalise(split(chains))) : Number.NaN;
}

/** Effective sample size of a quantile. NaN where undefined. */
export function essQuantile(chains: Chains, probability: number): number {
  if (!isUsable(chains)) return Number.NaN;
  const bound = quantile(sorted(chains), probability);
  return effectiveSampleSize(split(chains).map((chain) => chain.map((x) => (x <= bound ? 1 : 0))));
}

/** Effective sample size of the mean, of split chains: what its Monte Carlo error follows from. */
export function essMean(chains: Chains): number {
  return isUsable(chains) ? effectiveSampleSize(split(chains)) : Number.NaN;
}

/** Long enough, finite, and not all the same number. */
function isUsable(chains: Chains): boolean {
  const first = chains[0]?.[0];
  return (
    chains.length > 0 &&
    chains[0].length >= 6 &&
    chains.every((chain) => chain.every(Number.isFinite)) &&
    chains.some((chain) => chain.some((x) => x !== first))
  );
}

/** Each chain as two: the middle draw of an odd number is left out. */
function split(chains: Chains): Float64Array[] {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
}

/** All draws, ascending. */
export function sorted(chains: Chains): Float64Array {
  const all = new Float64Array(chains.reduce((sum, chain) => sum + chain.length, 0));
  let next = 0;
  for (const chain of chains) {
    all.set(chain, next);
    next += chain.length;
  }
  return all.sort();
}

/** Normal scores of the ranks among all draws, ties sharing their mean rank (Blom's offsets 3/8 and 1/4). */
function rankNormalise(chains: Chains): Float64Array[] {
  const all = sorted(chains);
  const scores = new Map<number, number>();
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to] === all[from]) to += 1;
    const rank = (from + 1 + to) / 2;
    scores.set(all[from], normalQuantile((rank - 3 / 8) / (all.length + 1 / 4)));
    from = to;
  }
  return chains.map((chain) => chain.map((x) => scores.get(x)!));
}

function potentialScaleReduction(chains: Chains): number {
  const n = chains[0].length;
  const within = mean(chains.map(variance));
  const between = n * variance(Float64Array.from(chains, mean));
  return Math.sqrt((between / within + n - 1) / n);
}

/** n · m / τ, τ the integrated autocorrelation time by Geyer's initial monotone sequence. */
function effectiveSampleSize(chains: Chains): number {
  const n = chains[0].length;
  const centred = chains.map((chain) => {
    const centre = mean(chain);
    return chain.map((x) => x - centre);
  });
  const covariance = (lag: number): number => {
    let sum = 0;
    for (const chain of centred) {
      for (let k = lag; k < n; k++) sum += chain[k] * chain[k - lag];
    }
    return sum / (n * chains.length);
  };
  const within = (covariance(0) * n) / (n - 1);
  const total = covariance(0) + (chains.length > 1 ? variance(Float64Array.from(chains, mean)) : 0);
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
  const time = Math.max(-1 + 2 * sum + Math.max(0, last), 1 / Math.log10(n * chains.length));
  return (n * chains.length) / time;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k] - centre) ** 2;
  return sum / (values.length - 1);
}

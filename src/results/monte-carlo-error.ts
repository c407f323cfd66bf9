/**
 * Monte Carlo standard errors of figures of Markov chains, as R's `posterior` computes them (Vehtari, Gelman,
 * Simpson, Carpenter and Bürkner 2021, section 4.3).
 */
import { logBetaI } from '../numerics/index.ts';
import { type Chains, essMean } from './convergence.ts';

/** Of the mean: sd / √ESS. NaN where undefined. */
export function mcseMean(chains: Chains, sd: number): number {
  return sd / Math.sqrt(essMean(chains));
}

/** Of the sd, by the delta method from the variance of squared deviations. NaN where undefined. */
export function mcseSd(chains: Chains): number {
  const count = chains.reduce((sum, chain) => sum + chain.length, 0);
  const meanOf = (of: (x: number) => number): number =>
    chains.reduce((sum, chain) => sum + chain.reduce((part, x) => part + of(x), 0), 0) / count;
  const centre = meanOf((x) => x);
  const squares = chains.map((chain) => chain.map((x) => (x - centre) ** 2));
  const variance = meanOf((x) => (x - centre) ** 2);
  const fourth = meanOf((x) => (x - centre) ** 4);
  return Math.sqrt((fourth - variance ** 2) / essMean(squares) / variance / 4);
}

/** Normal probabilities of one standard error below and above, as in `posterior`. */
const oneErrorAround = [0.1586553, 0.8413447] as const;

/**
 * Of a quantile: half the distance of the draws between which it lies with the probability of one standard error,
 * its rank following Beta(ESS p + 1, ESS (1 − p) + 1). NaN where undefined.
 *
 * @param ascending all draws
 * @param ess of the quantile
 */
export function mcseQuantile(ascending: Float64Array, probability: number, ess: number): number {
  if (Number.isNaN(ess)) return Number.NaN;
  const [low, high] = oneErrorAround.map((p) =>
    betaQuantile(p, ess * probability + 1, ess * (1 - probability) + 1),
  );
  const count = ascending.length;
  const from = ascending[Math.max(Math.floor(low * count), 1) - 1];
  const to = ascending[Math.min(Math.ceil(high * count), count) - 1];
  return (to - from) / 2;
}

/** By bisection to the last digit: it decides between two draws. */
function betaQuantile(probability: number, a: number, b: number): number {
  const target = Math.log(probability);
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (logBetaI(a, b, middle) < target) low = middle;
    else high = middle;
  }
}

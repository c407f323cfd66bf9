/** What is reported of the draws of one number. */
export interface Summary {
  readonly mean: number;
  /** With divisor n − 1; NaN for one draw. */
  readonly sd: number;
  readonly q5: number;
  readonly q50: number;
  readonly q95: number;
  /** Monte Carlo standard error of the mean: sd / √n, n the effective sample size where draws are not independent. */
  readonly mcseMean: number;
  /** Of Markov chains: see `convergence.ts`. */
  readonly essBulk?: number;
  readonly essTail?: number;
  readonly rhat?: number;
  /** Monte Carlo standard errors of the draws of a fit or prediction, see `monte-carlo-error.ts`. */
  readonly mcseSd?: number;
  readonly mcseQ5?: number;
  readonly mcseQ50?: number;
  readonly mcseQ95?: number;
  /** Draws that are NaN or infinite. */
  readonly nonFinite: number;
}

/**
 * Summary of at least one independent draw. NaN among the draws makes every figure NaN. Infinite draws keep their
 * place in the quantiles, make the mean infinite (NaN where both signs occur) and the sd NaN.
 *
 * @param ascending the draws, as a typed array sorts them
 */
export function summarise(
  values: Float64Array,
  ascending: Float64Array = values.slice().sort(),
): Summary {
  if (values.length === 0) throw new RangeError('there are no draws to summarise');
  let nonFinite = 0;
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) nonFinite++;
  const mean = nonFinite > 0 ? sumOfInfinite(values) : stableMean(values);
  const sd = standardDeviation(values, mean);
  // typed arrays sort NaN to the end
  const quantiles = Number.isNaN(ascending[ascending.length - 1])
    ? [Number.NaN, Number.NaN, Number.NaN]
    : [0.05, 0.5, 0.95].map((p) => quantile(ascending, p));
  const [q5, q50, q95] = quantiles;
  return { mean, sd, q5, q50, q95, mcseMean: sd / Math.sqrt(values.length), nonFinite };
}

/** The quantile of ascending values by linear interpolation: type 7 of Hyndman and Fan (1996), R's default. */
export function quantile(ascending: Float64Array, probability: number): number {
  const place = (ascending.length - 1) * probability;
  const below = Math.floor(place);
  const share = place - below;
  const low = ascending[below];
  if (share === 0 || low === ascending[below + 1]) return low;
  return (1 - share) * low + share * ascending[below + 1];
}

/** Infinite, or NaN where both signs or a NaN occur. */
function sumOfInfinite(values: Float64Array): number {
  return values.filter((x) => !Number.isFinite(x)).reduce((sum, x) => sum + x, 0);
}

/** The running mean (Welford 1962), corrected by the mean of what it leaves: a common offset costs no digits. */
function stableMean(values: Float64Array): number {
  let mean = 0;
  for (let k = 0; k < values.length; k++) mean += values[k] / (k + 1) - mean / (k + 1);
  let rest = 0;
  for (let k = 0; k < values.length; k++) rest += (values[k] - mean) / values.length;
  return mean + rest;
}

/** Deviations are taken relative to the largest, so that squares neither overflow nor vanish. */
function standardDeviation(values: Float64Array, mean: number): number {
  if (values.length < 2 || !Number.isFinite(mean)) return Number.NaN;
  let largest = 0;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k] - mean));
  if (largest === 0) return 0;
  let squares = 0;
  for (let k = 0; k < values.length; k++) squares += ((values[k] - mean) / largest) ** 2;
  return largest * Math.sqrt(squares / (values.length - 1));
}

/**
 * Monte Carlo standard errors of figures of draws from their effective sample sizes, for Markov chains as R's
 * `posterior` computes them (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, section 4.3).
 */
import { logBetaI } from '../numerics/index.ts';

/** The effective sample size of the mean of such numbers, one a draw. */
export type EffectiveSize = (values: Float64Array) => number;

/**
 * Of independent draws: their number; of resampled ones so many independent draws whose mean is as uncertain.
 *
 * @param factors what the squared deviation of each draw counts in the squared error of a mean: 1 unless given
 */
export function effectiveSizeOf(factors: Float64Array | undefined): EffectiveSize {
  if (factors === undefined) return (values) => values.length;
  return (values) => {
    const mean = meanOf(values);
    const largest = values.reduce((top, x) => Math.max(top, Math.abs(x - mean)), 0);
    if (largest === 0) return values.length;
    let plain = 0;
    let counted = 0;
    values.forEach((value, k) => {
      const square = ((value - mean) / largest) ** 2;
      plain += square;
      counted += factors[k] * square;
    });
    return values.length * (plain / counted);
  };
}

/** Of the mean: sd / √ESS. NaN where undefined. */
export function mcseMean(values: Float64Array, sd: number, sizeOf: EffectiveSize): number {
  return sd / Math.sqrt(sizeOf(values));
}

/** Of the sd, by the delta method from the variance of squared deviations. NaN where undefined. */
export function mcseSd(values: Float64Array, sizeOf: EffectiveSize): number {
  const centre = meanOf(values);
  const squares = new Float64Array(values.length);
  let fourths = 0;
  for (let k = 0; k < values.length; k++) {
    squares[k] = (values[k] - centre) ** 2;
    fourths += squares[k] ** 2;
  }
  const variance = meanOf(squares);
  return Math.sqrt((fourths / values.length - variance ** 2) / sizeOf(squares) / variance / 4);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** Normal probabilities of one standard error below and above, as in `posterior`. */
const oneErrorAround = [0.1586553, 0.8413447] as const;

/** Places in ascending draws, from 0. */
interface Between {
  readonly from: number;
  readonly to: number;
}

/**
 * Of quantiles: half the distance of the draws between which one lies with the probability of one standard error, its
 * rank following Beta(ESS p + 1, ESS (1 − p) + 1). NaN where undefined. What follows from the effective sample size alone
 * is remembered: of independent draws that is the same for every element of a table.
 */
export class QuantileErrors {
  private readonly known = new Map<
    number,
    Between & { readonly ess: number; readonly count: number }
  >();

  /**
   * @param ascending all draws
   * @param ess of the quantile
   */
  of(ascending: Float64Array, probability: number, ess: number): number {
    if (Number.isNaN(ess)) return Number.NaN;
    const count = ascending.length;
    let between = this.known.get(probability);
    if (between?.ess !== ess || between.count !== count) {
      between = { ess, count, ...placesAround(probability, ess, count) };
      this.known.set(probability, between);
    }
    return (ascending[between.to] - ascending[between.from]) / 2;
  }
}

function placesAround(probability: number, ess: number, count: number): Between {
  const [below, above] = oneErrorAround;
  const rank = (p: number, round: (x: number) => number): number =>
    betaRank(p, ess * probability + 1, ess * (1 - probability) + 1, (x) => round(x * count));
  return {
    from: Math.max(rank(below, Math.floor), 1) - 1,
    to: Math.min(rank(above, Math.ceil), count) - 1,
  };
}

/** The rank of a quantile of a beta distribution, by bisection as far as it takes, to the last digit between two ranks. */
function betaRank(
  probability: number,
  a: number,
  b: number,
  rankOf: (x: number) => number,
): number {
  const target = Math.log(probability);
  let [low, high] = [0, 1];
  while (rankOf(low) !== rankOf(high)) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return rankOf(middle);
    if (logBetaI(a, b, middle) < target) low = middle;
    else high = middle;
  }
  return rankOf(low);
}

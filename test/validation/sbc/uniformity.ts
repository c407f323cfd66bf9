import { logBetaI, logGammaQ } from '../../../src/numerics/index.ts';
import { Random } from '../../../src/random/random.ts';

const BINS = 20;
/** Uniform samples with which the distance of a sample from the uniform distribution is compared. */
const SIMULATIONS = 50_000;

export interface Uniformity {
  /** Of Pearson's statistic of 20 bins: whether any range of ranks has too many or too few. */
  readonly chiSquareP: number;
  /** Of the distribution function, compared at all ranks at once: shifts and tails, of which bins see less. */
  readonly distributionP: number;
  /** The largest difference from the distribution function of the uniform, and where in (0, 1). */
  readonly largest: number;
  readonly at: number;
}

/** Whether ranks from 0 to `size` − 1 look uniform; `size` is a multiple of 20. */
export function uniformityOf(ranks: readonly number[], reference: UniformSamples): Uniformity {
  const { size } = reference;
  const counts = new Array<number>(BINS).fill(0);
  for (const rank of ranks) counts[Math.floor((rank * BINS) / size)]++;
  const expected = ranks.length / BINS;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const below = cumulative(ranks, size);
  let largest = 0;
  let at = 0;
  for (let k = 0; k < size; k++) {
    const difference = below[k] / ranks.length - (k + 1) / size;
    if (Math.abs(difference) > Math.abs(largest)) [largest, at] = [difference, (k + 1) / size];
  }
  return {
    chiSquareP: Math.exp(logGammaQ((BINS - 1) / 2, statistic / 2)),
    distributionP: reference.pValue(below),
    largest,
    at,
  };
}

/** How many ranks lie at or below each of 0 … size − 1. */
function cumulative(ranks: ArrayLike<number>, size: number): Int32Array {
  const below = new Int32Array(size);
  for (let k = 0; k < ranks.length; k++) below[ranks[k]]++;
  for (let k = 1; k < size; k++) below[k] += below[k - 1];
  return below;
}

/**
 * The simultaneous test of the distribution function of `count` ranks from 0 to `size` − 1 (Säilynoja, Bürkner and
 * Vehtari 2022, Statistics and Computing 32, section 2.2, by simulation): the smallest two-sided binomial tail
 * probability over all ranks, among those of uniform samples.
 */
export class UniformSamples {
  readonly size: number;
  private readonly count: number;
  /** By rank and number of ranks at or below: twice the smaller tail probability of the binomial distribution. */
  private readonly tails: readonly Float64Array[];
  /** Of the simulated samples, ascending. */
  private readonly smallest: Float64Array;

  constructor(count: number, size: number) {
    this.count = count;
    this.size = size;
    this.tails = Array.from({ length: size - 1 }, (_, k) => this.tailsAt((k + 1) / size));
    const random = Random.fromSeed(1);
    const ranks = new Int32Array(count);
    this.smallest = Float64Array.from({ length: SIMULATIONS }, () => {
      for (let k = 0; k < count; k++) ranks[k] = Math.floor(random.uniform() * size);
      return this.smallestTail(cumulative(ranks, size));
    }).sort();
  }

  /** The share of uniform samples that are at least as far from uniform, this one counted among them. */
  pValue(below: Int32Array): number {
    const own = this.smallestTail(below);
    const asFar = this.smallest.filter((tail) => tail <= own).length;
    return (1 + asFar) / (1 + SIMULATIONS);
  }

  private smallestTail(below: Int32Array): number {
    return this.tails.reduce((least, tail, k) => Math.min(least, tail[below[k]]), 1);
  }

  private tailsAt(probability: number): Float64Array {
    // P(X ≥ k) = I_p(k, n − k + 1)
    const atLeast = (k: number): number => {
      if (k <= 0) return 1;
      return k > this.count ? 0 : Math.exp(logBetaI(k, this.count - k + 1, probability));
    };
    return Float64Array.from(
      { length: this.count + 1 },
      (_, k) => 2 * Math.min(atLeast(k), 1 - atLeast(k + 1)),
    );
  }
}

/**
 * p-values of several tests made comparable with a level that holds for all of them together, in their order
 * (Holm 1979, Scandinavian Journal of Statistics 6:2): whatever their dependence, all hypotheses true, the smallest lies
 * below a level with at most that probability.
 */
export function adjustForMany(pValues: readonly number[]): number[] {
  const order = pValues.map((_, k) => k).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((k, place) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - place) * pValues[k]));
    adjusted[k] = largest;
  });
  return adjusted;
}

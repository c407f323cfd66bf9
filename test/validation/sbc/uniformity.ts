import { logBetaI, logGammaQ } from '../../../src/numerics/index.ts';
import { Random } from '../../../src/random/random.ts';

const BINS = 20;
/** A uniform sample leaves the band with this probability. */
export const LEVEL = 0.001;
const SIMULATIONS = 20_000;

export interface Uniformity {
  /** Of Pearson's statistic of 20 bins. */
  readonly chiSquareP: number;
  /** The distribution function of the ranks lies in the simultaneous band everywhere. */
  readonly isInBand: boolean;
  /** The largest difference from the distribution function of the uniform, and where in (0, 1). */
  readonly largest: number;
  readonly at: number;
}

/** Whether ranks from 0 to `size` − 1 look uniform; `size` is a multiple of 20. */
export function uniformityOf(ranks: readonly number[], band: Band): Uniformity {
  const { size } = band;
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
    isInBand: band.contains(below),
    largest,
    at,
  };
}

/** How many ranks lie at or below each of 0 … size − 1. */
function cumulative(ranks: readonly number[], size: number): Int32Array {
  const below = new Int32Array(size);
  for (const rank of ranks) below[rank]++;
  for (let k = 1; k < size; k++) below[k] += below[k - 1];
  return below;
}

/**
 * The simultaneous band of the distribution function of `count` uniform ranks from 0 to `size` − 1 (Säilynoja, Bürkner
 * and Vehtari 2022, Statistics and Computing 32, section 2.2, by simulation): binomial intervals at each rank, as wide
 * as uniform samples need to stay within all of them but for a share `LEVEL`.
 */
export class Band {
  readonly size: number;
  private readonly count: number;
  /** By rank and number of ranks at or below: twice the smaller tail probability of the binomial distribution. */
  private readonly tails: readonly Float64Array[];
  private readonly least: number;

  constructor(count: number, size: number) {
    this.count = count;
    this.size = size;
    this.tails = Array.from({ length: size - 1 }, (_, k) => this.tailsAt((k + 1) / size));
    const random = Random.fromSeed(1);
    const smallest = Float64Array.from({ length: SIMULATIONS }, () => {
      const ranks = Array.from({ length: count }, () => Math.floor(random.uniform() * size));
      return this.smallestTail(cumulative(ranks, size));
    });
    this.least = smallest.sort()[Math.floor(LEVEL * SIMULATIONS)];
  }

  contains(below: Int32Array): boolean {
    return this.smallestTail(below) >= this.least;
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

/** How well predictions agree with what came: coverage of intervals, and reliability of probabilities. */

import type { Random } from '../random/random.ts';

/**
 * Of each observation the share of its predicted draws below it, with a random part of those equal to it (Czado, Gneiting
 * and Held 2009), so that ranks are uniform where predictions are right, also those of counts. NaN where nothing was
 * observed.
 *
 * @param replicated row-major, replications × observations
 */
export function predictiveRanks(
  observed: Float64Array,
  replicated: Float64Array,
  random: Random,
): Float64Array {
  const size = observed.length;
  const count = replicated.length / size;
  return observed.map((value, cell) => {
    if (Number.isNaN(value)) return Number.NaN;
    let below = 0;
    let equal = 0;
    for (let draw = 0; draw < count; draw++) {
      const replication = replicated[draw * size + cell];
      if (Number.isNaN(replication)) return Number.NaN;
      if (replication < value) below++;
      else if (replication === value) equal++;
    }
    return (below + equal * random.uniform()) / count;
  });
}

/** The share of observations inside central predictive intervals of a probability. */
export interface Coverage {
  readonly level: number;
  readonly share: number;
}

/** Coverage at levels from 0.05 to 0.95, from the ranks of the observations in their predictions. */
export function intervalCoverage(ranks: Float64Array): Coverage[] {
  const known = ranks.filter((rank) => !Number.isNaN(rank));
  return Array.from({ length: 19 }, (_, k) => {
    const level = (k + 1) / 20;
    const inside = known.filter((rank) => Math.abs(rank - 0.5) <= level / 2).length;
    return { level, share: inside / known.length };
  });
}

/** Observations of similar predicted probability. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean of the predicted probabilities. */
  readonly predicted: number;
  /** The share of ones. */
  readonly observed: number;
  /** Within which the share lies with probability 0.9 if the predictions are right (a normal approximation, cut at 0 and 1). */
  readonly low: number;
  readonly high: number;
}

/**
 * Probabilities of binary observations beside the shares that came, in bins of equally many observations (as Dimitriadis,
 * Gneiting and Jordan 2021 advise against bins of equal width, which may be empty).
 *
 * @param observed 0, 1, or NaN
 * @param probabilities of 1
 */
export function reliability(
  observed: Float64Array,
  probabilities: Float64Array,
  mostBins = 10,
): ReliabilityBin[] {
  const order = [...observed.keys()]
    .filter((k) => !Number.isNaN(observed[k]))
    .sort((a, b) => probabilities[a] - probabilities[b]);
  // at least ten in a bin, where there are so many
  const bins = Math.max(1, Math.min(mostBins, Math.floor(order.length / 10)));
  return Array.from({ length: order.length === 0 ? 0 : bins }, (_, bin) => {
    const from = Math.floor((bin * order.length) / bins);
    const members = order.slice(from, Math.floor(((bin + 1) * order.length) / bins));
    const count = members.length;
    const mean = (values: Float64Array): number =>
      members.reduce((sum, k) => sum + values[k], 0) / count;
    const predicted = mean(probabilities);
    const variance = members.reduce((sum, k) => sum + probabilities[k] * (1 - probabilities[k]), 0);
    const half = (NORMAL_QUANTILE_95 * Math.sqrt(variance)) / count;
    return {
      count,
      predicted,
      observed: mean(observed),
      low: Math.max(0, predicted - half),
      high: Math.min(1, predicted + half),
    };
  });
}

const NORMAL_QUANTILE_95 = 1.6448536269514722;

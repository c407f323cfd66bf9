import { ranksOf } from '../numerics/ranks.ts';

/** How many draws of each chain fall into each of `bins` equal parts of the ranks of all: alike where chains mix. */
export function rankCounts(values: Float64Array, chains: number, bins: number): Float64Array[] {
  const ranks = ranksOf(values);
  const length = values.length / chains;
  return Array.from({ length: chains }, (_, chain) => {
    const counts = new Float64Array(bins);
    for (const rank of ranks.subarray(chain * length, (chain + 1) * length))
      counts[Math.min(bins - 1, Math.floor(((rank - 0.5) * bins) / values.length))]++;
    return counts;
  });
}

/** Ranks from 1, of equal values their mean: the order in which values stand among all. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, k) => k).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** The rank correlation of Spearman (1904), from ranks; NaN where one side is constant. */
export function correlationOfRanks(one: Float64Array, other: Float64Array): number {
  const middle = (one.length + 1) / 2;
  let product = 0;
  let squaresOfOne = 0;
  let squaresOfOther = 0;
  for (let k = 0; k < one.length; k++) {
    const [a, b] = [one[k] - middle, other[k] - middle];
    product += a * b;
    squaresOfOne += a * a;
    squaresOfOther += b * b;
  }
  return product / Math.sqrt(squaresOfOne * squaresOfOther);
}

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

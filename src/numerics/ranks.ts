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

/** Ranks from 1, of equal values their mean: the order in which values stand among all. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

const digitBits = 11;
const digits = 2 ** digitBits;

/**
 * The positions of the values in ascending order: −0 before 0, NaN after all others, equal ones in the order of their
 * positions. A radix sort of the upper halves of their bits (Knuth, The Art of Computer Programming, volume 3, section
 * 5.2.5), after which few values are left that only the lower halves tell apart.
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const count = values.length;
  const { low, high } = sortingWords(values);
  // how often each digit occurs in each of the three places
  const places = new Uint32Array(3 * digits);
  for (let k = 0; k < count; k++) {
    const word = high[k];
    places[word & (digits - 1)]++;
    places[digits + ((word >>> digitBits) & (digits - 1))]++;
    places[2 * digits + (word >>> (2 * digitBits))]++;
  }
  let order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[k] = k;
  let next = new Uint32Array(count);
  for (let place = 0; place < 3; place++) {
    const first = place * digits;
    let before = 0;
    for (let at = first; at < first + digits; at++) {
      const here = places[at];
      places[at] = before;
      before += here;
    }
    const shift = place * digitBits;
    for (let k = 0; k < count; k++) {
      const position = order[k];
      next[places[first + ((high[position] >>> shift) & (digits - 1))]++] = position;
    }
    [order, next] = [next, order];
  }
  sortTies(order, high, low);
  return order;
}

/** Puts the positions of equal upper words into the order of the lower ones. */
function sortTies(order: Uint32Array, high: Uint32Array, low: Uint32Array): void {
  for (let from = 0, to = 1; from < order.length; from = to++) {
    let isSorted = true;
    while (to < order.length && high[order[to]] === high[order[from]]) {
      if (low[order[to]] < low[order[to - 1]]) isSorted = false;
      to++;
    }
    if (!isSorted) order.subarray(from, to).sort((a, b) => low[a] - low[b] || a - b);
  }
}

/** The lower and the upper words of whole numbers that stand in the order of the values. */
function sortingWords(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const count = values.length;
  // little-endian wherever WebAssembly runs
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    const upper = words[2 * k + 1];
    const isUndefined = Number.isNaN(values[k]);
    // a negative number is the larger the smaller its bits are
    const flips = upper >>> 31 === 1 ? ~0 : 0;
    low[k] = isUndefined ? 0 : words[2 * k] ^ flips;
    high[k] = isUndefined ? ~0 : upper ^ (flips | (1 << 31));
  }
  return { low, high };
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

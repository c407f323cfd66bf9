/** Ranks from 1, of equal values their mean: the order in which values stand among all. */
export function ranksOf(values: Float64Array, order = ascendingOrder(values)): Float64Array {
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
/** Where the digits of a word of 32 bits begin. */
const shifts = [0, digitBits, 2 * digitBits];

/**
 * The positions of the values in ascending order: −0 before 0, NaN after all others, equal ones in the order of their
 * positions. A radix sort of their bits (Knuth, The Art of Computer Programming, volume 3, section 5.2.5).
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const count = values.length;
  const [low, high] = sortingWords(values);
  let order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[k] = k;
  let next = new Uint32Array(count);
  const places = new Uint32Array(digits);
  for (const word of [low, high]) {
    for (const shift of shifts) {
      places.fill(0);
      for (let k = 0; k < count; k++) places[(word[k] >>> shift) & (digits - 1)]++;
      let before = 0;
      for (let digit = 0; digit < digits; digit++) {
        const here = places[digit];
        places[digit] = before;
        before += here;
      }
      for (let k = 0; k < count; k++) {
        const position = order[k];
        next[places[(word[position] >>> shift) & (digits - 1)]++] = position;
      }
      [order, next] = [next, order];
    }
  }
  return order;
}

/** The low and the high words of whole numbers that stand in the order of the values. */
function sortingWords(values: Float64Array): [Uint32Array, Uint32Array] {
  const count = values.length;
  // little-endian wherever WebAssembly runs
  const words = new Uint32Array(values.slice().buffer);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    const isUndefined = Number.isNaN(values[k]);
    // a negative number is the larger the smaller its bits are
    const isNegative = words[2 * k + 1] >>> 31 === 1;
    const flips = isNegative ? ~0 : 0;
    low[k] = isUndefined ? 0 : words[2 * k] ^ flips;
    high[k] = isUndefined ? ~0 : words[2 * k + 1] ^ (flips | (1 << 31));
  }
  return [low, high];
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

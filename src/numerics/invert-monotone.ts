/** The smallest number at which a condition holds that stays true once it is true. */

const bits = new BigInt64Array(1);
const number = new Float64Array(bits.buffer);

/** Doubles by their order: of neighbours the ranks differ by 1. */
function rankOf(x: number): bigint {
  number[0] = x;
  return bits[0] >= 0n ? bits[0] : -(bits[0] & 0x7fffffffffffffffn);
}

function ofRank(rank: bigint): number {
  bits[0] = rank >= 0n ? rank : -rank | -0x8000000000000000n;
  return number[0];
}

/**
 * By halving the doubles between the largest two, so that each is found in 64 steps whatever its size;
 * ∞ where the condition holds nowhere.
 */
export function smallestWhere(holds: (x: number) => boolean): number {
  let low = rankOf(-Infinity);
  let high = rankOf(Infinity);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (holds(ofRank(middle))) high = middle;
    else low = middle;
  }
  return ofRank(high);
}

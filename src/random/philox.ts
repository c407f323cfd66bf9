/**
 * Philox4x32-10: a bijection of 128-bit counters, chosen by a 64-bit key, whose outputs are random.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC11 (2011).
 */

export const MULTIPLIER_0 = 0xd2511f53;
export const MULTIPLIER_1 = 0xcd9e8d57;
export const KEY_STEP_0 = 0x9e3779b9;
export const KEY_STEP_1 = 0xbb67ae85;
export const ROUNDS = 10;

const TWO_TO_MINUS_32 = 2 ** -32;

/**
 * The upper 32 bits of the 64-bit product of two unsigned words, whose lower ones are known: what is left without these
 * is a multiple of 2³², from which its value in float64 is less than 2¹² away.
 */
function upperWord(a: number, b: number, low: number): number {
  return ((a * (b >>> 0) - (low >>> 0)) * TWO_TO_MINUS_32 + 0.5) >>> 0;
}

/** Writes the four words that belong to a counter of four words and a key of two into `output`. */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  key0: number,
  key1: number,
  output: Uint32Array,
): void {
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = Math.imul(MULTIPLIER_0, x0);
    const high0 = upperWord(MULTIPLIER_0, x0, low0);
    const low1 = Math.imul(MULTIPLIER_1, x2);
    const high1 = upperWord(MULTIPLIER_1, x2, low1);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = (k0 + KEY_STEP_0) | 0;
    k1 = (k1 + KEY_STEP_1) | 0;
  }
  output[0] = x0;
  output[1] = x1;
  output[2] = x2;
  output[3] = x3;
}

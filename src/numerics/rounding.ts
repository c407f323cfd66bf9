/** Remainders and rounding to whole numbers, exact up to the last rounding. */

/**
 * a − b ⌊a/b⌋: the remainder with the sign of the divisor. A zero remainder carries the sign of b;
 * b = 0 or a = ±∞ gives NaN; a finite a modulo ±∞ is a where the signs agree, else b.
 */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 === b < 0 ? remainder : remainder + b;
}

/** The nearest integer, halves away from zero; ±∞ and −0 stay. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

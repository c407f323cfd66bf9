/**
 * Combinations of exp and log that lose digits, overflow or turn NaN when written out. Bounds are
 * relative to the true value and hold over the whole domain unless said; infinities give their
 * limits.
 */

/** log(1 − eˣ) for x ≤ 0; −∞ at 0, NaN above. Within 1e-15. Source: Mächler (2012), eq. 7. */
export function log1mExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** log(1 + eˣ), within 1e-15. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** 1 / (1 + e⁻ˣ), within 1e-15. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/**
 * log(eᵃ + eᵇ), within 1e-15 of the value plus 1e-16 absolute (the value crosses 0). Both −∞ give
 * −∞, any +∞ gives +∞.
 */
export function logAddExp(a: number, b: number): number {
  if (a === b) return a + Math.LN2;
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** log Σ exp over all values; −inf of none. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
}

/** x · log y; 0 wherever x is 0, whatever y is. Within 1e-15. */
export function xlogy(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}

/** x · log(1 + y); 0 wherever x is 0, whatever y is. Within 1e-15. */
export function xlog1py(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log1p(y);
}

/**
 * log(1 + x) − x for x ≥ −1, within 1e-15.
 *
 * Near 0 with r = x/(2 + x), log(1 + x) = 2 artanh r and 2r − x = −rx, so the value is
 * r (2r² Σ r²ᵏ/(2k + 3) − x): no cancellation (DLMF 4.6.4 for the series of artanh).
 */
export function log1pMinus(x: number): number {
  if (!(x > -0.6 && x < 1)) {
    return x === Infinity ? -Infinity : Math.log1p(x) - x;
  }
  const r = x / (2 + x);
  const square = r * r;
  let power = 1;
  let sum = 1 / 3;
  for (let odd = 5; power > 1e-17; odd += 2) {
    power *= square;
    sum += power / odd;
  }
  return r * (2 * square * sum - x);
}

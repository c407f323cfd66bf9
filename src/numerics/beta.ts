/** Logarithms of the beta function and of binomial coefficients. */
import {
  LOG_SQRT_TWO_PI,
  lgamma,
  lgamma1p,
  stirlingError,
  stirlingErrorIncrement,
} from './gamma.ts';

/** Above this Stirling's series converges to full precision. */
const LARGE = 10;

/**
 * log Γ(x + a) − log Γ(x) for a ≥ 0, x > 0, without cancellation for large x or small a. Within
 * 2e-15 absolute plus relative; for small a within 1e-14 a (1 + |log x| + 1/x).
 */
export function lgammaIncrement(x: number, a: number): number {
  if (x < LARGE && a >= x) return lgamma(x + a) - lgamma(x);
  let shifted = x;
  let below = 0;
  while (shifted < LARGE) {
    below += Math.log1p(a / shifted);
    shifted += 1;
  }
  // Stirling for both (DiDonato and Morris, ACM TOMS 18 (1992), 360-373, function ALGDIV)
  return (
    (shifted + a - 0.5) * Math.log1p(a / shifted) +
    a * (Math.log(shifted) - 1) +
    stirlingErrorIncrement(shifted, a) -
    below
  );
}

/**
 * log B(a, b) = log Γ(a) Γ(b) / Γ(a + b), within 2e-15 absolute plus relative for a, b ≥ 0. A zero
 * argument gives +∞, an infinite one −∞, both of them or a negative argument NaN.
 */
export function lbeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (!(small >= 0)) return Number.NaN;
  if (large === Infinity) return small === 0 ? Number.NaN : -Infinity;
  if (small === 0) return Infinity;
  if (small < LARGE) return lgamma(small) - lgammaIncrement(large, small);
  // Stirling for all three, the leading terms joined (DiDonato and Morris, function BETALN)
  const ratio = small / large;
  const corrections = stirlingError(small) + stirlingError(large) - stirlingError(small + large);
  return (
    LOG_SQRT_TWO_PI -
    0.5 * Math.log(large) +
    (small - 0.5) * (Math.log(ratio) - Math.log1p(ratio)) -
    large * Math.log1p(ratio) +
    corrections
  );
}

/**
 * log of n choose k for real 0 ≤ k ≤ n, within 2e-15 absolute plus relative. −∞ for k < 0 or
 * k > n, where there is nothing to choose; NaN for n < 0.
 */
export function lchoose(n: number, k: number): number {
  if (!(n >= 0) || Number.isNaN(k)) return Number.NaN;
  if (k < 0 || k > n) return -Infinity;
  const small = Math.min(k, n - k);
  if (small === 0) return 0;
  const large = n - small;
  if (small < LARGE) return lgammaIncrement(large + 1, small) - lgamma1p(small);
  return -Math.log(small) - lbeta(small, large + 1);
}

/** The logarithm of the gamma function and its Stirling series. */
import { log1pMinus } from './exponentials.ts';
import { polynomial } from './polynomial.ts';
import { sinPi } from './trigonometric.ts';

export const LOG_SQRT_TWO_PI = 0.9189385332046728;

/** (−1)ᵏ (ζ(k) − 1)/k from k = 2: Taylor coefficients of log Γ at 2 beyond the first, DLMF 5.7.3. */
const TAYLOR_AT_TWO = [
  0.42278433509846713, 0.3224670334241132, -0.0673523010531981, 0.020580808427784546,
  -0.007385551028673986, 0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425,
  -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5, 2.050721277567069e-5,
  -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8,
  -2.2711094608943164e-8, 1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9,
  -1.1921401405860912e-9, 5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10,
];

/** B₂ₖ / (2k (2k − 1)) from k = 1: Stirling's series, DLMF 5.11.1. */
export const STIRLING_SERIES = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
];

/** log Γ(2 + z) for |z| ≤ ½. */
function logGammaAtTwo(z: number): number {
  return z * polynomial(TAYLOR_AT_TWO, z);
}

/** log Γ(1 + z) for −½ ≤ z, relative accuracy kept near its zeros z = 0 and z = 1. Within 1e-15. */
export function lgamma1p(z: number): number {
  if (z > 1.5) return lgamma(1 + z);
  return z > 0.5 ? logGammaAtTwo(z - 1) : logGammaAtTwo(z) - Math.log1p(z);
}

/**
 * log |Γ(x)|, within 1e-15 of the value for x > −½, its zeros 1 and 2 included, and within
 * 1e-15 (1 + |x log |x||) absolute for x ≤ −½ (where every unit interval has two more zeros). The
 * poles 0, −1, −2, … and ±∞ give +∞.
 */
export function lgamma(x: number): number {
  if (x >= 10) {
    return x === Infinity
      ? Infinity
      : (x - 0.5) * (Math.log(x) - 1) - 0.5 + LOG_SQRT_TWO_PI + stirlingSeries(x);
  }
  if (x >= 1.5) {
    let product = 1;
    let y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    return Math.log(product) + logGammaAtTwo(y - 2);
  }
  if (x >= 0.5) return lgamma1p(x - 1);
  if (x > -0.5) return lgamma1p(x) - Math.log(Math.abs(x));
  if (Number.isNaN(x)) return Number.NaN;
  if (Number.isInteger(x) || x === -Infinity) return Infinity;
  // Γ(x) Γ(−x) = −π / (x sin πx), DLMF 5.5.3
  return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x);
}

function stirlingSeries(x: number): number {
  return polynomial(STIRLING_SERIES, 1 / (x * x)) / x;
}

/**
 * log Γ(x) − ((x − ½) log x − x + ½ log 2π) for x > 0: what Stirling's formula leaves out. Within
 * 4e-15 of the value.
 */
export function stirlingError(x: number): number {
  if (x < 0.5) return lgamma(x) - (x - 0.5) * Math.log(x) + x - LOG_SQRT_TWO_PI;
  // the value at x less that at x + 1 is (x + ½) log(1 + 1/x) − 1
  let shifted = x;
  let sum = 0;
  while (shifted < 10) {
    sum += (shifted + 0.5) * log1pMinus(1 / shifted) + 0.5 / shifted;
    shifted += 1;
  }
  return sum + stirlingSeries(shifted);
}

/**
 * stirlingError(x + a) − stirlingError(x) for x ≥ 10 and a ≥ 0, relative accuracy kept for small a:
 * the polynomial in 1/x² differs by its divided difference, which Horner's rule gives along.
 */
export function stirlingErrorIncrement(x: number, a: number): number {
  const near = 1 / x;
  const far = 1 / (x + a);
  const step = -a * near * far;
  let value = 0;
  let dividedDifference = 0;
  for (let k = STIRLING_SERIES.length - 1; k >= 0; k--) {
    dividedDifference = dividedDifference * near * near + value;
    value = value * far * far + STIRLING_SERIES[k];
  }
  return step * (value + near * (near + far) * dividedDifference);
}

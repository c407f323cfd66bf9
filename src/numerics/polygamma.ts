/** Derivatives of log Γ: digamma, trigamma and the rest. */
import { lgamma } from './gamma.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import { once } from './once.ts';
import { polynomial } from './polynomial.ts';
import { cotPi } from './trigonometric.ts';

/** The positive zero of digamma, as a sum of two numbers. */
export const DIGAMMA_ZERO = 1.4616321449683622;
export const DIGAMMA_ZERO_REST = 9.549995429965697e-17;
/** ψ⁽ᵏ⁾(zero)/k! from k = 1, by mpmath with 50 digits. */
const DIGAMMA_AT_ZERO = [
  0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.16394270544240652,
  0.10782405069126237, -0.07219956125645471, 0.04880428816414311, -0.03316112647484736,
  0.022597648232218104, -0.01542476590494896, 0.010538791616612175, -0.007204534386356869,
  0.004926781395729853, -0.003369801655439328, 0.002305126326734928, -0.0015769367714301972,
  0.0010788252019162967, -0.0007380709389960052, 0.000504953265834602, -0.0003454680251063077,
];
/** B₂ₖ/2k from k = 1, DLMF 5.11.2. */
export const DIGAMMA_SERIES = [
  1 / 12,
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32760,
  1 / 12,
  -3617 / 8160,
];
/** B₂ⱼ/(2j)! from j = 1, for the Euler-Maclaurin formula. */
const EULER_MACLAURIN = [
  0.08333333333333333, -0.001388888888888889, 3.306878306878307e-5, -8.267195767195768e-7,
  2.08767569878681e-8, -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
  8.586062056277845e-15, -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812522e-19,
];

function digammaOfPositive(x: number): number {
  if (Math.abs(x - DIGAMMA_ZERO) < 0.2) {
    const distance = x - DIGAMMA_ZERO - DIGAMMA_ZERO_REST;
    return distance * polynomial(DIGAMMA_AT_ZERO, distance);
  }
  let shifted = x;
  let sum = 0;
  while (shifted < 10) {
    sum += 1 / shifted;
    shifted += 1;
  }
  const inverseSquare = 1 / (shifted * shifted);
  const series = inverseSquare * polynomial(DIGAMMA_SERIES, inverseSquare);
  return Math.log(shifted) - 0.5 / shifted - series - sum;
}

/**
 * xˢ⁻¹ ζ(s, x), the scaled Hurwitz zeta function, for x > 0 and whole s ≥ 2: the first terms one by
 * one, the rest by the Euler-Maclaurin formula (DLMF 25.11.5 with the Bernoulli terms summed).
 */
function scaledHurwitzZeta(s: number, x: number): number {
  let sum = 0;
  let shifted = x;
  while (shifted < 10 + s / 2) {
    sum += (x / shifted) ** s / x;
    shifted += 1;
  }
  let rest = shifted / (s - 1) + 0.5;
  let rising = s / shifted;
  for (let j = 0; j < EULER_MACLAURIN.length; j++) {
    rest += EULER_MACLAURIN[j] * rising;
    rising *= ((s + 2 * j + 1) / shifted) * ((s + 2 * j + 2) / shifted);
  }
  return sum + ((x / shifted) ** s / x) * rest;
}

/** n! ζ(n + 1, x) = |ψ⁽ⁿ⁾(x)| for n ≥ 1 and x > 0. */
function polygammaMagnitude(n: number, x: number): number {
  if (x === 0) return Infinity;
  if (x === Infinity) return 0;
  if (n > 170) return Math.exp(lgamma(n + 1) - n * Math.log(x)) * scaledHurwitzZeta(n + 1, x);
  let magnitude = scaledHurwitzZeta(n + 1, x);
  for (let j = 1; j <= n; j++) magnitude *= j / x;
  return magnitude;
}

/**
 * The n-th derivative of cot at the angle whose cotangent is given, divided by n!. With
 * d cot = −(1 + cot²), it is a polynomial in cot whose coefficients share one sign, so nothing
 * cancels.
 */
function cotangentTaylorCoefficient(n: number, cotangent: number): number {
  let coefficients = [0, 1];
  for (let order = 1; order <= n; order++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let k = 1; k < coefficients.length; k++) {
      const derivative = (-k * coefficients[k]) / order;
      next[k - 1] += derivative;
      next[k + 1] += derivative;
    }
    coefficients = next;
  }
  return polynomial(coefficients, cotangent);
}

/**
 * ψ⁽ⁿ⁾(x), the (n + 1)-th derivative of log Γ, for whole n ≥ 0 and real x; n = 0 is digamma, 1
 * trigamma.
 *
 * For x > 0 within 2e-15 (1 + n/4) of the value, within 1e-12 for n > 170. For x < 0 that bound is
 * relative to the larger of the two parts of the reflection formula (there are zeros between
 * poles). At the poles 0, −1, −2, …: +∞ for odd n, where both sides agree; for even n NaN, but ∓∞
 * at ±0, the limit from that side. ψ⁽ⁿ⁾(+∞) is 0, or +∞ for digamma; −∞ gives NaN. An order that
 * is negative or not whole gives NaN.
 */
export function polygamma(order: number, x: number): number {
  if (!(Number.isInteger(order) && order >= 0) || Number.isNaN(x) || x === -Infinity) {
    return Number.NaN;
  }
  const odd = order % 2 === 1;
  if (x <= 0 && Number.isInteger(x)) {
    if (odd) return Infinity;
    if (x < 0) return Number.NaN;
    return Object.is(x, -0) ? Infinity : -Infinity;
  }
  if (x > 0) {
    if (order === 0) return x === Infinity ? Infinity : digammaOfPositive(x);
    const magnitude = polygammaMagnitude(order, x);
    return odd ? magnitude : -magnitude;
  }
  return reflected(order, x);
}

/** (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − ψ⁽ⁿ⁾(x) = π dⁿ cot(πx)/dxⁿ, DLMF 5.15.6. */
function reflected(order: number, x: number): number {
  if (order === 0) return digammaOfPositive(1 - x) - Math.PI * cotPi(x);
  let fromCotangent = -Math.PI * cotangentTaylorCoefficient(order, cotPi(x));
  for (let j = 1; j <= order; j++) fromCotangent *= Math.PI * j;
  return fromCotangent - polygammaMagnitude(order, 1 - x);
}

/** An interval up to an eighth of the distance to the pole: five nodes leave less than 1e-15. */
const short = once(() => gaussLegendre(5));

/**
 * ψ⁽ⁿ⁾(x + d) − ψ⁽ⁿ⁾(x) for x > 0 and d ≥ 0, without cancellation for small d: within 1e-14 of the value
 * for n ≤ 1.
 */
export function polygammaIncrement(order: number, x: number, d: number): number {
  if (d > x / 8) return polygamma(order, x + d) - polygamma(order, x);
  const { nodes, weights } = short();
  let mean = 0;
  nodes.forEach((y, k) => {
    mean += weights[k] * polygamma(order + 1, x + d * y);
  });
  return d * mean;
}

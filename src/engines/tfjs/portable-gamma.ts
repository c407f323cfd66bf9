import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import type { PortableRule } from './portable.ts';
import { polynomial } from './portable-elementary.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * log Γ(x) / ((x − 1)(x − 2)) in powers of x − 7/4, within 8e-8 on 1 ≤ x ≤ 5/2: the interpolating
 * polynomial at the Chebyshev points, computed in 40 digits.
 */
const NEAR_ZEROS = [
  0.45013933705, -0.119481599864, 0.0445182372966, -0.0190527848193, 0.00880727460666,
  -0.00424259517695, 0.00194733530859, -0.000981946267475, 0.000821841714739, -0.000429982135141,
];

/** B₂ₖ / (2k (2k − 1)), Stirling's series in 1/x²: DLMF 5.11.1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188];

/** B₂, B₄, …: DLMF 24.2.1. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

/** The distance to the nearest integer, times π. */
function angleFromInteger(b: Builder, x: Node): Node {
  return b.multiply(b.subtract(x, b.round(x)), Math.PI);
}

/** log Γ(x) for x > 0. */
function logGammaOfPositive(b: Builder, x: Node): Node {
  const small = b.less(x, 1);
  // Γ(x) = Γ(x + 1) / x below 1; the factors that vanish at 1 and 2 are kept exact
  const shifted = b.minimum(b.where(small, b.add(x, 1), x), 2.5);
  const zeros = b.where(
    small,
    b.multiply(x, b.subtract(x, 1)),
    b.multiply(b.subtract(x, 1), b.subtract(x, 2)),
  );
  const series = polynomial(b, NEAR_ZEROS, b.subtract(shifted, 1.75));
  const near = b.multiply(zeros, series);
  const body = b.where(small, b.subtract(near, b.log(x)), near);

  const z = b.maximum(x, 2.5);
  const q = b.divide(1, z);
  const correction = b.multiply(q, polynomial(b, STIRLING, b.square(q)));
  const leading = b.multiply(b.subtract(z, 0.5), b.subtract(b.log(z), 1));
  const far = b.add(leading, b.add(correction, HALF_LOG_TWO_PI - 0.5));
  return b.where(b.less(x, 2.5), body, far);
}

/** log |Γ(x)|; below 0 by Γ(x) Γ(1 − x) = π / sin πx (DLMF 5.5.3). */
const lgamma: PortableRule = (b, [x]) => {
  const negative = b.less(x, 0);
  const positive = logGammaOfPositive(b, b.where(negative, b.subtract(1, x), x));
  const sine = b.abs(b.sin(angleFromInteger(b, x)));
  const reflected = b.subtract(Math.log(Math.PI), b.add(b.log(sine), positive));
  const value = b.where(negative, reflected, positive);
  return b.where(b.equal(b.abs(x), Infinity), Infinity, value);
};

/**
 * ψ⁽ⁿ⁾(x) for x > 0: n + 5 steps of the recurrence (DLMF 5.15.5), then the asymptotic series
 * (DLMF 5.11.2 and 5.15.8).
 */
function polygammaOfPositive(b: Builder, order: number, x: Node): Node {
  const steps = order + 5;
  const z = b.add(x, steps);
  const q = b.divide(1, z);
  const inverses = Array.from({ length: steps }, (_, k) => b.divide(1, b.add(x, k)));
  const recurrence = inverses
    .map((inverse) => powerOf(b, inverse, order + 1))
    .reduce((sum, term) => b.add(sum, term));
  if (order === 0) {
    // log z − 1/2z − Σ B₂ₖ / (2k z²ᵏ)
    const series = BERNOULLI.map((bernoulli, k) => -bernoulli / (2 * k + 2));
    const square = b.square(q);
    const tail = b.add(b.multiply(square, polynomial(b, series, square)), b.multiply(q, -0.5));
    return b.subtract(b.add(b.log(z), tail), recurrence);
  }
  // (n−1)!/zⁿ + n!/2zⁿ⁺¹ + Σ B₂ₖ (2k+n−1)! / ((2k)! zⁿ⁺²ᵏ), with the sign (−1)ⁿ⁺¹
  const series = BERNOULLI.map(
    (bernoulli, k) => (bernoulli * factorial(2 * k + 1 + order)) / factorial(2 * k + 2),
  );
  const square = b.square(q);
  const tail = b.add(
    b.add(factorial(order - 1), b.multiply(q, factorial(order) / 2)),
    b.multiply(square, polynomial(b, series, square)),
  );
  const value = b.add(
    b.multiply(powerOf(b, q, order), tail),
    b.multiply(recurrence, factorial(order)),
  );
  return order % 2 === 0 ? b.negate(value) : value;
}

/** Below 0, ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ/dxⁿ cot πx (DLMF 5.15.6). */
const polygamma: PortableRule = (b, [x], order) => {
  const negative = b.less(x, 0);
  const positive = polygammaOfPositive(b, order, b.where(negative, b.subtract(1, x), x));
  const cotangent = b.divide(1, b.tan(angleFromInteger(b, x)));
  const derivative = polynomial(b, cotangentDerivative(order), cotangent);
  const mirrored = order % 2 === 0 ? positive : b.negate(positive);
  return b.where(negative, b.subtract(mirrored, b.multiply(derivative, Math.PI)), positive);
};

/** dⁿ/dxⁿ cot πx as a polynomial in c = cot πx: each step is P ↦ −π (1 + c²) P′. */
function cotangentDerivative(order: number): number[] {
  let coefficients = [0, 1];
  for (let n = 0; n < order; n++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let k = 1; k < coefficients.length; k++) {
      next[k - 1] -= Math.PI * k * coefficients[k];
      next[k + 1] -= Math.PI * k * coefficients[k];
    }
    coefficients = next;
  }
  return coefficients;
}

function powerOf(b: Builder, x: Node, exponent: number): Node {
  let power = x;
  for (let n = 1; n < exponent; n++) power = b.multiply(power, x);
  return power;
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

export const gammaRules = { lgamma, polygamma };

/** The logarithm of the regularised incomplete beta function. */
import { lgammaIncrement } from './beta.ts';
import { log1mExp, log1pMinus } from './exponentials.ts';
import { LOG_SQRT_TWO_PI, lgamma1p, stirlingError } from './gamma.ts';

const PRECISION = 2.3e-16;

/**
 * log Iₓ(a, b) for 0 ≤ x ≤ 1 and a, b ≥ 0, for a, b up to 10⁵ within 1e-13 of the value, far tails
 * included; a value v near 0 within 1e-13 (1 + |log |v||) of itself. Time grows like √max(a, b).
 * Limits where a or b is 0 or infinite; NaN outside the domain and where a and b are both 0 or both
 * infinite.
 */
export function logBetaI(a: number, b: number, x: number): number {
  const inDomain = a >= 0 && b >= 0 && x >= 0 && x <= 1;
  if (!inDomain || (a === b && (a === 0 || a === Infinity))) return Number.NaN;
  if (x === 0) return a === 0 ? 0 : -Infinity;
  if (x === 1) return b === 0 ? -Infinity : 0;
  if (a === 0 || b === Infinity) return 0;
  if (b === 0 || a === Infinity) return -Infinity;
  const y = 1 - x;
  return x <= (a + 1) / (a + b + 2)
    ? logOfSmaller(a, b, x, y, Math.log(x), Math.log1p(-x))
    : log1mExp(logOfSmaller(b, a, y, x, Math.log1p(-x), Math.log(x)));
}

/** For x ≤ (a + 1)/(a + b + 2), about the mean; y = 1 − x. */
function logOfSmaller(
  a: number,
  b: number,
  x: number,
  y: number,
  logX: number,
  logY: number,
): number {
  return a < 1 ? logBySeries(a, b, x, logX) : logByFraction(a, b, x, y, logX, logY);
}

/**
 * I = xᵃ/(a B(a, b)) (1 + a Σ (1 − b)ₙ xⁿ/(n! (a + n))), DLMF 8.17.7, for a < 1, where bx ≤ 2 and
 * every term of the logarithm vanishes with a.
 */
function logBySeries(a: number, b: number, x: number, logX: number): number {
  let coefficient = 1;
  let sum = 0;
  let term = 1;
  for (let n = 1; Math.abs(term) > PRECISION * Math.abs(sum); n++) {
    coefficient *= ((n - b) / n) * x;
    term = coefficient / (a + n);
    sum += term;
  }
  return Math.min(0, a * logX - logScaledBeta(a, b) + Math.log1p(a * sum));
}

/** log of a B(a, b) where a or b is small, without cancellation where the other is large. */
function logScaledBeta(a: number, b: number): number {
  return a <= b
    ? lgamma1p(a) - lgammaIncrement(b, a)
    : Math.log(a / b) + lgamma1p(b) - lgammaIncrement(a, b);
}

/** log of xᵃ yᵇ / (a B(a, b)). */
function logPrefix(a: number, b: number, x: number, y: number, logX: number, logY: number): number {
  if (Math.min(a, b) < 2) return a * logX + b * logY - logScaledBeta(a, b);
  // with x₀ = a/(a + b), (x/x₀)ᵃ (y/y₀)ᵇ by log(1 + u) − u, whose linear terms cancel out
  const lambda = a * y - b * x;
  const power =
    a * logRatioMinus(-lambda / a, a, b, logX) + b * logRatioMinus(lambda / b, b, a, logY);
  const corrections = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  return power + 0.5 * Math.log(b / (a + b) / a) - LOG_SQRT_TWO_PI + corrections;
}

/** log(1 + u) − u for u = x (a + b)/a − 1. */
function logRatioMinus(u: number, a: number, b: number, logX: number): number {
  return Math.abs(u) < 0.5 ? log1pMinus(u) : logX + Math.log1p(b / a) - u;
}

/**
 * I = xᵃ yᵇ/B(a, b) · α₁/(β₁ + α₂/(β₂ + …)), the even part of DLMF 8.17.22 (DiDonato and Morris, ACM
 * TOMS 18 (1992), 360-373, equation 9),
 * by the modified Lentz method.
 */
function logByFraction(
  a: number,
  b: number,
  x: number,
  y: number,
  logX: number,
  logY: number,
): number {
  const lambda = a * y - b * x;
  let c = Infinity;
  let d = (a + 1) / (a * (lambda + 1));
  let value = a * d;
  for (let n = 1, change = 0; Math.abs(change - 1) > PRECISION; n++) {
    const twice = a + 2 * n;
    const numerator =
      ((a + n - 1) / (twice - 1)) * ((a + b + n - 1) / (twice - 1)) * n * (b - n) * x * x;
    const denominator =
      n + (n * (b - n) * x) / (twice - 1) + ((a + n) / (twice + 1)) * (lambda + 1 + n * (1 + y));
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    change = c * d;
    value *= change;
  }
  return logPrefix(a, b, x, y, logX, logY) + Math.log(value);
}

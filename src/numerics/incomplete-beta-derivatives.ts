/**
 * Derivatives of log Iₓ(a, b) in a and b.
 *
 * With T a beta variable, ∂ log I/∂a = E[log T | T < x] − ψ(a) + ψ(a + b), ∂ log I/∂b = E[log(1 − T) | T < x] −
 * ψ(b) + ψ(a + b), and the second derivatives are the conditional variances and covariance less those of T
 * unconditioned. Below the mean none of the differences cancels; above it I(a, b; x) = 1 − I(b, a; 1 − x).
 */
import { logBetaI } from './incomplete-beta.ts';
import { polygamma, polygammaIncrement } from './polygamma.ts';
import { reachOf, reachOfRate, tailMoments } from './tail-moments.ts';

const PRECISION = 2.3e-16;

/** Of a probability p: first derivatives of log p, second derivatives of log p and of p relative to p. */
interface Slopes {
  readonly a: number;
  readonly b: number;
  readonly second: SecondOrder;
  readonly relative: SecondOrder;
}

interface SecondOrder {
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
}

/**
 * ∂ⁿ⁺ᵐ log Iₓ(a, b)/∂aⁿ∂bᵐ for n + m = 1 and 2, a, b > 0 and 0 ≤ x ≤ 1, within 1e-11 of the value, second ones within 1e-9;
 * where they vanish, as those in a do at b = 1, within 1e-15 of ψ′(a). Limits at x = 0 and 1, NaN outside the domain.
 */
export function logBetaIDerivative(
  a: number,
  b: number,
  x: number,
  orderA: number,
  orderB: number,
): number {
  const inDomain = a > 0 && b > 0 && a < Infinity && b < Infinity && x >= 0 && x <= 1;
  if (!inDomain) return Number.NaN;
  if (x === 1) return 0;
  const slopes = x === 0 ? slopesAtZero(a, b) : slopesOf(a, b, x);
  if (orderA + orderB === 1) return orderA === 1 ? slopes.a : slopes.b;
  return orderA === 1 ? slopes.second.ab : orderA === 2 ? slopes.second.aa : slopes.second.bb;
}

function slopesOf(a: number, b: number, x: number): Slopes {
  const y = 1 - x;
  if (x <= (a + 1) / (a + b + 2)) return lowerSlopes(a, b, x, y, Math.log(x), Math.log1p(-x));
  // (1 − I)/I by way of I, which knows x where 1 − x is rounded
  const upper = lowerSlopes(b, a, y, x, Math.log1p(-x), Math.log(x));
  return exchanged(complement(upper, Math.expm1(-logBetaI(a, b, x))));
}

/** I = xᵃ/(a B(a, b)) for small x. */
function slopesAtZero(a: number, b: number): Slopes {
  const second = {
    aa: polygamma(1, a + b) - polygamma(1, a + 1),
    ab: polygamma(1, a + b),
    bb: polygammaIncrement(1, b, a),
  };
  return { a: -Infinity, b: polygammaIncrement(0, b, a), second, relative: second };
}

/** Of 1 − p, where odds = p/(1 − p). */
function complement({ a, b, relative }: Slopes, odds: number): Slopes {
  const [ownA, ownB] = [-odds * a, -odds * b];
  const own = { aa: -odds * relative.aa, ab: -odds * relative.ab, bb: -odds * relative.bb };
  return { a: ownA, b: ownB, relative: own, second: ofLogarithm(ownA, ownB, own) };
}

/** (log p)″ from p″/p. */
const ofLogarithm = (a: number, b: number, { aa, ab, bb }: SecondOrder): SecondOrder => ({
  aa: aa - a * a,
  ab: ab - a * b,
  bb: bb - b * b,
});

/** p″/p from (log p)″. */
const ofValue = (a: number, b: number, { aa, ab, bb }: SecondOrder): SecondOrder => ({
  aa: aa + a * a,
  ab: ab + a * b,
  bb: bb + b * b,
});

/** With a and b in each other's place. */
function exchanged({ a, b, second, relative }: Slopes): Slopes {
  const exchange = ({ aa, ab, bb }: SecondOrder): SecondOrder => ({ aa: bb, ab, bb: aa });
  return { a: b, b: a, second: exchange(second), relative: exchange(relative) };
}

/** For x ≤ (a + 1)/(a + b + 2), about the mean; y = 1 − x. */
function lowerSlopes(
  a: number,
  b: number,
  x: number,
  y: number,
  logX: number,
  logY: number,
): Slopes {
  return a < 1 ? slopesBySeries(a, b, x, logX) : slopesByMoments(a, b, x, y, logX, logY);
}

/**
 * By I = xᵃ/(a B(a, b)) F with F = 1 + Σ (1 − b)ₙ xⁿ/n! · a/(a + n), DLMF 8.17.7, for a < 1. Of the
 * coefficients c(b) also c′ and c″, by the product rule.
 */
function slopesBySeries(a: number, b: number, x: number, logX: number): Slopes {
  let [c, c1, c2] = [1, 0, 0];
  let value = 1;
  let [fa, fb, faa, fab, fbb] = [0, 0, 0, 0, 0];
  const size = (): number => Math.abs(c) + b * Math.abs(c1) + b * b * Math.abs(c2);
  let largest = 0;
  for (let n = 1; n === 1 || size() > PRECISION * largest; n++) {
    c2 = (c2 * (n - b) - 2 * c1) * (x / n);
    c1 = (c1 * (n - b) - c) * (x / n);
    c *= (n - b) * (x / n);
    largest = Math.max(largest, size());
    const inverse = 1 / (a + n);
    value += c * a * inverse;
    fb += c1 * a * inverse;
    fbb += c2 * a * inverse;
    fa += c * n * inverse ** 2;
    fab += c1 * n * inverse ** 2;
    faa -= 2 * c * n * inverse ** 3;
  }
  const [ra, rb] = [fa / value, fb / value];
  const first = logX + polygamma(0, a + b) - polygamma(0, a + 1) + ra;
  const firstB = polygammaIncrement(0, b, a) + rb;
  const second = {
    aa: faa / value - ra * ra + polygamma(1, a + b) - polygamma(1, a + 1),
    ab: fab / value - ra * rb + polygamma(1, a + b),
    bb: fbb / value - rb * rb + polygammaIncrement(1, b, a),
  };
  return { a: first, b: firstB, second, relative: ofValue(first, firstB, second) };
}

/**
 * For a ≥ 1 by the moments of s = log(x/T) and f = log((1 − T)/(1 − x)) = log(1 + (1 − e⁻ˢ) x/y), whose
 * density is e^(−as + (b − 1) f).
 */
function slopesByMoments(
  a: number,
  b: number,
  x: number,
  y: number,
  logX: number,
  logY: number,
): Slopes {
  const odds = x / y;
  const f = (s: number): number => Math.log1p(-odds * Math.expm1(-s));
  const at = (s: number, other = f(s)): number => (b - 1) * other - a * s;
  const slope = (s: number): number =>
    ((b - 1) * odds * Math.exp(-s)) / (1 - odds * Math.expm1(-s)) - a;
  const reach = b > 1 ? reachOf({ at, slope }, 0.5 * Math.sqrt(y / a)) : reachOfRate(a);
  const { mean, meanOther, variance, varianceOther, covariance } = tailMoments(at, reach, f);
  const lambda = a * y - b * x;
  const first = logOverMean(a, b, logX, -lambda / a) - mean;
  const ab = polygamma(1, a + b) - covariance;
  const aa = variance + polygammaIncrement(1, a, b);
  if (b < 1) {
    // ψ(b) = ψ(b + 1) − 1/b, of which 1/b² is left out of p″/p, where it cancels
    const rest = meanOther + logY + polygamma(0, a + b) - polygamma(0, b + 1);
    const spread = varianceOther + polygamma(1, a + b) - polygamma(1, b + 1);
    const firstB = rest + 1 / b;
    return {
      a: first,
      b: firstB,
      second: { aa, ab, bb: spread - 1 / (b * b) },
      relative: {
        aa: aa + first * first,
        ab: ab + first * firstB,
        bb: spread + rest * (rest + 2 / b),
      },
    };
  }
  const firstB = logOverMean(b, a, logY, lambda / b) + meanOther;
  const second = { aa, ab, bb: varianceOther + polygammaIncrement(1, b, a) };
  return { a: first, b: firstB, second, relative: ofValue(first, firstB, second) };
}

/** log x − ψ(a) + ψ(a + b), where x is 1 + excess times a/(a + b). */
function logOverMean(a: number, b: number, logX: number, excess: number): number {
  if (b < a / 8) return logX + polygammaIncrement(0, a, b);
  const logRatio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : logX + Math.log1p(b / a);
  const below = (v: number): number => Math.log(v) - polygamma(0, v);
  return logRatio + (below(a) - below(a + b));
}

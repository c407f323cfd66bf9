/**
 * Derivatives of log P(a, x) and log Q(a, x) in a.
 *
 * With U = log T of a gamma variable T of shape a, ∂ log P/∂a = E[U | T < x] − ψ(a) and ∂² log P/∂a² =
 * Var[U | T < x] − ψ′(a); of Q likewise, T > x. On the side of x's tail neither difference cancels;
 * the other side follows from P + Q = 1.
 */
import { logGammaP, logGammaQ } from './incomplete-gamma.ts';
import { polygamma } from './polygamma.ts';
import { type FallingExponent, oddsOf, reachOf, tailMoments } from './tail-moments.ts';

const PRECISION = 2.3e-16;

/** Of a probability p: p′/p, (log p)″ and p″/p. */
interface Slopes {
  readonly first: number;
  readonly second: number;
  readonly relative: number;
}

/**
 * ∂ⁿ log P(a, x)/∂aⁿ for n = 1 and 2, a > 0 and x ≥ 0, within 1e-12 of the value: see
 * {@link logGammaQDerivative}.
 */
export function logGammaPDerivative(a: number, x: number, order: number): number {
  if (!(a > 0 && a < Infinity && x >= 0)) return Number.NaN;
  if (x === 0) return order === 1 ? -Infinity : -polygamma(1, a + 1);
  if (x === Infinity) return 0;
  const slopes = isLower(a, x)
    ? lowerSlopes(a, x)
    : complement(upperSlopes(a, x), oddsOf(logGammaQ(a, x)));
  return order === 1 ? slopes.first : slopes.second;
}

/**
 * ∂ⁿ log Q(a, x)/∂aⁿ for n = 1 and 2, a > 0 and x ≥ 0, within 1e-12 of the value; in the far tails,
 * where Q itself underflows, too. Limits at x = 0 and ∞, NaN elsewhere.
 */
export function logGammaQDerivative(a: number, x: number, order: number): number {
  if (!(a > 0 && a < Infinity && x >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (x === Infinity) return order === 1 ? Infinity : -polygamma(1, a);
  const slopes = isLower(a, x)
    ? complement(lowerSlopes(a, x), oddsOf(logGammaP(a, x)))
    : upperSlopes(a, x);
  return order === 1 ? slopes.first : slopes.second;
}

/** Whether P rather than Q is the side without cancellation. */
const isLower = (a: number, x: number): boolean => x < a || x < 1;

/** Of 1 − p, where odds = p/(1 − p). */
function complement({ first, relative }: Slopes, odds: number): Slopes {
  const own = -odds * first;
  return { first: own, relative: -odds * relative, second: -odds * relative - own * own };
}

function lowerSlopes(a: number, x: number): Slopes {
  return a < 1 ? lowerBySeries(a, x) : tailSlopes(a, x, -1);
}

const upperSlopes = (a: number, x: number): Slopes => tailSlopes(a, x, 1);

/** By P = xᵃ/Γ(a + 1) F with F = 1 + Σ (−x)ⁿ/n! · a/(a + n), DLMF 8.7.1, for a < 1 and x < 1. */
function lowerBySeries(a: number, x: number): Slopes {
  let power = 1;
  let [value, slope, curvature] = [1, 0, 0];
  for (let n = 1; Math.abs(power) > PRECISION * x; n++) {
    power *= -x / n;
    const inverse = 1 / (a + n);
    value += power * a * inverse;
    slope += power * n * inverse ** 2;
    curvature -= 2 * power * n * inverse ** 3;
  }
  const ratio = slope / value;
  const first = Math.log(x) - polygamma(0, a + 1) + ratio;
  const second = curvature / value - ratio ** 2 - polygamma(1, a + 1);
  return { first, second, relative: second + first ** 2 };
}

/** By the moments of s = |log(T/x)|, whose density is e^(±as − x (e^±s − 1)); the sign is that of the side. */
function tailSlopes(a: number, x: number, side: 1 | -1): Slopes {
  const exponent: FallingExponent = {
    at: (s) => side * a * s - x * Math.expm1(side * s),
    slope: (s) => side * (a - x * Math.exp(side * s)),
  };
  const reach = reachOf(exponent, 1 / Math.sqrt(a + x));
  const { mean, variance } = tailMoments(exponent.at, reach);
  if (a < 1) {
    // ψ(a) = ψ(a + 1) − 1/a, of which 1/a² is left out of p″/p, where it cancels
    const rest = side * mean + Math.log(x) - polygamma(0, a + 1);
    const spread = variance - polygamma(1, a + 1);
    return {
      first: rest + 1 / a,
      second: spread - 1 / (a * a),
      relative: spread + rest * (rest + 2 / a),
    };
  }
  const excess = (x - a) / a;
  const logRatio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x / a);
  const first = side * mean + logRatio + (Math.log(a) - polygamma(0, a));
  const second = variance - polygamma(1, a);
  return { first, second, relative: second + first * first };
}

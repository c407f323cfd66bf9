/** The distribution function of the standard skew normal distribution: Φ(z) − 2 T(z, α), T being Owen's function. */
import { erf } from './erf.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import { logNormalCdf, normalCdf } from './normal.ts';
import { once } from './once.ts';
import { reachOf, tailIntegral } from './tail-moments.ts';

/**
 * log P(Z ≤ z) of the density 2 φ(z) Φ(αz) (A. Azzalini, Scandinavian Journal of Statistics 12 (1985), 171-178), within 1e-14 of
 * the value, far tails included; a value v near 0 within 1e-14 (1 + |log |v||) of itself. α may be infinite (half normal), NaN gives
 * NaN.
 */
export function logSkewNormalCdf(z: number, alpha: number): number {
  if (Number.isNaN(z) || Number.isNaN(alpha)) return Number.NaN;
  if (Math.abs(z) === Infinity) return z < 0 ? -Infinity : 0;
  const logTail = logLighterTail(Math.abs(z), Math.abs(alpha));
  if (z <= 0) {
    if (alpha >= 0) return logTail;
    // both tails together are those of the normal distribution, of which the other one has at most half
    const logNormal = logNormalCdf(z);
    return logNormal + Math.log(2 - Math.exp(logTail - logNormal));
  }
  const tail = Math.exp(logTail);
  if (alpha <= 0) return Math.log1p(-tail);
  const survival = 2 * normalCdf(-z) - tail;
  return survival < 0.5 ? Math.log1p(-survival) : Math.log(erf(z * Math.SQRT1_2) + tail);
}

const rule = once(() => gaussLegendre(20));

/** 2 T(h, a) for h ≤ 1 and a ≤ 1: (1/π) ∫ exp(−½ h² (1 + u²))/(1 + u²) du from 0 to a. */
function twiceOwen(h: number, a: number): number {
  const { nodes, weights } = rule();
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    const square = 1 + (a * nodes[k]) ** 2;
    sum += (weights[k] * Math.exp(-0.5 * h * h * square)) / square;
  }
  return (a * sum) / Math.PI;
}

/** P(Z ≤ −h) near the centre, h ≤ 1 and αh ≤ 1; for α > 1 with T(h, α) from T(αh, 1/α) (Owen 1956, 2.3). */
function nearCentre(h: number, alpha: number): number {
  return alpha <= 1
    ? normalCdf(-h) - twiceOwen(h, alpha)
    : twiceOwen(alpha * h, 1 / alpha) - erf(h * Math.SQRT1_2) * normalCdf(-alpha * h);
}

/**
 * log P(Z ≤ −h) for h ≥ 0 and α ≥ 0, the lighter tail, which is (1/π) ∫ exp(−½ h² (1 + u²))/(1 + u²) du from α on (D. B. Owen,
 * Annals of Mathematical Statistics 27 (1956), 1075-1090). Away from the centre with u = sinh t and cosh² t₀ = 1 + α² it is
 * exp(−½ h² cosh² t₀)/(π cosh t₀) ∫ e^h(s) ds with t = t₀ + s, whose exponent is concave and falls.
 */
function logLighterTail(h: number, alpha: number): number {
  if (h === 0) return Math.log(Math.atan2(1, alpha) / Math.PI);
  if (h * Math.max(1, alpha) <= 1) return Math.log(nearCentre(h, alpha));
  const root = Math.hypot(1, alpha);
  const logFirst = -0.5 * (h * root) ** 2 - Math.log(Math.PI * root);
  if (logFirst === -Infinity) return -Infinity;
  const start = Math.asinh(alpha);
  const share = alpha / root;
  const halfSquare = 0.5 * h * h;
  const at = (s: number): number =>
    -Math.log1p(2 * Math.sinh(0.5 * s) ** 2 + share * Math.sinh(s)) -
    halfSquare * Math.sinh(s) * Math.sinh(2 * start + s);
  const slope = (s: number): number =>
    -Math.tanh(start + s) - halfSquare * Math.sinh(2 * (start + s));
  const reach = reachOf({ at, slope }, 1 / (1 + h - slope(0)));
  return logFirst + Math.log(tailIntegral(at, reach));
}

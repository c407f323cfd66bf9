/**
 * Logarithms of the regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
 *
 * Wherever possible the smaller of the two is computed, as a logarithm, so that nothing underflows
 * or cancels; the other follows by log(1 − eˣ).
 */
import { erfcx } from './erf.ts';
import { log1mExp, log1pMinus } from './exponentials.ts';
import { LOG_SQRT_TWO_PI, lgamma1p, stirlingError } from './gamma.ts';
import { temmeSum } from './temme.ts';

/** From here on Temme's expansion converges to full precision where |η| ≤ 1. */
const UNIFORM_FROM = 25;
const PRECISION = 2.3e-16;

/** log P(a, x); see {@link logGammaQ} for domain and bounds. */
export function logGammaP(a: number, x: number): number {
  if (!(a >= 0 && x >= 0) || (a === 0 && x === 0)) return Number.NaN;
  if (a === 0 || x === Infinity) return a === Infinity ? Number.NaN : 0;
  if (a === Infinity || x === 0) return -Infinity;
  const [logP, logQ] = smallerTail(a, x);
  return logQ === undefined ? logP : log1mExp(logQ);
}

/**
 * log Q(a, x) for a ≥ 0, x ≥ 0, within 3e-15 of the value, in the far tails where Q itself
 * underflows too; a value v near 0 within 3e-15 (1 + |log |v||) of itself, so that P stays accurate.
 * Limits at 0 and +∞; NaN outside the domain and where a and x are both 0
 * or both infinite.
 */
export function logGammaQ(a: number, x: number): number {
  if (!(a >= 0 && x >= 0) || (a === 0 && x === 0)) return Number.NaN;
  if (a === 0 || x === Infinity) return a === Infinity ? Number.NaN : -Infinity;
  if (a === Infinity || x === 0) return 0;
  const [logP, logQ] = smallerTail(a, x);
  return logQ === undefined ? log1mExp(logP) : logQ;
}

type Tail = [logP: number, logQ: undefined] | [logP: undefined, logQ: number];

/** log P or log Q, whichever loses nothing. */
function smallerTail(a: number, x: number): Tail {
  if (a < 1 && x < 1) return [logPBySeriesForSmall(a, x), undefined];
  if (a >= UNIFORM_FROM) {
    const halfSquare = -log1pMinusOfRatio(a, x);
    if (halfSquare <= 0.5) return uniform(a, x, halfSquare);
  }
  return x < a ? [logPBySeries(a, x), undefined] : [undefined, logQByFraction(a, x)];
}

/** log(x/a) − (x/a − 1), which is −η²/2 of DLMF 8.12.1. */
function log1pMinusOfRatio(a: number, x: number): number {
  const excess = (x - a) / a;
  return Math.abs(excess) < 0.5 ? log1pMinus(excess) : Math.log(x / a) - excess;
}

/** log of xᵃ e⁻ˣ / Γ(a + 1). */
function logPrefix(a: number, x: number): number {
  if (a < 1) return a * Math.log(x) - x - lgamma1p(a);
  const stirling = LOG_SQRT_TWO_PI + 0.5 * Math.log(a) + stirlingError(a);
  return a * log1pMinusOfRatio(a, x) - stirling;
}

/** P = xᵃ/Γ(a + 1) (1 + a Σ (−x)ⁿ/(n! (a + n))), DLMF 8.7.1, for a < 1 and x < 1. */
function logPBySeriesForSmall(a: number, x: number): number {
  let power = 1;
  let sum = 0;
  for (let n = 1; Math.abs(power) > PRECISION * Math.abs(sum); n++) {
    power *= -x / n;
    sum += power / (a + n);
  }
  return a * Math.log(x) - lgamma1p(a) + Math.log1p(a * sum);
}

/** P = xᵃ e⁻ˣ/Γ(a + 1) Σ xⁿ/((a + 1) … (a + n)), DLMF 8.11.4, for x < a. */
function logPBySeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > PRECISION * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return logPrefix(a, x) + Math.log(sum);
}

/**
 * Q = xᵃ e⁻ˣ/Γ(a) · 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))), DLMF 8.9.2
 * contracted, by the modified Lentz method (Thompson and Barnett 1986), for x ≥ max(a, 1).
 */
function logQByFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let c = Infinity;
  let d = 1 / denominator;
  let value = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > PRECISION; n++) {
    const numerator = n * (a - n);
    denominator += 2;
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    change = c * d;
    value *= change;
  }
  return logPrefix(a, x) + Math.log(a * value);
}

/**
 * Q = ½ erfc(η√(a/2)) + R, P = ½ erfc(−η√(a/2)) − R with R = e^(−aη²/2)/√(2πa) · S(a, η), DLMF
 * 8.12.3 and 8.12.4; of the two the one on the side of x's tail.
 */
function uniform(a: number, x: number, halfSquare: number): Tail {
  const eta = Math.sqrt(2 * halfSquare);
  const gaussian = 0.5 * erfcx(Math.sqrt(a * halfSquare));
  const scale = Math.exp(-LOG_SQRT_TWO_PI) / Math.sqrt(a);
  return x < a
    ? [Math.log(gaussian - scale * temmeSum(a, -eta)) - a * halfSquare, undefined]
    : [undefined, Math.log(gaussian + scale * temmeSum(a, eta)) - a * halfSquare];
}

/**
 * Differences of log-gamma functions that stay accurate where their terms are large: log Beta, log
 * binomial coefficients, and the ratios in the normalisers of Student's t and the negative binomial.
 */
import type { Builder, Operand } from './builder.ts';
import type { Node } from './node.ts';

/** From here on Stirling's series below is exact to rounding. */
const STIRLING_FROM = 10;

/** Bernoulli numbers B₂ₖ / (2k (2k − 1)), k = 1 … 7 (DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** log Γ(x) − ((x − ½) log x − x + ½ log 2π) for x ≥ 10 (DLMF 5.11.1). */
function stirlingRemainder(b: Builder, x: Node): Node {
  const inverse = b.divide(1, x);
  const square = b.square(inverse);
  let sum = b.constant(STIRLING[STIRLING.length - 1]);
  for (let k = STIRLING.length - 2; k >= 0; k--) sum = b.add(b.multiply(sum, square), STIRLING[k]);
  return b.multiply(sum, inverse);
}

/**
 * log Γ(x + d) − log Γ(x) − d log x for x > 0, d ≥ 0, which tends to 0 as x grows.
 *
 * Beyond x = 10 by Stirling's formula for both, in which the large terms cancel on paper:
 * (x + d − ½) log(1 + d / x) − d + r(x + d) − r(x), r the remainder of the formula.
 */
export function logGammaRatio(b: Builder, x: Node, d: Operand): Node {
  const total = b.add(x, d);
  const direct = b.subtract(b.subtract(b.lgamma(total), b.lgamma(x)), b.multiply(d, b.log(x)));
  const remainders = b.subtract(stirlingRemainder(b, total), stirlingRemainder(b, x));
  const main = b.multiply(b.subtract(total, 0.5), b.log1p(b.divide(d, x)));
  const asymptotic = b.add(b.subtract(main, d), remainders);
  return b.where(b.less(x, STIRLING_FROM), direct, asymptotic);
}

/** log B(p, q) = log Γ(p) + log Γ(q) − log Γ(p + q) for p, q > 0, without cancellation. */
export function logBeta(b: Builder, p: Node, q: Node): Node {
  // by `where`, not `minimum` and `maximum`: at p = q each argument keeps its own derivative
  const ordered = b.less(p, q);
  const small = b.where(ordered, p, q);
  const large = b.where(ordered, q, p);
  const ratio = b.add(logGammaRatio(b, large, small), b.multiply(small, b.log(large)));
  return b.subtract(b.lgamma(small), ratio);
}

/**
 * log of the binomial coefficient n over k for n ≥ 0, also between the integers; −inf where k is
 * below 0 or above n, NaN where n is below 0.
 */
export function logChoose(b: Builder, n: Node, k: Node): Node {
  const rest = b.subtract(n, k);
  const lower = b.less(k, rest);
  const few = b.where(lower, k, rest);
  // the larger of the two, + 1: Γ(n + 1) / Γ(larger + 1) grows by `few` factors
  const base = b.add(b.where(lower, rest, k), 1);
  const rising = b.add(logGammaRatio(b, base, few), b.multiply(few, b.log(base)));
  const value = b.subtract(rising, b.lgamma(b.add(few, 1)));
  const defined = b.where(b.less(n, 0), Number.NaN, Number.NEGATIVE_INFINITY);
  return b.where(b.less(few, 0), defined, value);
}

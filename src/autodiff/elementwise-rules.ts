/**
 * Derivatives of the elementwise ops, one row an op. A row gives ∂f/∂xₖ for each input; the chain rule
 * multiplies it with the cotangent. Forms are chosen to stay accurate and finite in the tails, where
 * f itself is.
 */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { incompleteRules } from './incomplete-rules.ts';
import { inverseMillsRatio, LOG_SQRT_2PI } from './inverse-mills-ratio.ts';
import type { DerivativeRule, Pullback } from './rule.ts';

type LocalDerivative = (builder: Builder, node: Node) => Node | number;

function partial(derivative: LocalDerivative): Pullback {
  return (context, node, cotangent) =>
    context.product(derivative(context.builder, node), cotangent);
}

/** A function of one argument. */
const of = (derivative: (b: Builder, x: Node, node: Node) => Node | number): DerivativeRule => [
  partial((b, node) => derivative(b, node.inputs[0], node)),
];

type BinaryDerivative = (b: Builder, first: Node, second: Node, node: Node) => Node | number;
const ofBoth = (byFirst: BinaryDerivative, bySecond: BinaryDerivative): DerivativeRule =>
  [byFirst, bySecond].map((derivative) =>
    partial((b, node) => derivative(b, node.inputs[0], node.inputs[1], node)),
  );

/** Constant almost everywhere, or an integer. */
const flat: DerivativeRule = [null];

/** φ(x), the standard normal density. */
const normalDensity = (b: Builder, x: Node): Node =>
  b.exp(b.subtract(b.multiply(-0.5, b.square(x)), LOG_SQRT_2PI));

/** 1 where a is the larger, 1/2 at a tie. */
const shareOfLarger = (b: Builder, a: Node, other: Node): Node =>
  b.multiply(0.5, b.add(b.less(other, a), b.lessEqual(other, a)));

/** a − other, but 0 where both are the same infinity. */
function difference(b: Builder, a: Node, other: Node): Node {
  const sameInfinity = b.and(b.equal(a, other), b.equal(b.abs(a), Infinity));
  return b.where(sameInfinity, 0, b.subtract(a, other));
}

/** 1 / ((1 − x)(1 + x)): no cancellation near ±1. */
const overOneMinusSquare = (b: Builder, x: Node): Node =>
  b.divide(1, b.multiply(b.subtract(1, x), b.add(1, x)));

export const elementwiseRules = {
  negate: of(() => -1),
  abs: of((b, x) => b.sign(x)), // 0 at 0
  sign: flat,
  square: of((b, x) => b.multiply(2, x)),
  sqrt: of((b, _, node) => b.divide(0.5, node)),
  exp: of((_b, _x, node) => node),
  expm1: of((b, x) => b.exp(x)),
  log: of((b, x) => b.divide(1, x)),
  log1p: of((b, x) => b.divide(1, b.add(1, x))),
  // −eˣ / (1 − eˣ)
  log1mExp: of((b, x, node) => b.negate(b.exp(b.subtract(x, node)))),
  sin: of((b, x) => b.cos(x)),
  cos: of((b, x) => b.negate(b.sin(x))),
  tan: of((b, _, node) => b.add(1, b.square(node))),
  asin: of((b, x) => b.sqrt(overOneMinusSquare(b, x))),
  acos: of((b, x) => b.negate(b.sqrt(overOneMinusSquare(b, x)))),
  atan: of((b, x) => b.divide(1, b.add(1, b.square(x)))),
  sinh: of((b, x) => b.cosh(x)),
  cosh: of((b, x) => b.sinh(x)),
  // 1 − tanh² x = sech² x = 4 σ(2x) σ(−2x), which neither cancels nor overflows
  tanh: of((b, x) => {
    const twice = b.multiply(2, x);
    return b.multiply(b.multiply(4, b.sigmoid(twice)), b.sigmoid(b.negate(twice)));
  }),
  sigmoid: of((b, x, node) => b.multiply(node, b.sigmoid(b.negate(x)))),
  softplus: of((b, x) => b.sigmoid(x)),
  floor: flat,
  ceil: flat,
  round: flat,
  lgamma: of((b, x) => b.digamma(x)),
  polygamma: of((b, x, node) => b.polygamma(node.attributes.order! + 1, x)),
  erf: of((b, x) => b.multiply(2 / Math.sqrt(Math.PI), b.exp(b.negate(b.square(x))))),
  erfc: of((b, x) => b.multiply(-2 / Math.sqrt(Math.PI), b.exp(b.negate(b.square(x))))),
  normalCdf: of(normalDensity),
  logNormalCdf: of(inverseMillsRatio),
  // 1 / φ(Φ⁻¹(p))
  normalQuantile: of((b, _, node) => b.exp(b.add(b.multiply(0.5, b.square(node)), LOG_SQRT_2PI))),
  not: flat,
  toFloat: flat,
  toInt: flat,

  add: ofBoth(
    () => 1,
    () => 1,
  ),
  subtract: ofBoth(
    () => 1,
    () => -1,
  ),
  multiply: ofBoth(
    (_, _a, b) => b,
    (_, a) => a,
  ),
  // a · b, but 0 wherever b is 0, and its derivative in a likewise, whatever the cotangent is
  multiplyNoNan: [
    ({ builder, guarded }, { inputs: [, b] }, cotangent) =>
      guarded
        ? builder.where(builder.equal(b, 0), 0, builder.multiplyNoNan(b, cotangent))
        : builder.multiplyNoNan(cotangent, b),
    (context, { inputs: [a] }, cotangent) => context.product(a, cotangent),
  ],
  divide: ofBoth(
    (b, _, divisor) => b.divide(1, divisor),
    (b, _, divisor, node) => b.negate(b.divide(node, divisor)),
  ),
  power: ofBoth(
    // b · a^(b−1), 0 where b is 0 even at a = 0
    (b, base, exponent) => b.multiplyNoNan(b.power(base, b.subtract(exponent, 1)), exponent),
    // aᵇ · log a, 0 at a = 0 for b ≥ 0
    (b, base, _, node) => b.multiply(node, b.log(b.where(b.equal(base, 0), 1, base))),
  ),
  maximum: ofBoth(shareOfLarger, (b, first, second) => shareOfLarger(b, second, first)),
  minimum: ofBoth((b, first, second) => shareOfLarger(b, second, first), shareOfLarger),
  modulo: ofBoth(
    () => 1,
    (b, dividend, divisor) => b.negate(b.floor(b.divide(dividend, divisor))),
  ),
  atan2: ofBoth(
    (b, y, x) => b.divide(x, b.add(b.square(x), b.square(y))),
    (b, y, x) => b.negate(b.divide(y, b.add(b.square(x), b.square(y)))),
  ),
  logAddExp: ofBoth(
    (b, first, second) => b.sigmoid(difference(b, first, second)),
    (b, first, second) => b.sigmoid(b.negate(difference(b, first, second))),
  ),
  xlogy: ofBoth(
    (b, _, y) => b.log(y),
    (b, x, y) => b.multiplyNoNan(b.divide(1, y), x),
  ),
  xlog1py: ofBoth(
    (b, _, y) => b.log1p(y),
    (b, x, y) => b.multiplyNoNan(b.divide(1, b.add(1, y)), x),
  ),
  less: flat,
  lessEqual: flat,
  equal: flat,
  and: flat,
  or: flat,
  where: [
    null,
    ({ builder }, { inputs: [condition] }, cotangent) => builder.where(condition, cotangent, 0),
    ({ builder }, { inputs: [condition] }, cotangent) => builder.where(condition, 0, cotangent),
  ],
  // 2 φ(z) Φ(αz) / F, and −exp(−½ z² (1 + α²)) / (π (1 + α²)) / F from Owen's function
  logSkewNormalCdf: ofBoth(
    (b, z, alpha, node) => {
      const skew = b.logNormalCdf(b.multiplyNoNan(z, alpha));
      const kernel = b.subtract(skew, b.multiply(0.5, b.square(z)));
      return b.exp(b.add(b.subtract(kernel, node), Math.LN2 - LOG_SQRT_2PI));
    },
    (b, z, alpha, node) => {
      const square = b.add(1, b.square(alpha));
      const kernel = b.multiply(-0.5, b.multiply(b.square(z), square));
      return b.divide(b.exp(b.subtract(kernel, node)), b.multiply(-Math.PI, square));
    },
  ),
  ...incompleteRules,
} as const satisfies Record<string, DerivativeRule>;

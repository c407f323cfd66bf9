/**
 * Derivatives of the incomplete gamma and beta functions and of beta binomial tails. In the point they follow from the density, in the shapes from
 * ops of their own, of first and second order: enough for gradients, Hessians and their products.
 */
import type { Builder } from '../graph/builder.ts';
import { logBeta } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import type { DerivativeRule, Pullback } from './rule.ts';
import { NotDifferentiable } from './rule.ts';

function partial(derivative: (b: Builder, node: Node) => Node): Pullback {
  return (context, node, cotangent) =>
    context.product(derivative(context.builder, node), cotangent);
}

function tooHigh(node: Node, ofWhat: string): never {
  throw new NotDifferentiable(
    node,
    `the incomplete ${ofWhat} function has no third derivative in its parameters here`,
  );
}

/** log of the gamma density, shape a and rate 1, at x. */
const logGammaDensity = (b: Builder, a: Node, x: Node): Node =>
  b.subtract(b.subtract(b.xlogy(b.subtract(a, 1), x), x), b.lgamma(a));

/** One of log P and log Q, with its derivatives. */
interface GammaTail {
  readonly sign: 1 | -1;
  readonly value: (b: Builder, a: Node, x: Node) => Node;
  readonly inShape: (b: Builder, order: number, a: Node, x: Node) => Node;
}

const lowerGamma: GammaTail = {
  sign: 1,
  value: (b, a, x) => b.logGammaP(a, x),
  inShape: (b, order, a, x) => b.logGammaPDerivative(order, a, x),
};
const upperGamma: GammaTail = {
  sign: -1,
  value: (b, a, x) => b.logGammaQ(a, x),
  inShape: (b, order, a, x) => b.logGammaQDerivative(order, a, x),
};

/** ±h with log h = log density − log tail: the derivative in x. */
function gammaSlope(b: Builder, { sign, value }: GammaTail, a: Node, x: Node): Node {
  const slope = b.exp(b.subtract(logGammaDensity(b, a, x), value(b, a, x)));
  return sign === 1 ? slope : b.negate(slope);
}

const gammaRule = (tail: GammaTail): DerivativeRule => [
  partial((b, { inputs: [a, x] }) => tail.inShape(b, 1, a, x)),
  partial((b, { inputs: [a, x] }) => gammaSlope(b, tail, a, x)),
];

/** ∂ⁿ/∂aⁿ of h, as the order of derivatives may be exchanged: h u and h (u² + u′) with u = (log h)′. */
const gammaDerivativeRule = (tail: GammaTail): DerivativeRule => [
  partial((b, node) => {
    const { inputs, attributes } = node;
    const [a, x] = inputs;
    return attributes.orders![0] === 1 ? tail.inShape(b, 2, a, x) : tooHigh(node, 'gamma');
  }),
  partial((b, { inputs: [a, x], attributes: { orders } }) => {
    const h = gammaSlope(b, tail, a, x);
    const u = b.subtract(b.subtract(b.log(x), b.digamma(a)), tail.inShape(b, 1, a, x));
    if (orders![0] === 1) return b.multiply(h, u);
    const change = b.negate(b.add(b.polygamma(1, a), tail.inShape(b, 2, a, x)));
    return b.multiply(h, b.add(b.square(u), change));
  }),
];

/** h with log h = log beta density − log I: the derivative in x. */
function betaSlope(b: Builder, alpha: Node, beta: Node, x: Node): Node {
  const kernel = b.add(
    b.xlogy(b.subtract(alpha, 1), x),
    b.xlog1py(b.subtract(beta, 1), b.negate(x)),
  );
  const logDensity = b.subtract(kernel, logBeta(b, alpha, beta));
  return b.exp(b.subtract(logDensity, b.logBetaI(alpha, beta, x)));
}

/** ∂ⁿ⁺ᵐ log h/∂aⁿ∂bᵐ for n + m = 1 or 2. */
function betaSlopeChange(
  b: Builder,
  [n, m]: readonly [number, number],
  alpha: Node,
  beta: Node,
  x: Node,
): Node {
  const order = n + m - 1;
  const ofPower = order > 0 ? b.constant(0) : n === 1 ? b.log(x) : b.log1p(b.negate(x));
  const ofBoth = b.polygamma(order, b.add(alpha, beta));
  const own = m === 0 ? alpha : beta;
  const ofOne = n > 0 && m > 0 ? b.constant(0) : b.polygamma(order, own);
  const ofDensity = b.add(ofPower, b.subtract(ofBoth, ofOne));
  return b.subtract(ofDensity, b.logBetaIDerivative([n, m], alpha, beta, x));
}

/** The derivative in a (0) or b (1) of a derivative: once more in that one. */
const once = (which: 0 | 1): Pullback =>
  partial((b, node) => {
    const { inputs, attributes } = node;
    const [alpha, beta, x] = inputs;
    const [n, m] = attributes.orders!;
    if (n + m > 1) tooHigh(node, 'beta');
    return b.logBetaIDerivative(which === 0 ? [n + 1, m] : [n, m + 1], alpha, beta, x);
  });

/** The derivative of a beta binomial tail, of these orders, once more in its a (0) or b (1). */
const ofTail = (which: 0 | 1): Pullback =>
  partial((b, node) => {
    const [n, m] = node.attributes.orders ?? [0, 0];
    if (n + m > 1) {
      const why = 'the tail of a beta binomial distribution has no third derivative here';
      throw new NotDifferentiable(node, why);
    }
    return b.logBetaBinomialTailDerivative(which === 0 ? [n + 1, m] : [n, m + 1], node.inputs);
  });

/** Beside the numbers of successes and failures. */
const tailRule: DerivativeRule = [null, null, ofTail(0), ofTail(1)];

export const incompleteRules = {
  logGammaP: gammaRule(lowerGamma),
  logGammaQ: gammaRule(upperGamma),
  logGammaPDerivative: gammaDerivativeRule(lowerGamma),
  logGammaQDerivative: gammaDerivativeRule(upperGamma),
  logBetaI: [
    partial((b, { inputs: [alpha, beta, x] }) => b.logBetaIDerivative([1, 0], alpha, beta, x)),
    partial((b, { inputs: [alpha, beta, x] }) => b.logBetaIDerivative([0, 1], alpha, beta, x)),
    partial((b, { inputs: [alpha, beta, x] }) => betaSlope(b, alpha, beta, x)),
  ],
  logBetaIDerivative: [
    once(0),
    once(1),
    partial((b, { inputs: [alpha, beta, x], attributes: { orders } }) => {
      const [n, m] = orders as readonly [number, number];
      const h = betaSlope(b, alpha, beta, x);
      if (n + m === 1) return b.multiply(h, betaSlopeChange(b, [n, m], alpha, beta, x));
      const [first, second] = [n > 0 ? 0 : 1, m > 0 ? 1 : 0].map((which) =>
        betaSlopeChange(b, which === 0 ? [1, 0] : [0, 1], alpha, beta, x),
      );
      const change = betaSlopeChange(b, [n, m], alpha, beta, x);
      return b.multiply(h, b.add(b.multiply(first, second), change));
    }),
  ],
  logBetaBinomialTail: tailRule,
  logBetaBinomialTailDerivative: tailRule,
} as const satisfies Record<string, DerivativeRule>;

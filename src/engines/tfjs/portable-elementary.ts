import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import type { PortableRule } from './portable.ts';

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** Σ coefficientsₖ xᵏ, by Horner's scheme. */
export function polynomial(b: Builder, coefficients: readonly number[], x: Node): Node {
  return coefficients
    .slice(0, -1)
    .reduceRight<Node>(
      (sum, coefficient) => b.add(b.multiply(sum, x), coefficient),
      b.constant(coefficients.at(-1)!),
    );
}

/** −1, 0 or 1; NaN stays. */
const sign: PortableRule = (b, [x]) => b.where(b.greater(x, 0), 1, b.where(b.less(x, 0), -1, x));

/** 2t / (1 + t²) with t = tan(x/2). */
const sin: PortableRule = (b, [x]) => {
  const t = b.tan(b.multiply(x, 0.5));
  return b.divide(b.multiply(t, 2), b.add(b.square(t), 1));
};

/**
 * log(u) x / (u − 1) with u the rounded 1 + x, and x where that is 1: Goldberg (1991), What Every
 * Computer Scientist Should Know About Floating-Point Arithmetic, theorem 4.
 */
const log1p: PortableRule = (b, [x]) => {
  const u = b.add(x, 1);
  const rest = b.subtract(u, 1);
  // an infinite x divided by this stays infinite
  const ratio = b.divide(x, b.minimum(rest, LARGEST_FLOAT32));
  return b.where(b.equal(rest, 0), x, b.multiply(b.log(u), ratio));
};

/** Mächler (2012), Accurately computing log(1 − exp(−|a|)), equation 7. */
const log1mExp: PortableRule = (b, [x]) =>
  b.where(b.greater(x, -Math.LN2), b.log(b.negate(b.expm1(x))), b.log1p(b.negate(b.exp(x))));

/** The nearest integer, halves away from zero. */
const round: PortableRule = (b, [x]) => {
  const magnitude = b.abs(x);
  const whole = b.floor(magnitude);
  const up = b.greaterEqual(b.subtract(magnitude, whole), 0.5);
  return b.multiply(b.sign(x), b.add(whole, up));
};

const logAddExp: PortableRule = (b, [x, y]) => {
  const apart = b.add(b.maximum(x, y), b.log1p(b.exp(b.negate(b.abs(b.subtract(x, y))))));
  // equal infinities have no difference
  return b.where(b.equal(x, y), b.add(x, Math.LN2), apart);
};

const xlogy: PortableRule = (b, [x, y]) => b.multiplyNoNan(b.log(y), x);
const xlog1py: PortableRule = (b, [x, y]) => b.multiplyNoNan(b.log1p(y), x);

export const elementaryRules = { sign, sin, log1p, log1mExp, round, logAddExp, xlogy, xlog1py };

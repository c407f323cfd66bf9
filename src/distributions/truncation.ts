import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** log P(X ≤ x) and log P(X > x) of a distribution at given arguments. */
export interface Tails {
  readonly logCdf: (x: Node) => Node;
  readonly logSurvival: (x: Node) => Node;
}

/**
 * log P(lower < X ≤ upper); an absent bound is infinite.
 *
 * Between two bounds the difference is taken where it does not cancel: of distribution functions
 * where both bounds lie in the lower half, F(u) (1 − F(l) / F(u)); of survival functions in the
 * upper half; and where the median lies between, as 1 − (F(l) + S(u)).
 * −inf where the interval is empty or has no mass.
 */
export function logMass(b: Builder, ofNumbers: Tails, lower?: Node, upper?: Node): Node {
  const tails = withInfinity(b, ofNumbers);
  if (lower === undefined) {
    return upper === undefined ? b.constant(0) : tails.logCdf(upper);
  }
  if (upper === undefined) return tails.logSurvival(lower);
  const cdfLower = tails.logCdf(lower);
  const cdfUpper = tails.logCdf(upper);
  const survivalLower = tails.logSurvival(lower);
  const survivalUpper = tails.logSurvival(upper);
  const inLowerHalf = b.less(cdfUpper, -Math.LN2);
  const inUpperHalf = b.less(survivalLower, -Math.LN2);
  const larger = b.where(inLowerHalf, cdfUpper, survivalLower);
  const smaller = b.where(inLowerHalf, cdfLower, survivalUpper);
  const oneSided = b.add(larger, b.log1mExp(b.subtract(smaller, larger)));
  const acrossMedian = b.log1p(b.negate(b.add(b.exp(cdfLower), b.exp(survivalUpper))));
  const between = b.where(b.or(inLowerHalf, inUpperHalf), oneSided, acrossMedian);
  // a bound with nothing beyond it bounds nothing
  const none = Number.NEGATIVE_INFINITY;
  const below = b.where(b.equal(survivalUpper, none), survivalLower, between);
  const mass = b.where(b.equal(cdfLower, none), cdfUpper, below);
  const isBeside = b.or(b.equal(cdfUpper, none), b.equal(survivalLower, none));
  return b.where(b.or(b.lessEqual(upper, lower), isBeside), none, mass);
}

/** The same tails, which at infinity are 0 and 1 whatever the arguments are: their derivatives are 0 there. */
function withInfinity(b: Builder, { logCdf, logSurvival }: Tails): Tails {
  const tail = (log: (x: Node) => Node, x: Node, none: number): Node => {
    const [isNone, isAll] = [b.equal(x, none), b.equal(x, -none)];
    const value = log(b.where(b.or(isNone, isAll), 0.5, x));
    return b.where(isNone, Number.NEGATIVE_INFINITY, b.where(isAll, 0, value));
  };
  return {
    logCdf: (x) => tail(logCdf, x, Number.NEGATIVE_INFINITY),
    logSurvival: (x) => tail(logSurvival, x, Number.POSITIVE_INFINITY),
  };
}

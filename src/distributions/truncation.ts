import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Arguments, Cumulative } from './distribution.ts';

/** A continuous distribution whose distribution function is known. */
export interface WithCumulative {
  readonly cumulative: Cumulative;
}

/**
 * log P(lower < X < upper) of a continuous distribution; an absent bound is infinite.
 *
 * Between two bounds the difference is taken where it does not cancel: of distribution functions
 * where both bounds lie in the lower half, F(u) (1 − F(l) / F(u)); of survival functions in the
 * upper half; and where the median lies between, as 1 − (F(l) + S(u)).
 * −inf where the interval is empty or has no mass.
 */
export function logMass(
  b: Builder,
  { cumulative }: WithCumulative,
  arguments_: Arguments,
  lower?: Node,
  upper?: Node,
): Node {
  if (lower === undefined) {
    return upper === undefined ? b.constant(0) : cumulative.logCdf(b, upper, arguments_);
  }
  if (upper === undefined) return cumulative.logSurvival(b, lower, arguments_);
  const cdfLower = cumulative.logCdf(b, lower, arguments_);
  const cdfUpper = cumulative.logCdf(b, upper, arguments_);
  const survivalLower = cumulative.logSurvival(b, lower, arguments_);
  const survivalUpper = cumulative.logSurvival(b, upper, arguments_);
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

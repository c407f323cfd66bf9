/** What happens outside: −inf for outcomes outside a support, NaN for arguments outside their domain. */
import type { Builder, Operand } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Arguments, Bound, Cumulative, Parameter } from './distribution.ts';

/** Probabilities may miss a sum of 1 by this much (as in Stan). */
export const SIMPLEX_TOLERANCE = 1e-8;

/** `logDensity`, but −inf where `outside` is not 0. An outcome that is NaN is nowhere outside. */
export function zeroOutside(b: Builder, outside: Node, logDensity: Node): Node {
  return b.where(outside, Number.NEGATIVE_INFINITY, logDensity);
}

/**
 * `logDensity` where `inside` is not 0, elsewhere −inf, but NaN of an outcome that is NaN: for log
 * densities that do not hand on the NaN themselves.
 */
export function onlyInside(b: Builder, x: Node, inside: Node, logDensity: Node): Node {
  return b.where(inside, logDensity, b.subtract(Number.NEGATIVE_INFINITY, b.abs(x)));
}

/** 1 where `x` is not one of 0, 1, 2 … */
export function isNoCount(b: Builder, x: Node): Node {
  return b.or(b.or(b.less(x, 0), b.less(b.floor(x), x)), b.lessEqual(Number.POSITIVE_INFINITY, x));
}

/**
 * 0 where every argument is a number and lies in the support its parameter declares, else NaN: added to a result,
 * it makes a wrong argument show. It has no derivative, so it costs the gradient nothing.
 */
export function argumentCheck(
  b: Builder,
  parameters: readonly Parameter[],
  arguments_: Arguments,
): Node {
  const conditions = parameters.flatMap((parameter) => conditionsOn(b, parameter, arguments_));
  if (conditions.length === 0) return b.constant(0);
  return b.where(
    conditions.reduce((all, condition) => b.and(all, condition)),
    0,
    Number.NaN,
  );
}

/** Below this a logarithmic tail is too small to be taken as the complement of the other. */
const SMALL_TAIL = -7;

/**
 * Both logarithmic tails of a distribution function log I(a, b; share): `lower` is that, `upper`
 * log I(b, a; 1 − share). Of `share` and 1 − share the larger is rounded, so the tail computed from it
 * is taken as the complement of the other, unless it is small.
 */
export function complementaryTails(
  b: Builder,
  share: Node,
  lower: Node,
  upper: Node,
): { readonly logCdf: Node; readonly logSurvival: Node } {
  const isLowerExact = b.less(share, 0.5);
  const isLowerDirect = b.or(isLowerExact, b.less(lower, SMALL_TAIL));
  const isUpperDirect = b.or(b.not(isLowerExact), b.less(upper, SMALL_TAIL));
  return {
    logCdf: b.where(isLowerDirect, lower, b.log1mExp(upper)),
    logSurvival: b.where(isUpperDirect, upper, b.log1mExp(lower)),
  };
}

/** Where an outcome lies: before, after or between the ends between which a distribution has its mass. */
export interface Place {
  readonly isBelow: Node;
  readonly isAbove: Node;
  readonly isInside: Node;
}

/**
 * Both logarithmic tails, of which `lower` and `upper` are computed each on its own: inside the one
 * below ½ is taken, and the other as its complement.
 */
export function tailsBetween(
  b: Builder,
  { isBelow, isAbove, isInside }: Place,
  lower: Node,
  upper: Node,
): { readonly logCdf: Node; readonly logSurvival: Node } {
  const isLower = b.less(lower, -Math.LN2);
  const ends = (below: number, above: number, inside: Node): Node => {
    // NaN is nowhere
    const known = b.where(isInside, inside, Number.NaN);
    return b.where(isBelow, below, b.where(isAbove, above, known));
  };
  const none = Number.NEGATIVE_INFINITY;
  return {
    logCdf: ends(none, 0, b.where(isLower, lower, b.log1mExp(b.where(isLower, -1, upper)))),
    logSurvival: ends(0, none, b.where(isLower, b.log1mExp(b.where(isLower, lower, -1)), upper)),
  };
}

/** The cumulative functions with `argumentCheck` added. */
export function checkedCumulative(
  parameters: readonly Parameter[],
  cumulative: Cumulative,
): Cumulative {
  return {
    logCdf: (b, x, arguments_) =>
      b.add(cumulative.logCdf(b, x, arguments_), argumentCheck(b, parameters, arguments_)),
    logSurvival: (b, x, arguments_) =>
      b.add(cumulative.logSurvival(b, x, arguments_), argumentCheck(b, parameters, arguments_)),
  };
}

function conditionsOn(b: Builder, { name, support }: Parameter, arguments_: Arguments): Node[] {
  const value = arguments_[name];
  if (support.kind === 'category') return [];
  if (support.kind === 'simplex') {
    const last = [value.shape.length - 1];
    const error = b.abs(b.subtract(b.sum(value, last), 1));
    return [b.lessEqual(0, b.min(value, last)), b.lessEqual(error, SIMPLEX_TOLERANCE)];
  }
  // of an infinite value the difference is NaN, which is not 0
  const isWhole = b.equal(b.subtract(value, b.floor(value)), 0);
  const conditions: Node[] = support.kind === 'integer' ? [isWhole] : [];
  const bound = (end: Bound): Operand => (typeof end === 'number' ? end : arguments_[end.argument]);
  if (support.lower !== Number.NEGATIVE_INFINITY) {
    const lower = bound(support.lower);
    conditions.push(support.lowerOpen ? b.less(lower, value) : b.lessEqual(lower, value));
  }
  if (support.upper !== Number.POSITIVE_INFINITY) {
    const upper = bound(support.upper);
    conditions.push(support.upperOpen ? b.less(value, upper) : b.lessEqual(value, upper));
  }
  return conditions.length > 0 ? conditions : [b.equal(value, value)]; // not NaN
}

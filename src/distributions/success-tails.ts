import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Arguments, Cumulative, Distribution } from './distribution.ts';
import { tailsBetween } from './domain.ts';

/** A distribution as the beta binomial one of these weights, and its least and greatest outcome. */
export interface SuccessWeights {
  readonly trials: Node;
  readonly success: Node;
  readonly failure: Node;
  readonly least: Node;
  readonly most: Node;
}

/**
 * Both tails of a beta binomial or hypergeometric number of successes: finite sums of probabilities, as
 * the last one times what all are relative to it. Of the two the one below ½ is summed.
 */
export function successTails(
  logDensity: Distribution['logDensity'],
  weights: (b: Builder, arguments_: Arguments) => SuccessWeights,
): Cumulative {
  const tails = (b: Builder, x: Node, arguments_: Arguments) => {
    const { trials, success, failure, least, most } = weights(b, arguments_);
    const k = b.floor(x);
    const isBelow = b.less(k, least);
    const isAbove = b.lessEqual(most, k);
    const isInside = b.and(b.lessEqual(least, k), b.less(k, most));
    const last = b.where(isInside, k, least);
    const next = b.where(isInside, b.add(k, 1), most);
    const below = b.logBetaBinomialTail(last, b.subtract(trials, last), success, failure);
    const above = b.logBetaBinomialTail(b.subtract(trials, next), next, failure, success);
    const lower = b.add(logDensity(b, last, arguments_), below);
    const upper = b.add(logDensity(b, next, arguments_), above);
    return tailsBetween(b, { isBelow, isAbove, isInside }, lower, upper);
  };
  return {
    logCdf: (b, x, arguments_) => tails(b, x, arguments_).logCdf,
    logSurvival: (b, x, arguments_) => tails(b, x, arguments_).logSurvival,
  };
}

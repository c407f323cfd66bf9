/** The bounds of `truncate` and `censor`. */
import { nanUnless } from '../../distributions/events.ts';
import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import { isDiscrete } from '../../semantics/distribution-facts.ts';
import type { Ingredients } from './combinator.ts';

export interface GivenBounds {
  readonly lower: Node | undefined;
  readonly upper: Node | undefined;
  /** 0, NaN where a bound is. */
  readonly check: Node;
  /** The largest number below which all values are that lie below the lower bound: P(X < lower) = P(X ≤ below). */
  readonly below: Node | undefined;
  /** P(X < upper) = P(X ≤ belowUpper). */
  readonly belowUpper: Node | undefined;
}

/** Of discrete distributions the bounds are values themselves; of others it makes no difference. */
export function boundsOf({ builder: b, argument, distribution }: Ingredients): GivenBounds {
  const [lower, upper] = [argument('lower'), argument('upper')];
  const isWhole = isDiscrete(distribution);
  const before = (bound: Node | undefined): Node | undefined =>
    bound && isWhole ? b.subtract(b.ceil(bound), 1) : bound;
  return {
    lower,
    upper,
    check: [lower, upper].reduce<Node>(
      (sum, bound) => (bound === undefined ? sum : b.add(sum, isNumber(b, bound))),
      b.constant(0),
    ),
    below: before(lower),
    belowUpper: before(upper),
  };
}

const isNumber = (b: Builder, bound: Node): Node => nanUnless(b, b.equal(bound, bound));

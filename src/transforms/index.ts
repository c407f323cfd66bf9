/** The transforms from unconstrained reals to constrained parameters. */
import { identity } from './identity.ts';
import { interval } from './interval.ts';
import { lower } from './lower.ts';
import type { Transform } from './transform.ts';
import { upper } from './upper.ts';

export { identity, interval, lower, upper };

/** The transform of a scalar constraint with these finite bounds. */
export function transformFor(hasLower: boolean, hasUpper: boolean): Transform {
  if (hasLower) return hasUpper ? interval : lower;
  return hasUpper ? upper : identity;
}

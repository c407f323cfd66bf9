import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { identity } from './identity.ts';
import { interval } from './interval.ts';
import { lower } from './lower.ts';
import type { Bounds, Transform } from './transform.ts';
import { upper } from './upper.ts';

/** Each element by the transform of its own bounds, of which some are finite and others infinite. */
export const byElement: Transform = {
  name: 'by-element',
  summary: 'x by the bounds of each element',
  describe: (name) => `${name} (unconstrained)`,
  forward: (b, unconstrained, bounds) => chosen(b, 'forward', unconstrained, bounds),
  inverse: (b, constrained, bounds) => chosen(b, 'inverse', constrained, bounds),
  logJacobian: (b, unconstrained, bounds) => chosen(b, 'logJacobian', unconstrained, bounds),
};

function chosen(
  b: Builder,
  part: 'forward' | 'inverse' | 'logJacobian',
  x: Node,
  bounds: Bounds,
): Node {
  const hasLower = bounds.lower === undefined ? b.constant(0) : b.less(-Infinity, bounds.lower);
  const hasUpper = bounds.upper === undefined ? b.constant(0) : b.less(bounds.upper, Infinity);
  const kinds = [
    { transform: lower, isIts: b.and(hasLower, b.not(hasUpper)) },
    { transform: upper, isIts: b.and(hasUpper, b.not(hasLower)) },
    { transform: interval, isIts: b.and(hasLower, hasUpper) },
  ];
  return kinds.reduce(
    // other elements lie in the middle of 0 and 1, where nothing overflows and all derivatives are finite
    (others, { transform, isIts }) => {
      const own = transform[part](b, b.where(isIts, x, 0.5), {
        lower: b.where(isIts, bounds.lower ?? 0, 0),
        upper: b.where(isIts, bounds.upper ?? 1, 1),
      });
      return b.where(isIts, own, others);
    },
    identity[part](b, x, bounds),
  );
}

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { lastAxis, lastExtent, padLast, take } from './last-axis.ts';
import type { Transform } from './transform.ts';

/** log of the differences of neighbours. */
function logSteps(b: Builder, x: Node): Node {
  const count = lastExtent(x) - 1;
  return b.log(b.subtract(take(b, x, 1, count), take(b, x, 0, count)));
}

/** x₁ = u₁, xₖ = xₖ₋₁ + exp(uₖ). */
export const ordered: Transform = {
  name: 'ordered',
  summary: 'x[1] = u[1], x[k] = x[k − 1] + exp(u[k])',
  eventRank: 1,
  describe: (name) => `${name} as the log of its step`,
  forward: (b, unconstrained) => {
    const axis = lastAxis(unconstrained);
    const steps = b.exp(take(b, unconstrained, 1, lastExtent(unconstrained) - 1));
    const distances = padLast(b, b.cumulativeSum(steps, axis), 1, 0);
    return b.add(take(b, unconstrained, 0, 1), distances);
  },
  inverse: (b, constrained) =>
    b.concatenate([take(b, constrained, 0, 1), logSteps(b, constrained)], lastAxis(constrained)),
  logJacobian: (b, unconstrained) =>
    b.sum(take(b, unconstrained, 1, lastExtent(unconstrained) - 1), [lastAxis(unconstrained)]),
};

/** x₁ = exp(u₁), xₖ = xₖ₋₁ + exp(uₖ). */
export const positiveOrdered: Transform = {
  name: 'positive_ordered',
  summary: 'x[1] = exp(u[1]), x[k] = x[k − 1] + exp(u[k])',
  eventRank: 1,
  describe: (name) => `${name} as the log of its step`,
  forward: (b, unconstrained) => b.cumulativeSum(b.exp(unconstrained), lastAxis(unconstrained)),
  inverse: (b, constrained) =>
    b.concatenate(
      [b.log(take(b, constrained, 0, 1)), logSteps(b, constrained)],
      lastAxis(constrained),
    ),
  logJacobian: (b, unconstrained) => b.sum(unconstrained, [lastAxis(unconstrained)]),
};

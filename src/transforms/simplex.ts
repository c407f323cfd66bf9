import { softmax } from '../graph/composites.ts';
import { lastAxis, lastExtent, withLastExtent } from './last-axis.ts';
import type { Transform } from './transform.ts';
import { fromZeroSumCoordinates, toZeroSumCoordinates } from './zero-sum-coordinates.ts';

/**
 * x = softmax(H u) with H the orthonormal basis of zero-sum vectors: the inverse of the isometric
 * log ratio (J. J. Egozcue et al., Mathematical Geology 35 (2003), 279-300), as in newer versions of Stan.
 *
 * Chosen over stick-breaking, whose coordinates are scaled unlike each other and whose last ones lose
 * their precision to the rest of the stick: here all elements are treated alike, and the posterior of
 * a Dirichlet is about as wide in every direction.
 */
export const simplex: Transform = {
  name: 'simplex',
  summary: 'x = softmax(H u), the columns of H orthonormal and each with sum 0',
  eventRank: 1,
  unconstrainedShape: (constrained) => withLastExtent(constrained, -1),
  describe: (name) => `${name} in log ratios`,
  forward: (b, unconstrained) =>
    softmax(b, fromZeroSumCoordinates(b, unconstrained), lastAxis(unconstrained)),
  inverse: (b, constrained) => toZeroSumCoordinates(b, b.log(constrained)),
  // in all elements but one: ½ log K + Σ log x, where Σ log x = −K log Σ exp(H u) as H u has sum 0
  logJacobian: (b, unconstrained) => {
    const logits = fromZeroSumCoordinates(b, unconstrained);
    const count = lastExtent(logits);
    const total = b.logSumExp(logits, [lastAxis(logits)]);
    return b.subtract(0.5 * Math.log(count), b.multiply(count, total));
  },
};

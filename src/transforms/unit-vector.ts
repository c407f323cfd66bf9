import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { keepingAxes } from '../graph/node.ts';
import { lgamma } from '../numerics/index.ts';
import { lastAxis, lastExtent } from './last-axis.ts';
import type { Transform } from './transform.ts';

const squaredLength = (b: Builder, x: Node): Node => b.sum(b.square(x), [lastAxis(x)]);

/**
 * x = u / |u|, as in Stan. The length of u has no influence on x; it is given the distribution of the
 * length of a standard normal vector, which makes the whole proper:
 *
 * du = r^(K − 1) dr dx, r = |u|, and r has the chi density 2^(1 − K/2) / Γ(K/2) r^(K − 1) exp(−½ r²),
 * so that a density in x (by area of the sphere) becomes one in u with the factor
 * 2^(1 − K/2) / Γ(K/2) exp(−½ r²). At u = 0 there is no direction: NaN.
 */
export const unitVector: Transform = {
  name: 'unit_vector',
  summary: 'x = u / |u|, and |u| of a standard normal vector',
  eventRank: 1,
  describe: (name) => `${name} before its length is made 1`,
  forward: (b, unconstrained) => {
    const length = b.sqrt(squaredLength(b, unconstrained));
    const kept = keepingAxes(unconstrained.shape, [lastAxis(unconstrained)]);
    return b.divide(unconstrained, b.reshape(length, kept));
  },
  inverse: (_, constrained) => constrained,
  logJacobian: (b, unconstrained) => {
    const half = lastExtent(unconstrained) / 2;
    const constant = (1 - half) * Math.LN2 - lgamma(half);
    return b.subtract(constant, b.multiply(0.5, squaredLength(b, unconstrained)));
  },
};

import { lastAxis, withLastExtent } from './last-axis.ts';
import type { Transform } from './transform.ts';
import { fromZeroSumCoordinates, toZeroSumCoordinates } from './zero-sum-coordinates.ts';

/** x = H u with orthonormal columns, so that lengths and volumes are kept. */
export const sumToZero: Transform = {
  name: 'sum_to_zero',
  summary: 'x = H u, the columns of H orthonormal and each with sum 0',
  eventRank: 1,
  unconstrainedShape: (constrained) => withLastExtent(constrained, -1),
  describe: (name) => `${name} in zero-sum coordinates`,
  forward: fromZeroSumCoordinates,
  inverse: toZeroSumCoordinates,
  logJacobian: (b, unconstrained) =>
    b.broadcast(b.constant(0), unconstrained.shape.slice(0, lastAxis(unconstrained))),
};

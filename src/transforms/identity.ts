import type { Transform } from './transform.ts';

/** x = u, for parameters without bounds. */
export const identity: Transform = {
  name: 'identity',
  summary: 'x = u',
  describe: (name) => name,
  forward: (_, unconstrained) => unconstrained,
  inverse: (_, constrained) => constrained,
  logJacobian: (b, unconstrained) => b.broadcast(b.constant(0), unconstrained.shape),
};

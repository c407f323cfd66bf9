import type { Transform } from './transform.ts';

/** x = lower + eᵘ, so that dx/du = eᵘ. */
export const lower: Transform = {
  name: 'lower',
  summary: 'x = lower + exp(u)',
  describe: (name, lower) => (lower === undefined ? `log(${name})` : `log(${name} - ${lower})`),
  forward: (b, unconstrained, bounds) => b.add(bounds.lower!, b.exp(unconstrained)),
  inverse: (b, constrained, bounds) => b.log(b.subtract(constrained, bounds.lower!)),
  logJacobian: (_, unconstrained) => unconstrained,
};

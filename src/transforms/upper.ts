import type { Transform } from './transform.ts';

/** x = upper − eᵘ, so that |dx/du| = eᵘ. */
export const upper: Transform = {
  name: 'upper',
  summary: 'x = upper − exp(u)',
  describe: (name, _, upper = '1') => `log(${upper} - ${name})`,
  forward: (b, unconstrained, bounds) => b.subtract(bounds.upper!, b.exp(unconstrained)),
  inverse: (b, constrained, bounds) => b.log(b.subtract(bounds.upper!, constrained)),
  logJacobian: (_, unconstrained) => unconstrained,
};

import type { Transform } from './transform.ts';

/** x = lower + (upper − lower) σ(u), with σ(u) = 1 / (1 + e⁻ᵘ). */
export const interval: Transform = {
  name: 'interval',
  summary: 'x = lower + (upper − lower) / (1 + exp(−u))',
  describe: (name, lower, upper) =>
    lower === undefined && upper === undefined
      ? `logit(${name})`
      : `logit(${name} between ${lower ?? 0} and ${upper ?? 1})`,
  // measured from the nearer end, so that x keeps its precision there and never leaves the interval
  forward: (b, unconstrained, bounds) => {
    const [lower, upper] = [bounds.lower!, bounds.upper!];
    const isLowerHalf = b.less(unconstrained, 0);
    const fromEnd = b.where(isLowerHalf, unconstrained, b.negate(unconstrained));
    const distance = b.multiply(b.subtract(upper, lower), b.sigmoid(fromEnd));
    return b.where(isLowerHalf, b.add(lower, distance), b.subtract(upper, distance));
  },
  inverse: (b, constrained, bounds) =>
    b.subtract(
      b.log(b.subtract(constrained, bounds.lower!)),
      b.log(b.subtract(bounds.upper!, constrained)),
    ),
  // log (upper − lower) + log σ(u) + log σ(−u)
  logJacobian: (b, unconstrained, bounds) =>
    b.subtract(
      b.log(b.subtract(bounds.upper!, bounds.lower!)),
      b.add(b.softplus(unconstrained), b.softplus(b.negate(unconstrained))),
    ),
};

import type { GradientTarget } from '../method.ts';
import type { Information, NormalPrior } from './information.ts';

/** Over what one factor of the prior precision is: all weights, or those of a layer. */
export const tunings = ['global', 'layer'] as const;
export type Tuning = (typeof tunings)[number];

/** Weights whose prior precision has a factor of its own. */
export interface TunedGroup {
  readonly name: string;
  readonly priors: readonly NormalPrior[];
}

/** Factors beyond these say that the data want no such prior at all. */
export const farthest = Math.log(1e4);

/** The groups of weights that are not held. */
export function tunedGroups(
  { priors, before }: Information,
  holdsOthers: boolean,
  tuning: Tuning,
): readonly TunedGroup[] {
  const own = holdsOthers ? priors.filter(({ from }) => !before.includes(from)) : priors;
  if (tuning === 'global') return own.length === 0 ? [] : [{ name: 'all weights', priors: own }];
  return [...new Set(own.map(({ group }) => group))].map((name) => ({
    name,
    priors: own.filter(({ group }) => group === name),
  }));
}

/** By coordinate, from the logarithm of each group's factor. */
export function factorsOf(
  groups: readonly TunedGroup[],
  logFactors: ArrayLike<number>,
  dimension: number,
): Float64Array {
  const factors = new Float64Array(dimension).fill(1);
  groups.forEach(({ priors }, k) => {
    for (const { from, sd } of priors)
      factors.fill(Math.exp(logFactors[k]), from, from + sd.length);
  });
  return factors;
}

/** The log density with the precisions of the groups' priors multiplied. */
export function withFactors(
  target: GradientTarget,
  groups: readonly TunedGroup[],
  logFactors: ArrayLike<number>,
): GradientTarget {
  return {
    dimension: target.dimension,
    logDensityGradient(point, gradient) {
      let value = target.logDensityGradient(point, gradient);
      groups.forEach(({ priors }, group) => {
        const more = Math.expm1(logFactors[group]);
        for (const { from, mean, sd } of priors) {
          for (let k = 0; k < sd.length; k++) {
            const u = (point[from + k] - mean[k]) / sd[k];
            value += 0.5 * (logFactors[group] - more * u * u);
            gradient[from + k] -= (more * u) / sd[k];
          }
        }
      });
      return value;
    },
  };
}

import { lbfgsDefaults, maximise } from '../lbfgs.ts';
import type { GradientTarget } from '../method.ts';
import type { Block } from './block.ts';
import type { Information, NormalPrior } from './information.ts';
import { Precision } from './precision.ts';
import { PriorCurvature } from './prior-curvature.ts';

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
  logFactors: readonly number[],
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

/**
 * The factors at which the evidence by Laplace's method is largest, with the mode and the curvature of the likelihood as
 * they are: of each group Σ (log δ − δ u²) / 2 − ½ log det of the precision, u the weights in units of their prior
 * (MacKay 1992, A practical Bayesian framework for backpropagation networks; Immer and others 2021, Scalable marginal
 * likelihood estimation for model selection in deep learning).
 *
 * @returns logarithms
 */
export function tunedFactors(
  information: Information,
  blocks: readonly Block[],
  groups: readonly TunedGroup[],
  point: Float64Array,
  start: readonly number[],
): number[] {
  const { dimension } = information;
  const sizes = groups.map(({ priors }) => priors.reduce((sum, { sd }) => sum + sd.length, 0));
  const squares = groups.map(({ priors }) =>
    priors.reduce(
      (sum, { from, mean, sd }) =>
        sd.reduce((total, s, k) => total + ((point[from + k] - mean[k]) / s) ** 2, sum),
      0,
    ),
  );
  const evidence = (logFactors: Float64Array, gradient: Float64Array): number => {
    if (logFactors.some((value) => Math.abs(value) > 2 * farthest)) return Number.NEGATIVE_INFINITY;
    const factors = factorsOf(groups, logFactors, dimension);
    const precision = new Precision(blocks, new PriorCurvature(information, point, factors));
    const variances = precision.variances();
    let value = -0.5 * precision.logDeterminant;
    groups.forEach(({ priors }, group) => {
      const factor = Math.exp(logFactors[group]);
      const spread = priors.reduce(
        (sum, { from, sd }) =>
          sd.reduce((total, s, k) => total + variances[from + k] / (s * s), sum),
        0,
      );
      value += 0.5 * (sizes[group] * logFactors[group] - factor * squares[group]);
      gradient[group] = 0.5 * (sizes[group] - factor * (squares[group] + spread));
    });
    return value;
  };
  const found = maximise(evidence, start, 100, { ...lbfgsDefaults, relativeGradient: 1e-12 });
  return Array.from(found?.point ?? start, (value) =>
    Math.max(-farthest, Math.min(farthest, value)),
  );
}

import type { GradientTarget, Target } from '../method.ts';
import type { Block } from './block.ts';
import type { Information } from './information.ts';
import { gathered, Precision } from './precision.ts';
import { PriorCurvature } from './prior-curvature.ts';
import { type Structure, standardStructure, structures } from './structures.ts';
import {
  factorsOf,
  type TunedGroup,
  type Tuning,
  tunedGroups,
  withFactors,
} from './tuned-prior.ts';

/** What of the curvature is kept, and over what the prior is tuned. */
export interface CurvatureOptions {
  /** The name of a structure; undefined for one that suits the size. */
  readonly hessian: string | undefined;
  readonly tunePrior: Tuning | undefined;
}

export function structureOf(information: Information, { hessian }: CurvatureOptions): Structure {
  return structures.get(hessian ?? standardStructure(information))!;
}

export function groupsOf(
  information: Information,
  options: CurvatureOptions,
): readonly TunedGroup[] {
  if (options.tunePrior === undefined) return [];
  const { holdsOthers = false } = structureOf(information, options);
  return tunedGroups(information, holdsOthers, options.tunePrior);
}

/** The normal distribution at a point that is taken for the mode. */
export interface AtMode {
  readonly groups: readonly TunedGroup[];
  /** Of each group's prior precision, the logarithm. */
  readonly logFactors: readonly number[];
  /** Of the likelihood. */
  readonly blocks: readonly Block[];
  readonly precision: Precision;
  readonly logDensity: number;
  /** Without that of the noise's scale, which is where its own posterior has its mode. */
  readonly gradient: Float64Array;
  /** By Laplace's method; of coordinates that are not held, with the others as they are. */
  readonly logEvidence: number;
}

/** @param factors none where nothing was tuned yet */
export function atMode(
  target: Target,
  point: Float64Array,
  factors: readonly number[],
  options: CurvatureOptions,
): AtMode {
  const information = target.information!;
  const groups = groupsOf(information, options);
  const logFactors = groups.map((_, k) => factors[k] ?? 0);
  const structure = structureOf(information, options);
  const blocks = gathered(structure.blocks(information), information, point);
  const prior = new PriorCurvature(information, point, factorsOf(groups, logFactors, point.length));
  const precision = new Precision(blocks, prior);
  const gradient = new Float64Array(point.length);
  const tuned = tunedTarget(target, groups, logFactors);
  const logDensity = tuned.logDensityGradient(point, gradient);
  const logEvidence =
    logDensity + 0.5 * precision.size * Math.log(2 * Math.PI) - 0.5 * precision.logDeterminant;
  return { groups, logFactors, blocks, precision, logDensity, gradient, logEvidence };
}

/** The log density with these factors, and without a slope along the noise's scale, which climbs leave as it is. */
export function tunedTarget(
  target: Target,
  groups: readonly TunedGroup[],
  logFactors: readonly number[],
): GradientTarget {
  const { noise } = target.information!;
  const withOwn = withFactors(target, groups, logFactors);
  return {
    dimension: target.dimension,
    logDensityGradient(point, gradient) {
      const value = withOwn.logDensityGradient(point, gradient);
      if (noise !== undefined) gradient[noise] = 0;
      return value;
    },
  };
}

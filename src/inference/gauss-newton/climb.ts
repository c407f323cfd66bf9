import { type LbfgsState, lbfgsDefaults, startLbfgs, stepLbfgs } from '../lbfgs.ts';
import { InferenceError, type Target } from '../method.ts';
import { noStart } from '../no-start.ts';
import { plainNumbers } from '../plain-numbers.ts';
import { type CurvatureOptions, groupsOf, structureOf, tunedTarget } from './at-mode.ts';
import type { Block } from './block.ts';
import { gathered, Precision } from './precision.ts';
import { PriorCurvature } from './prior-curvature.ts';
import { standardStructure, structures } from './structures.ts';
import { factorsOf } from './tuned-prior.ts';

/**
 * A part of the way up by all examples, with the factors of the priors and the noise held. Its steps are those of L-BFGS
 * with the Gauss-Newton curvature of its start in place of a multiple of one: of networks the gradient alone points far
 * from where the top is, and thousands of steps go by in narrow valleys.
 */
export interface Climb {
  /** Where the likelihood's curvature is taken. */
  readonly at: readonly number[];
  readonly logFactors: readonly number[];
  /** The log density at its start. */
  readonly from: number;
  readonly search: LbfgsState;
}

/** By the place where each was taken; found anew after a run was interrupted. */
const curvatures = new WeakMap<readonly number[], Precision | undefined>();

/**
 * @param start may differ from `at` in the noise alone
 * @param blocks of the structure at `at`, where they are known
 */
export function startClimb(
  target: Target,
  at: Float64Array,
  start: Float64Array,
  logFactors: readonly number[],
  options: CurvatureOptions,
  blocks?: readonly Block[],
): Climb {
  const tuned = tunedTarget(target, groupsOf(target.information!, options), logFactors);
  const search = startLbfgs((x, gradient) => tuned.logDensityGradient(x, gradient), start);
  if (search === undefined) throw noStart('wherever training came');
  const climb = { at: plainNumbers(at), logFactors, from: search.value, search };
  const { holdsOthers } = structureOf(target.information!, options);
  if (blocks && !holdsOthers) curvatures.set(climb.at, curvatureOf(climb, target, options, blocks));
  return climb;
}

export function climbOn(target: Target, climb: Climb, options: CurvatureOptions): Climb {
  const { at, logFactors, search } = climb;
  const tuned = tunedTarget(target, groupsOf(target.information!, options), logFactors);
  if (!curvatures.has(at)) curvatures.set(at, curvatureOf(climb, target, options));
  const curvature = curvatures.get(at);
  const next = stepLbfgs(
    (x, gradient) => tuned.logDensityGradient(x, gradient),
    search,
    lbfgsDefaults,
    curvature && ((vector) => curvature.times(vector)),
  );
  return { ...climb, search: next };
}

/** Of all coordinates, also where the fit holds some; undefined where it is not that of a normal distribution. */
function curvatureOf(
  { at, logFactors, search }: Climb,
  target: Target,
  options: CurvatureOptions,
  blocks?: readonly Block[],
): Precision | undefined {
  const information = target.information!;
  const { noise, dimension } = information;
  const point = Float64Array.from(at);
  const scale = new Float64Array(dimension).fill(1);
  const own = structureOf(information, options);
  const structure = own.holdsOthers ? structures.get(standardStructure(information))! : own;
  const likelihood = blocks ?? gathered(structure.blocks(information), information, point);
  if (noise !== undefined) {
    scale.fill(Math.exp(at[noise] - search.point[noise]));
    scale[noise] = 1;
    point[noise] = search.point[noise];
  }
  const factors = factorsOf(groupsOf(information, options), logFactors, dimension);
  try {
    return new Precision(likelihood, new PriorCurvature(information, point, factors), scale);
  } catch (error) {
    if (error instanceof InferenceError) return undefined;
    throw error;
  }
}

import { Random, type RandomState } from '../../random/random.ts';
import { type LocationScale, proposeNormal } from '../importance.ts';
import { type LbfgsState, lbfgsDefaults, startLbfgs, stepLbfgs } from '../lbfgs.ts';
import type { GradientTarget } from '../method.ts';
import { noStart } from '../no-start.ts';
import { type LocalCurvature, nextDiagonal, normalAround } from './inverse-hessian.ts';

/** An L-BFGS climb and the best normal distribution on it so far: plain numbers that survive JSON. */
export interface PathState {
  readonly random: RandomState;
  readonly climb: LbfgsState;
  readonly diagonal: readonly number[];
  readonly best?: { readonly curvature: LocalCurvature; readonly elbo: number };
  readonly gradients: number;
  readonly done: boolean;
}

export interface PathSettings {
  /** Steps in memory. */
  readonly memory: number;
  readonly maxIterations: number;
  /** Draws from which the bound of each iteration is estimated. */
  readonly elboDraws: number;
}

const startAttempts = 100;

/** A climb from a point uniform on (−2, 2) in every coordinate where density and gradient are finite. */
export function startPath(target: GradientTarget, random: Random): PathState {
  for (let attempt = 0; attempt < startAttempts; attempt++) {
    const start = Float64Array.from({ length: target.dimension }, () => 4 * random.uniform() - 2);
    const climb = startLbfgs((x, gradient) => target.logDensityGradient(x, gradient), start);
    if (climb === undefined) continue;
    const diagonal = new Array<number>(target.dimension).fill(1);
    return { random: random.state, climb, diagonal, gradients: attempt + 1, done: false };
  }
  throw noStart(`at all ${startAttempts} starting points tried`);
}

/** One step of the climb; the normal around the point it leads to is kept where its bound is the highest so far. */
export function stepPath(
  target: GradientTarget,
  path: PathState,
  { memory, maxIterations, elboDraws }: PathSettings,
): PathState {
  let { gradients } = path;
  const counted: GradientTarget = {
    dimension: target.dimension,
    logDensityGradient(x, gradient) {
      gradients++;
      return target.logDensityGradient(x, gradient);
    },
  };
  const objective = (x: Float64Array, g: Float64Array): number => counted.logDensityGradient(x, g);
  const climb = stepLbfgs(objective, path.climb, { ...lbfgsDefaults, memory });
  const step = climb.steps.at(-1);
  const isNew = step !== undefined && step !== path.climb.steps.at(-1);
  const diagonal = isNew ? nextDiagonal(path.diagonal, step, climb.changes.at(-1)!) : path.diagonal;
  const done = climb.status !== 'running' || climb.iteration >= maxIterations;
  const moved = climb.iteration > path.climb.iteration;
  if (!moved) return { ...path, climb, gradients, done };

  const { point, gradient, steps, changes } = climb;
  const curvature = { point, gradient, diagonal, steps, changes };
  const random = Random.fromState(path.random);
  const elbo = estimateBound(counted, normalAround(curvature), elboDraws, random);
  const best = elbo > (path.best?.elbo ?? -Infinity) ? { curvature, elbo } : path.best;
  return { random: random.state, climb, diagonal, gradients, done, ...(best && { best }) };
}

/** The average of log p − log q over draws of q; −inf where one of them has no density. */
function estimateBound(
  target: GradientTarget,
  normal: LocationScale | undefined,
  count: number,
  random: Random,
): number {
  if (normal === undefined) return Number.NEGATIVE_INFINITY;
  const { draws, logDensities } = proposeNormal(normal, count, random);
  const unused = new Float64Array(target.dimension);
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const point = draws.subarray(row * target.dimension, (row + 1) * target.dimension);
    sum += target.logDensityGradient(point, unused) - logDensities[row];
  }
  // an infinite density is no better than none
  return sum < Infinity ? sum / count : Number.NEGATIVE_INFINITY;
}

import { Curvature } from './curvature.ts';
import { type LbfgsState, startLbfgs, stepLbfgs } from './lbfgs.ts';
import { lineSearch, type Objective } from './line-search.ts';
import type { Target } from './method.ts';

/**
 * The climb from one starting point: L-BFGS, then Newton steps with the exact Hessian, which also converge
 * where parameters have very different scales or are almost collinear. Plain numbers that survive JSON.
 */
export interface ModeSearch {
  readonly start: readonly number[];
  readonly point: readonly number[];
  readonly value: number;
  readonly iterations: number;
  /** The quasi-Newton phase while it lasts. */
  readonly quasiNewton?: LbfgsState;
  readonly newtonSteps: number;
  /** √(gᵀ(−H)⁻¹g) at `point`: the distance to the mode in standard deviations; absent until it is known. */
  readonly newtonDecrement?: number;
  /** `ended`: no higher point was found, and this one is not a maximum. */
  readonly status: 'running' | 'maximum' | 'ended';
}

const quasiNewtonIterations = 500;
const newtonIterations = 100;
const convergedDecrement = 1e-8;
/** Within this distance of the mode rounding may stop the progress. */
const nearDecrement = 1e-4;

function objectiveOf(target: Target): Objective {
  return (point, gradient) => target.logDensityGradient(point, gradient);
}

/** `undefined` where the log density or its gradient is not finite at `start`. */
export function startModeSearch(target: Target, start: ArrayLike<number>): ModeSearch | undefined {
  const quasiNewton = startLbfgs(objectiveOf(target), start);
  if (quasiNewton === undefined) return undefined;
  const { point, value } = quasiNewton;
  return {
    start: point,
    point,
    value,
    iterations: 0,
    quasiNewton,
    newtonSteps: 0,
    status: 'running',
  };
}

export function stepModeSearch(target: Target, search: ModeSearch): ModeSearch {
  const { quasiNewton, ...rest } = search;
  if (quasiNewton?.status !== 'running' || quasiNewton.iteration >= quasiNewtonIterations)
    return newtonStep(target, rest);
  const next = stepLbfgs(objectiveOf(target), quasiNewton);
  return {
    ...rest,
    point: next.point,
    value: next.value,
    iterations: search.iterations + 1,
    quasiNewton: next,
  };
}

/**
 * One Newton step with a line search; where the Hessian is not negative definite, along the step of the
 * matrix with the absolute eigenvalues (Nocedal and Wright, section 3.4).
 */
function newtonStep(target: Target, search: ModeSearch): ModeSearch {
  const point = Float64Array.from(search.point);
  const gradient = new Float64Array(target.dimension);
  const value = target.logDensityGradient(point, gradient);
  const curvature = Curvature.at(target, point);
  if (curvature === undefined || !Number.isFinite(value)) return { ...search, status: 'ended' };

  const direction = curvature.isMaximum
    ? curvature.solve(gradient)
    : saddleFreeStep(curvature, gradient);
  const slope = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
  const decrement = Math.sqrt(Math.max(0, slope));
  const here: ModeSearch = { ...search, value, newtonDecrement: decrement };
  const end = (): ModeSearch => ({
    ...here,
    status: curvature.isMaximum && decrement < nearDecrement ? 'maximum' : 'ended',
  });
  const previous = search.newtonDecrement ?? Infinity;
  const idle = previous < nearDecrement && decrement > 0.5 * previous;
  if (decrement < convergedDecrement || idle || search.newtonSteps >= newtonIterations)
    return end();

  const trial = lineSearch(objectiveOf(target), point, value, slope, direction, 1);
  if (trial === undefined) return end();
  return {
    ...here,
    point: Array.from(trial.point),
    value: trial.value,
    iterations: search.iterations + 1,
    newtonSteps: search.newtonSteps + 1,
  };
}

function saddleFreeStep(curvature: Curvature, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  const matrix = curvature.preconditioner(1e-8);
  const step = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    let along = 0;
    for (let i = 0; i < size; i++) along += matrix[i * size + j] * gradient[i];
    for (let i = 0; i < size; i++) step[i] += matrix[i * size + j] * along;
  }
  return step;
}

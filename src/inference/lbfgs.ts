import { lineSearch, type Objective } from './line-search.ts';
import { plainNumbers } from './plain-numbers.ts';

export interface LbfgsOptions {
  /** Number of past steps from which the curvature is built. */
  readonly memory: number;
  /** Ends when gᵀ B⁻¹ g, about twice the increase still to come, is below this share of max(1, |f|). */
  readonly relativeGradient: number;
  /** Ends when two steps in succession raise f by less than this share of max(1, |f|). */
  readonly relativeObjective: number;
}

export const lbfgsDefaults: LbfgsOptions = {
  memory: 10,
  relativeGradient: 1e-13,
  relativeObjective: 1e-14,
};

/** All that is carried from one iteration to the next: plain numbers that survive JSON. */
export interface LbfgsState {
  readonly point: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  /** Past steps and the changes −Δg that belong to them, oldest first. */
  readonly steps: readonly (readonly number[])[];
  readonly changes: readonly (readonly number[])[];
  readonly iteration: number;
  /** Steps in succession that raised the objective by next to nothing. */
  readonly idle: number;
  /** `stalled`: no higher point was found along the gradient, which is not small. */
  readonly status: 'running' | 'converged' | 'stalled';
}

/** The state at `start`, or `undefined` where the objective or its gradient is not finite there. */
export function startLbfgs(objective: Objective, start: ArrayLike<number>): LbfgsState | undefined {
  const point = Float64Array.from(start);
  const gradient = new Float64Array(point.length);
  const value = objective(point, gradient);
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) return undefined;
  return {
    point: plainNumbers(point),
    value,
    gradient: plainNumbers(gradient),
    steps: [],
    changes: [],
    iteration: 0,
    idle: 0,
    status: 'running',
  };
}

/**
 * One iteration of the limited-memory BFGS method (Nocedal 1980; Nocedal and Wright, algorithm 7.5) for a
 * maximum. Where the search along the quasi-Newton direction fails the memory is dropped.
 *
 * @param inverse the product of a vector with a symmetric positive definite matrix that is near the inverse of the
 *   negative Hessian, of which past steps are corrections; the same in all steps. Without it, a multiple of one.
 */
export function stepLbfgs(
  objective: Objective,
  state: LbfgsState,
  options: LbfgsOptions = lbfgsDefaults,
  inverse?: (vector: Float64Array) => Float64Array,
): LbfgsState {
  const direction = ascentDirection(state, inverse);
  const slope = dot(direction, state.gradient);
  if (slope === 0) return { ...state, status: 'converged' };
  if (!(slope > 0) || !Number.isFinite(slope)) return withoutMemory(state);
  const isScaled = state.steps.length > 0 || inverse !== undefined;
  if (isScaled && slope <= options.relativeGradient * Math.max(1, Math.abs(state.value)))
    return { ...state, status: 'converged' };

  // Without memory the gradient says nothing about the length of the step: begin with a unit one.
  const firstStep = isScaled ? 1 : Math.min(1, 1 / Math.sqrt(slope));
  const start = Float64Array.from(state.point);
  const trial = lineSearch(objective, start, state.value, slope, direction, firstStep);
  if (trial === undefined) return withoutMemory(state);

  const increase = trial.value - state.value;
  const scale = Math.max(1, Math.abs(state.value), Math.abs(trial.value));
  const idle = increase <= options.relativeObjective * scale ? state.idle + 1 : 0;
  return {
    point: plainNumbers(trial.point),
    value: trial.value,
    gradient: plainNumbers(trial.gradient),
    ...remember(state, trial.point, trial.gradient, options.memory),
    iteration: state.iteration + 1,
    idle,
    status: idle >= 2 ? 'converged' : 'running',
  };
}

/** Iterations until the method ends, at most `maxIterations`. */
export function maximise(
  objective: Objective,
  start: ArrayLike<number>,
  maxIterations: number,
  options: LbfgsOptions = lbfgsDefaults,
): LbfgsState | undefined {
  let state = startLbfgs(objective, start);
  while (state?.status === 'running' && state.iteration < maxIterations)
    state = stepLbfgs(objective, state, options);
  return state;
}

/** The two-loop recursion: B⁻¹ g with B⁻¹ the inverse of the negative Hessian as far as it is known. */
function ascentDirection(
  state: LbfgsState,
  inverse: (vector: Float64Array) => Float64Array = (vector) => vector,
): Float64Array {
  const { steps, changes } = state;
  let direction: Float64Array = Float64Array.from(state.gradient);
  const weights: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    const weight = dot(steps[k], direction) / dot(steps[k], changes[k]);
    weights[k] = weight;
    addScaled(direction, -weight, changes[k]);
  }
  direction = inverse(direction);
  const last = steps.length - 1;
  if (last >= 0) {
    const change = Float64Array.from(changes[last]);
    const scale = dot(steps[last], change) / dot(change, inverse(change));
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (let k = 0; k <= last; k++) {
    const weight = dot(changes[k], direction) / dot(steps[k], changes[k]);
    addScaled(direction, weights[k] - weight, steps[k]);
  }
  return direction;
}

/** Adds the last step to the memory where the objective curves down along it. */
function remember(
  state: LbfgsState,
  point: Float64Array,
  gradient: Float64Array,
  memory: number,
): Pick<LbfgsState, 'steps' | 'changes'> {
  const step = state.point.map((value, i) => point[i] - value);
  const change = state.gradient.map((value, i) => value - gradient[i]);
  const curved =
    dot(step, change) > Number.EPSILON * Math.sqrt(dot(step, step) * dot(change, change));
  if (!curved) return { steps: state.steps, changes: state.changes };
  return {
    steps: [...state.steps, step].slice(-memory),
    changes: [...state.changes, change].slice(-memory),
  };
}

function withoutMemory(state: LbfgsState): LbfgsState {
  if (state.steps.length === 0) return { ...state, status: 'stalled' };
  return { ...state, steps: [], changes: [] };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, factor: number, source: ArrayLike<number>): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}

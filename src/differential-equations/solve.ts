import { BackwardDifferences } from './backward-differences.ts';
import { DormandPrince } from './dormand-prince.ts';
import type { Accuracy, Failure, InitialValueProblem, Stepper, System } from './system.ts';

/** The methods by their names in the language. */
export const methods = {
  /** Explicit Runge-Kutta, for problems that are not stiff. */
  rk45: DormandPrince,
  /** Backward differentiation, for stiff ones. */
  bdf: BackwardDifferences,
} as const satisfies Record<string, new (system: System) => Stepper>;

export type MethodName = keyof typeof methods;

export const METHOD_NAMES = Object.keys(methods) as readonly MethodName[];

/** The share of the tolerances that one step may take: errors add up over many. */
const SHARE_OF_A_STEP = 0.1;

/** Steps shorter than so many units in the last place of the time are none. */
const SHORTEST_STEP = 16;

/**
 * The solution at the given times.
 *
 * @param solution filled with one state a time; NaN from where there is none
 * @returns why it ends before the last time, if it does
 */
export function solve(
  stepper: Stepper,
  { start, initial, times }: InitialValueProblem,
  accuracy: Accuracy,
  solution: Float64Array,
): Failure | undefined {
  const { length } = initial;
  const fail = (reason: Failure['reason'], time: number, from: number): Failure => {
    solution.fill(Number.NaN, from * length);
    return { reason, time };
  };
  const ofAStep: Accuracy = {
    ...accuracy,
    relative: SHARE_OF_A_STEP * accuracy.relative,
    absolute: SHARE_OF_A_STEP * accuracy.absolute,
  };
  const wrong = wrongTime(start, times);
  if (wrong !== undefined) return fail('times', wrong, 0);
  let steps = 0;
  let hasBegun = false;
  for (let k = 0; k < times.length; k++) {
    const time = times[k];
    if (time === start) {
      solution.set(initial, k * length);
      continue;
    }
    if (!hasBegun) stepper.begin(start, initial, times[times.length - 1], ofAStep);
    if (Number.isNaN(stepper.stepSize)) return fail('derivative', start, k);
    hasBegun = true;
    while (stepper.time < time) {
      const shortest = SHORTEST_STEP * Number.EPSILON * Math.abs(stepper.time);
      if (!(stepper.stepSize > shortest)) return fail('explodes', stepper.time, k);
      if (steps >= accuracy.maxSteps) return fail('steps', stepper.time, k);
      stepper.step();
      steps += 1;
    }
    if (stepper.time === time) solution.set(stepper.state, k * length);
    else stepper.interpolate(time, solution, k * length);
  }
  return undefined;
}

/** The first time that is not finite, or before the one that precedes it. */
function wrongTime(start: number, times: Float64Array): number | undefined {
  if (!Number.isFinite(start)) return start;
  let last = start;
  for (const time of times) {
    if (!(time >= last) || time === Infinity) return time;
    last = time;
  }
  return undefined;
}

/** Initial value problems z′ = f(t, z), z(start) = initial, and what is asked of their solution. */
import type { StepRecord } from './step-record.ts';

/**
 * The right-hand side. A state is a matrix of `rows` rows, in row-major order, whose first column is the
 * solution; other columns are its derivatives in some directions, which have the same Jacobian.
 */
export interface System {
  /** Elements of the state, a multiple of `rows`. */
  readonly size: number;
  readonly rows: number;
  /** Writes f(t, z) to `result`. */
  derivative(time: number, state: Float64Array, result: Float64Array): void;
  /** Implicit methods ask for these: f of the first column alone, `rows` numbers, … */
  solution(time: number, state: Float64Array, result: Float64Array): void;
  /** … and ∂fᵢ/∂zⱼ of the first column, as element i · rows + j of `result`. */
  jacobian(time: number, state: Float64Array, result: Float64Array): void;
}

/** What is asked of the solution of a system. */
export interface InitialValueProblem {
  readonly start: number;
  readonly initial: Float64Array;
  /** They do not decrease and do not begin before the start. */
  readonly times: Float64Array;
}

/** The error of an element may be about `absolute` + `relative` · |element|. */
export interface Accuracy {
  readonly relative: number;
  readonly absolute: number;
  /** From the start to the last time, rejected ones included. */
  readonly maxSteps: number;
}

/**
 * Why there is no solution from some time on:
 * - `times`: they decrease, begin before the start or are not finite
 * - `derivative`: it is not finite at the start
 * - `explodes`: steps became too short to tell times apart, as they do before a singularity
 * - `steps`: too many were needed
 */
export type FailureReason = 'times' | 'derivative' | 'explodes' | 'steps';

export interface Failure {
  readonly reason: FailureReason;
  /** How far the solution got. */
  readonly time: number;
}

/** How much shorter or longer than the last a step may be (the bounds of DOPRI5). */
export const stepRatios = { shortest: 0.2, longest: 10 } as const;

/** A method under way: it knows the solution up to `time`. */
export interface Stepper {
  readonly time: number;
  /** The state at `time`. */
  readonly state: Float64Array;
  /** Starts anew; nothing is asked of it beyond `end`. */
  begin(start: number, initial: Float64Array, end: number, accuracy: Accuracy): void;
  /** Tries one step; whether it was accurate enough, and so accepted. */
  step(): boolean;
  /** The length of the step that comes next. */
  readonly stepSize: number;
  /** Writes the solution at a time within the last step to `target`, from `offset` on. */
  interpolate(time: number, target: Float64Array, offset: number): void;
  /** Where accepted steps are written down, if anywhere. */
  record: StepRecord | undefined;
}

/** The right-hand side f(t, z, p) of a solution that is differentiated. */
export interface AdjointSystem extends Pick<System, 'size' | 'rows' | 'jacobian'> {
  /** Elements of p that are asked for. */
  readonly invariants: number;
  /** Writes (∂f/∂z)ᵀ c and then (∂f/∂p)ᵀ c of a cotangent c of the slope at (t, z) to `result`. */
  pull(time: number, state: Float64Array, cotangent: Float64Array, result: Float64Array): void;
}

/** The derivative of solutions of one equation, by the adjoint of the steps that led to them. */
export interface Adjoint {
  /**
   * @param record of the steps that led to the solution
   * @param cotangents one state a time, as the solution
   * @param result filled with the cotangents of the initial state, then of the invariants; NaN where one that is not 0
   *   is of a time without a solution
   */
  run(
    record: StepRecord,
    problem: InitialValueProblem,
    solution: Float64Array,
    cotangents: Float64Array,
    result: Float64Array,
  ): void;
}

/** Whether something depends on a time that the solution does not reach. */
export const asksBeyondSolution = (solution: Float64Array, cotangents: Float64Array): boolean =>
  solution.some((value, k) => Number.isNaN(value) && cotangents[k] !== 0);

/**
 * The greatest error of a column, its root mean square relative to the `scale` of its elements: so the solution
 * is as accurate with its derivatives as without. NaN where an element is.
 */
export function errorNorm(error: Float64Array, scale: Float64Array, rows: number): number {
  const { length } = error;
  const columns = length / rows;
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let k = column; k < length; k += columns) {
      const ratio = error[k] / scale[k];
      sum += ratio * ratio;
    }
    if (!(sum <= largest)) largest = sum;
  }
  return Math.sqrt(largest / rows);
}

/** Writes the errors that are allowed at a state to `scale`. */
export function allowedErrors(
  { relative, absolute }: Accuracy,
  state: Float64Array,
  scale: Float64Array,
): void {
  for (let k = 0; k < state.length; k++) scale[k] = absolute + relative * Math.abs(state[k]);
}

export const allFinite = (values: Float64Array): boolean => {
  // a sum is NaN or infinite where an element is; finite elements may overflow it
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return Number.isFinite(sum) || values.every(Number.isFinite);
};

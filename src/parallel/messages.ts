/** What threads tell each other. */
import type { StepInfo } from '../inference/method.ts';

/** To a worker, when it starts. */
export interface Task {
  /** Of `SharedRun`: the density and its gradient. */
  readonly program: unknown;
  readonly dimension: number;
  /** The name of the method, its options and the state to go on from. */
  readonly method: string;
  readonly options: unknown;
  readonly state: unknown;
  /** Whether states on the way are asked for. */
  readonly keepsStates: boolean;
}

export type Steps = StepInfo & { readonly step: number };

/** From a worker; what it says of the method's state is of the method's type. */
export type Report<State> =
  | { readonly kind: 'progress'; readonly steps: Steps }
  /** A state on the way. */
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'done'; readonly state: State }
  /** An `InferenceError`, whose class does not survive the way. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** An error of the compiled graph, which the thread that compiled it can explain. */
  | { readonly kind: 'trapped'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: unknown };

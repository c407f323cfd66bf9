import type { Random } from '../random/random.ts';
import type {
  Approximation,
  GradientTarget,
  InferenceMethod,
  ParallelSteps,
  StepInfo,
} from './method.ts';
import { Pauses } from './pauses.ts';

export interface Progress extends StepInfo {
  readonly step: number;
  readonly elapsedMs: number;
  /** From the share done so far; absent while that is too small to tell. */
  readonly remainingMs?: number;
}

export interface RunOptions<Options, State> {
  /** Ends the run: its reason is thrown, after the last state went to `onCheckpoint`. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms, and at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** A state to continue from, as `onCheckpoint` gave it, in place of a new one. */
  readonly from?: State;
  /** Called with the state as often as `onProgress` until the last step; from other threads every now and then. */
  readonly onCheckpoint?: (state: State) => void;
  /** Makes the rest of the steps in other threads, where the method can and it is worth while. */
  readonly elsewhere?: Elsewhere<Options, State>;
}

/**
 * Makes steps in other threads.
 *
 * @param report called with what all of them have done so far
 * @param keep called every now and then with a state to continue from, where it is given
 * @returns the state at the end; `undefined` where there are no threads to use
 */
export type Elsewhere<Options, State> = (
  steps: ParallelSteps<Options, State>,
  state: State,
  options: Options,
  report: (info: StepInfo & { readonly step: number }) => void,
  keep?: (state: State) => void,
) => Promise<State | undefined>;

/**
 * Other threads are started where so much is left to do after so long. To start them and to warm them up
 * takes about 150 ms on two cores; earlier, code still runs unoptimised and remaining times are told several
 * times too long.
 */
const worthWhileMs = 1000;
const settledMs = 150;
/** Labels of the random streams: one for the steps, one for what follows them. */
const streams = { steps: 0, posterior: 1 } as const;

/**
 * Runs a method to its end. The numbers depend on `random` alone, neither on the pauses, nor on threads, nor on
 * whether the run was interrupted and continued. Rejects with the signal's reason, or with what the method throws.
 */
export async function run<Options, State, T extends GradientTarget>(
  method: InferenceMethod<Options, State, T>,
  target: T,
  options: Options,
  random: Random,
  { signal, onProgress, from, onCheckpoint, elsewhere }: RunOptions<Options, State> = {},
): Promise<Approximation> {
  signal?.throwIfAborted();
  const started = performance.now();
  const pauses = new Pauses(signal);
  const report = (info: StepInfo & { readonly step: number }): void => {
    const elapsedMs = performance.now() - started;
    const remainingMs = (elapsedMs * (1 - info.progress)) / info.progress;
    onProgress?.({ ...info, elapsedMs, ...(info.progress >= 0.01 && { remainingMs }) });
  };
  let mayLeave = elsewhere !== undefined && method.parallel !== undefined;
  let state = from ?? method.init(target, options, random.stream(streams.steps));
  for (let step = 1; ; step++) {
    const result = method.step(target, state, options);
    state = result.state;
    const { info } = result;
    const now = performance.now();
    if (!info.done && !pauses.isDue(now)) continue;

    const remainingMs = ((now - started) * (1 - info.progress)) / info.progress;
    report({ ...info, step });
    if (info.done) break;
    onCheckpoint?.(state);
    if (mayLeave && remainingMs > worthWhileMs && now - started > settledMs) {
      mayLeave = false;
      const end = await elsewhere!(
        method.parallel!,
        state,
        options,
        (there) => report({ ...there, step: step + there.step }),
        onCheckpoint,
      );
      if (end !== undefined) {
        state = end;
        break;
      }
    }
    await pauses.take();
  }
  return method.posterior(target, state, options, random.stream(streams.posterior));
}

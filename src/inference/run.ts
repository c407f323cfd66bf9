import type { Random } from '../random/random.ts';
import type { Approximation, InferenceMethod, StepInfo, Target } from './method.ts';

export interface Progress extends StepInfo {
  readonly step: number;
  readonly elapsedMs: number;
  /** From the share done so far; absent while that is too small to tell. */
  readonly remainingMs?: number;
}

export interface RunOptions<State> {
  /** Ends the run: its reason is thrown, after the last state went to `onCheckpoint`. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms, and at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** A state to continue from, as `onCheckpoint` gave it, in place of a new one. */
  readonly from?: State;
  /** Called with the state as often as `onProgress`. */
  readonly onCheckpoint?: (state: State) => void;
}

/** How long steps run before the event loop gets its turn. */
const sliceMs = 50;
/** Labels of the random streams: one for the steps, one for what follows them. */
const streams = { steps: 0, posterior: 1 } as const;

/**
 * Runs a method to its end. The numbers depend on `random` alone, neither on the pauses nor on whether the run
 * was interrupted and continued. Rejects with the signal's reason, or with what the method throws.
 */
export async function run<Options, State>(
  method: InferenceMethod<Options, State>,
  target: Target,
  options: Options,
  random: Random,
  { signal, onProgress, from, onCheckpoint }: RunOptions<State> = {},
): Promise<Approximation> {
  signal?.throwIfAborted();
  const started = performance.now();
  let pause = started;
  let state = from ?? method.init(target, options, random.stream(streams.steps));
  for (let step = 1; ; step++) {
    const result = method.step(target, state, options);
    state = result.state;
    const { info } = result;
    const now = performance.now();
    if (!info.done && now - pause < sliceMs) continue;

    const elapsedMs = now - started;
    const remainingMs = (elapsedMs * (1 - info.progress)) / info.progress;
    onProgress?.({ ...info, step, elapsedMs, ...(info.progress >= 0.01 && { remainingMs }) });
    onCheckpoint?.(state);
    if (info.done) break;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    pause = performance.now();
  }
  return method.posterior(target, state, options, random.stream(streams.posterior));
}

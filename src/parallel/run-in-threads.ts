/** The steps of a method shared out among worker threads. */
import type { Worker } from 'node:worker_threads';
import type { SharedRun } from '../engines/engine.ts';
import { InferenceError, type StepInfo } from '../inference/method.ts';
import type { Elsewhere } from '../inference/run.ts';
import type { Report, Steps, Task } from './messages.ts';
import { loadThreads, type Threads } from './threads.ts';

export interface ThreadOptions {
  /** At most so many; as many as there are cores unless said. */
  readonly workers?: number;
  /** Ends all threads: its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** The density for other threads. */
export interface SharedTarget {
  readonly dimension: number;
  share(): SharedRun;
}

/** Steps of the registered method of this name in worker threads, each with some of the parts of the state. */
export function inThreads<Options, State>(
  method: string,
  target: SharedTarget,
  { workers, signal }: ThreadOptions,
): Elsewhere<Options, State> {
  return async ({ split, join }, state, options, report, keep) => {
    const threads = await loadThreads();
    if (threads === undefined) return undefined;
    const parts = split(state);
    const count = Math.min(parts.length, workers ?? threads.cores);
    if (count < 2) return undefined;
    const shared = shareOut(target, count);
    if (shared === undefined) return undefined;

    const groups = Array.from({ length: count }, (_, worker) =>
      parts.filter((_, part) => Math.floor((part * count) / parts.length) === worker),
    );
    const states = groups.map((group) => join(group));
    const tasks = states.map(
      (begin, worker): Task => ({
        program: shared[worker].program,
        dimension: target.dimension,
        method,
        options,
        state: begin,
        keepsStates: keep !== undefined,
      }),
    );
    const onState = (state: State, worker: number): void => {
      states[worker] = state;
      keep!(join(states));
    };
    const latest: Steps[] = [];
    const onSteps = (steps: Steps, worker: number): void => {
      latest[worker] = steps;
      const known = latest.filter((one) => one !== undefined);
      if (known.length === count) {
        report(
          together(
            latest,
            groups.map(({ length }) => length / parts.length),
          ),
        );
      }
    };
    try {
      return join(await runAll(threads, tasks, shared, { onSteps, onState }, signal));
    } finally {
      for (const { release } of shared) release();
    }
  };
}

/** `undefined` where the memory does not suffice. */
function shareOut(target: SharedTarget, count: number): SharedRun[] | undefined {
  const shared: SharedRun[] = [];
  try {
    while (shared.length < count) shared.push(target.share());
    return shared;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    for (const { release } of shared) release();
    return undefined;
  }
}

/** What all have done; the words are those of the one that is furthest behind. */
export function together(all: readonly Steps[], weights: readonly number[]): Steps {
  const behind = all.reduce((least, one) => (one.progress < least.progress ? one : least));
  const info: StepInfo = {
    ...behind,
    progress: all.reduce((sum, { progress }, k) => sum + weights[k] * progress, 0),
    done: all.every(({ done }) => done),
  };
  return { ...info, step: all.reduce((sum, { step }) => sum + step, 0) };
}

/** What the threads tell on their way, and which of them. */
interface Listeners<State> {
  onSteps(steps: Steps, worker: number): void;
  onState(state: State, worker: number): void;
}

/** The last states of all tasks; no thread is left running, whatever happens. */
async function runAll<State>(
  threads: Threads,
  tasks: readonly Task[],
  shared: readonly SharedRun[],
  listeners: Listeners<State>,
  signal: AbortSignal | undefined,
): Promise<State[]> {
  signal?.throwIfAborted();
  const workers: Worker[] = [];
  let onAbort: (() => void) | undefined;
  try {
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal!.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
    const states = tasks.map((task, k) => {
      const worker = threads.start(task);
      workers.push(worker);
      return lastState(worker, k, shared[k], listeners);
    });
    return await Promise.race([Promise.all(states), aborted]);
  } finally {
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function lastState<State>(
  worker: Worker,
  number: number,
  { explain }: SharedRun,
  { onSteps, onState }: Listeners<State>,
): Promise<State> {
  return new Promise((resolve, reject) => {
    worker.on('message', (report: Report<State>) => {
      if (report.kind === 'progress') onSteps(report.steps, number);
      else if (report.kind === 'state') onState(report.state, number);
      else if (report.kind === 'done') resolve(report.state);
      else if (report.kind === 'refused') reject(new InferenceError(report.code, report.message));
      else if (report.kind === 'trapped') reject(explain(report.message));
      else reject(report.error);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a thread ended before its work was done')));
  });
}

/** The host's threads: Node's, from the built package. */
import type { Worker } from 'node:worker_threads';
import type { Task } from './messages.ts';

export interface Threads {
  /** How many can run at once. */
  readonly cores: number;
  start(task: Task): Worker;
}

/** `undefined` where there are none, or where the worker's own file is not beside this one, as in the sources. */
export async function loadThreads(): Promise<Threads | undefined> {
  try {
    const [{ Worker }, { availableParallelism }, { existsSync }] = await Promise.all([
      import('node:worker_threads'),
      import('node:os'),
      import('node:fs'),
    ]);
    const file = new URL('./worker.js', import.meta.url);
    if (!existsSync(file)) return undefined;
    return {
      cores: availableParallelism(),
      start: (task) => new Worker(file, { workerData: task }),
    };
  } catch {
    // a browser has no such modules
    return undefined;
  }
}

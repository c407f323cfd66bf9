/** What a worker thread does: the steps of a method from one state to the end. */
import { parentPort, workerData } from 'node:worker_threads';
import { instantiate, type Program } from '../engines/wasm/instance.ts';
import { webAssembly } from '../engines/wasm/web-assembly.ts';
import { methods } from '../inference/index.ts';
import { type GradientTarget, InferenceError } from '../inference/method.ts';
import { runGradient } from '../posterior/run-gradient.ts';
import type { Report, Task } from './messages.ts';

const reportEveryMs = 50;
/** States on the way are told so often, and at most in this share of the time: they hold all draws so far. */
const stateEveryMs = 500;
const shareForStates = 1 / 20;

function post(report: Report): void {
  parentPort!.postMessage(report);
}

function work({ program, dimension, method, options, state: first, keepsStates }: Task): void {
  const graph = instantiate(program as Program);
  const target: GradientTarget = {
    dimension,
    logDensityGradient: (point, gradient) => runGradient(graph, point, gradient),
  };
  const { step: takeStep } = methods.get(method)!.parallel!;
  let state = first;
  let reported = performance.now();
  let nextState = keepsStates ? reported + stateEveryMs : Number.POSITIVE_INFINITY;
  for (let step = 1; ; step++) {
    const result = takeStep(target, state, options);
    state = result.state;
    const now = performance.now();
    if (result.info.done || now - reported >= reportEveryMs) {
      post({ kind: 'progress', steps: { ...result.info, step } });
      reported = now;
    }
    if (result.info.done) break;
    if (now >= nextState) {
      post({ kind: 'state', state });
      const took = performance.now() - now;
      nextState = now + Math.max(stateEveryMs, took / shareForStates);
    }
  }
  post({ kind: 'done', state });
}

try {
  work(workerData as Task);
} catch (error) {
  if (error instanceof InferenceError) {
    post({ kind: 'refused', code: error.code, message: error.message });
  } else if (error instanceof webAssembly!.RuntimeError) {
    post({ kind: 'trapped', message: error.message });
  } else {
    post({ kind: 'failed', error });
  }
}

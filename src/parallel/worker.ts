/** What a worker thread does: the steps of a method from one state to the end. */
import { parentPort, workerData } from 'node:worker_threads';
import { instantiate, type Program } from '../engines/wasm/instance.ts';
import { methods } from '../inference/index.ts';
import { type GradientTarget, InferenceError, type ParallelSteps } from '../inference/method.ts';
import { smc } from '../inference/smc/smc.ts';
import { runGradient } from '../posterior/run-gradient.ts';
import { webAssembly } from '../webassembly/host.ts';
import type { Report, Task } from './messages.ts';

const reportEveryMs = 50;
/** States on the way are told so often, and at most in this share of the time: they hold all draws so far. */
const stateEveryMs = 500;
const shareForStates = 1 / 20;

/** Of a method by its name: of those that fit, or of SMC, which starts from draws of the prior. */
function stepsOf(method: string): ParallelSteps<unknown, unknown> {
  return method === smc.name
    ? (smc.parallel as ParallelSteps<unknown, unknown>)
    : methods.get(method)!.parallel!;
}

function post(report: Report<unknown>): void {
  parentPort!.postMessage(report);
}

function work({ program, dimension, method, options, state: first, keepsStates }: Task): void {
  const graph = instantiate(program as Program);
  const target: GradientTarget = {
    dimension,
    logDensityGradient: (point, gradient) => runGradient(graph, point, gradient),
  };
  const { step: takeStep } = stepsOf(method);
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

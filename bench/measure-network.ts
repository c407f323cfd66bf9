/**
 * Trains a network in a process of its own: `measure-network ENGINE` prints a `NetworkMeasurement` of steps of Bayes by
 * backprop, `measure-network ENGINE STEPS` a `MemoryMeasurement` of so many steps of a small network, which takes
 * `--expose-gc`.
 */

import { compile } from '../src/api/compile.ts';
import { forTraining, noiseTarget } from '../src/api/network-target.ts';
import { networkVariational } from '../src/inference/variational/networks.ts';
import { Random } from '../src/random/random.ts';
import { modelText } from './cases.ts';
import { generator } from './data.ts';
import { type BenchEngine, loadEngine } from './engines.ts';

export interface NetworkMeasurement {
  readonly parameters: number;
  readonly millisecondsPerStep: number;
}

export interface MemoryMeasurement {
  /** From the first tenth of the steps to the last. */
  readonly grownBytes: number;
}

/** As the peer has it. */
const [BATCH, PIXELS, STEPS] = [128, 784, 60];
/** By then V8 runs its optimised code. */
const WARM_UP_MS = 3000;

const [engineName, steps] = process.argv.slice(2) as [BenchEngine, string | undefined];
const engine = await loadEngine(engineName);
const measurement = steps === undefined ? measureSteps() : measureMemory(Number(steps));
process.stdout.write(JSON.stringify(measurement));

function measureSteps(): NetworkMeasurement {
  const { uniform, normal } = generator(12345);
  const examples = 10 * BATCH;
  const label = Array.from({ length: examples }, () => Math.floor(10 * uniform()));
  const image = label.map(() => Array.from({ length: PIXELS }, normal));
  const model = compile(modelText('digits-network'));
  const posterior = forTraining(model.bind({ image, label }));
  const batch = { example: BATCH };
  const { target } = noiseTarget(posterior, engine, posterior.density(engine), { batch });
  const options = { ...networkVariational.defaults, steps: 1e9 };
  let state = networkVariational.init(target, options, Random.fromSeed(1));
  const train = (): void => {
    state = networkVariational.step(target, state, options).state;
  };
  const end = performance.now() + WARM_UP_MS;
  while (performance.now() < end) train();
  const before = state.walk.steps;
  const start = performance.now();
  while (state.walk.steps < before + STEPS) train();
  const millisecondsPerStep = (performance.now() - start) / (state.walk.steps - before);
  return { parameters: posterior.dimension, millisecondsPerStep };
}

function measureMemory(most: number): MemoryMeasurement {
  const { uniform } = generator(12345);
  const x = Array.from({ length: 300 }, () => 4 * uniform() - 2);
  const model = compile(`
    dim row
    data x[row]: real
    data y[row]: real
    network f() {
      dense(100, activation = tanh)
      dense(1)
      weights ~ Normal(0, 1)
      biases ~ Normal(0, 1)
    }
    observe y ~ Normal(f(x), 0.1)
  `);
  const posterior = forTraining(model.bind({ x, y: x.map(Math.sin) }));
  const batch = { row: BATCH };
  const { target } = noiseTarget(posterior, engine, posterior.density(engine), { batch });
  const options = { ...networkVariational.defaults, steps: most };
  let state = networkVariational.init(target, options, Random.fromSeed(1));
  const trainTo = (share: number): number => {
    while (state.walk.steps < share * most)
      state = networkVariational.step(target, state, options).state;
    (globalThis as { readonly gc?: () => void }).gc!();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const early = trainTo(0.1);
  return { grownBytes: trainTo(1) - early };
}

import { softplus } from '../../numerics/index.ts';
import { Random, type RandomState } from '../../random/random.ts';
import { startWalk, type Walk, type WalkOptions, walkOn } from '../adam.ts';
import { emptyPath, type HeldOutPath, watched, watchedResult } from '../held-out.ts';
import { proposeNormal } from '../importance.ts';
import type { AdamRates, Approximation, InferenceMethod, Training } from '../method.ts';
import { noStart } from '../no-start.ts';
import { pointsOf } from '../objective-trace.ts';
import { describeTraining, notesOnTraining } from '../training.ts';
import { meanField } from './mean-field.ts';

export interface NetworkVariationalState {
  readonly random: RandomState;
  /** Of the means, then of ρ with standard deviations log(1 + exp ρ). */
  readonly walk: Walk;
  readonly heldOut: HeldOutPath;
}

const streams = { start: 0, epochs: 1, noise: 2, heldOut: 3 } as const;
/** Of the estimate of the bound in the end: at least so many passes over the data, and so many batches. */
const [leastEpochs, leastBatches] = [4, 100];
/** Standard deviations at the start, of a weight that is about as large as 1: the training of the means is not drowned. */
const firstScale = 0.02;

/**
 * Bayes by backprop (Blundell, Cornebise, Kavukcuoglu and Wierstra 2015): independent normals, by steps along gradients
 * of the bound. Each step takes a batch, whose log likelihood counts for that of all examples, and the prior and the
 * entropy whole, so that the divergence from the prior counts once an epoch; noise is local to layers and examples where
 * it can be (src/lowering/weight-noise.ts).
 */
export const networkVariational: InferenceMethod<WalkOptions, NetworkVariationalState> = {
  name: 'vi',
  summary: 'independent normals of the weights of networks, trained by batches (Bayes by backprop)',
  settings: ['steps'],
  defaults: { steps: 10_000, stepSize: 0.01 },

  init(target, _options, random) {
    const means = target.networks!.start(random.stream(streams.start));
    const rho = Math.log(Math.expm1(firstScale));
    const position = new Float64Array(2 * means.length).fill(rho);
    position.set(means);
    return { random: random.state, walk: startWalk(position), heldOut: emptyPath };
  },

  step(target, state, options) {
    const training = target.training!;
    const random = Random.fromState(state.random);
    const epochs = random.stream(streams.epochs);
    const walk = walkOn(state.walk, options, training, epochs, (order, batch, rates, step) =>
      training.step(order, batch, random.stream(streams.noise, step), rates),
    );
    const { steps, position } = walk;
    const heldOut = watched(state.heldOut, target.heldOut, {
      ...{ steps, position, members: training.size, done: steps >= options.steps },
      random: random.stream(streams.heldOut, steps),
    });
    const info = describeTraining(walk, options, training, 'ELBO', heldOut);
    return { state: { random: state.random, walk, heldOut }, info };
  },

  posterior(target, { walk, heldOut }, _options, random): Approximation {
    const training = target.training!;
    if (walk.objective === undefined) throw noStart('wherever training came');
    const { dimension } = target;
    const normal = {
      mean: Array.from({ length: dimension }, (_, i) => walk.position[i]),
      scale: Array.from({ length: dimension }, (_, i) => softplus(walk.position[dimension + i])),
    };
    const placed = meanField.placed(normal);
    const bound = boundOf(walk, training, random);
    const seen = watchedResult(heldOut, target.heldOut);
    return {
      ...seen,
      normal: meanField.fitted(normal),
      draws: (count, source) => ({ points: proposeNormal(placed, count, source).draws }),
      values: {
        ...bound,
        ...seen.values,
        iterations: walk.steps,
        epochs: walk.steps / training.count,
      },
      trace: { name: 'ELBO', ...pointsOf(walk.trace) },
      divergences: { parts: training.parts, ...pointsOf(walk.course) },
      notes: [
        {
          code: 'one-mode',
          severity: 'note',
          message:
            'The weights of a network have many modes that make the same predictions; this describes one, with weights that are independent. What it predicts for held-out data says how good it is.',
        },
        ...notesOnTraining(walk, training),
        ...seen.notes,
      ],
    };
  },
};

/** The bound where training ended: the average over epochs of estimates as training has them. */
function boundOf(
  walk: Walk,
  training: Training,
  random: Random,
): { readonly elbo: number; readonly elboStandardError: number } {
  training.goOnFrom(walk);
  const epochs = Math.max(leastEpochs, Math.ceil(leastBatches / training.count));
  const orders = random.stream(streams.epochs);
  const estimates = Array.from({ length: epochs }, (_, epoch) => {
    const order = training.order(epoch, orders);
    let sum = 0;
    for (let batch = 0; batch < training.count; batch++)
      sum += training.step(order, batch, random.stream(streams.noise, epoch, batch), standing);
    return Number.isNaN(sum) ? -Infinity : sum / training.count;
  });
  const elbo = estimates.reduce((sum, one) => sum + one, 0) / epochs;
  const squares = estimates.reduce((sum, one) => sum + (one - elbo) ** 2, 0);
  return { elbo, elboStandardError: Math.sqrt(squares / (epochs - 1) / epochs) };
}

/** Of a step that does not move. */
const standing: AdamRates = { step: 0, root: 1 };

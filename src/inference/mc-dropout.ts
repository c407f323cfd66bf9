import { Random, type RandomState } from '../random/random.ts';
import { startWalk, type Walk, type WalkOptions, walkOn, weighted } from './adam.ts';
import type { InferenceMethod } from './method.ts';
import { pointsOf } from './objective-trace.ts';
import { describeTraining, notesOnTraining, nowhereFinite } from './training.ts';

export interface McDropoutState {
  readonly random: RandomState;
  readonly walk: Walk;
}

const streams = { start: 0, epochs: 1, masks: 2 } as const;

/**
 * Gal and Ghahramani (2016), Dropout as a Bayesian approximation: weights with rows switched off at random are the
 * approximate posterior, of which the bound is maximised: the expected log likelihood, by batches with fresh masks, and
 * the expected log prior (what of the Kullback-Leibler divergence depends on the weights). All that is not switched off
 * is a point, its mode on the unconstrained space.
 */
export const mcDropout: InferenceMethod<WalkOptions, McDropoutState> = {
  name: 'mc-dropout',
  summary: 'networks with dropout layers: weights switched off at random, trained by batches',
  settings: ['steps'],
  defaults: { steps: 10_000, stepSize: 0.01 },

  init: (target, _options, random) => ({
    random: random.state,
    walk: startWalk(target.networks!.start(random.stream(streams.start))),
  }),

  step(target, state, options) {
    const batches = target.batches!;
    const random = Random.fromState(state.random);
    const epochs = random.stream(streams.epochs);
    const walk = walkOn(state.walk, options, (step, position, gradient) => {
      const [epoch, batch] = [Math.floor(step / batches.count), step % batches.count];
      const estimate = batches.target(
        batches.order(epoch, epochs),
        batch,
        random.stream(streams.masks, step),
      );
      const value = estimate.logDensityGradient(position, gradient);
      return weighted(value, gradient, batches.weight(batch));
    });
    const next = { random: state.random, walk };
    return { state: next, info: describeTraining(walk, options, batches, 'log density') };
  },

  posterior(target, { walk }) {
    const { position, objective, steps } = walk;
    const batches = target.batches!;
    if (objective === undefined) throw nowhereFinite();
    return {
      draws(count, random) {
        const draws = new Float64Array(count * target.dimension);
        for (let k = 0; k < count; k++) {
          const row = draws.subarray(k * target.dimension, (k + 1) * target.dimension);
          row.set(position);
          target.networks!.drop(row, random.stream(k));
        }
        return { points: draws };
      },
      values: { objective, iterations: steps, epochs: steps / batches.count },
      trace: { name: 'log density', ...pointsOf(walk.trace) },
      notes: [
        {
          code: 'mc-dropout',
          severity: 'note',
          message:
            'Only weights behind dropout layers vary from draw to draw, and how much is set by the rate of these layers: compare rates by how they predict held-out data.',
        },
        ...notesOnTraining(walk, batches),
      ],
    };
  },
};

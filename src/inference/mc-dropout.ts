import { Random, type RandomState } from '../random/random.ts';
import { type Dropout, InferenceError, type InferenceMethod, type Target } from './method.ts';

export interface McDropoutOptions {
  /** Steps of Adam, each with a batch and masks of its own. */
  readonly steps: number;
  /** The largest step of a coordinate; it falls to 0 along a cosine. */
  readonly stepSize: number;
}

export interface McDropoutState {
  readonly random: RandomState;
  readonly steps: number;
  readonly position: readonly number[];
  /** Of Adam: running means of gradients and of their squares. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The mean of the objective over the last stretch. */
  readonly objective?: number;
  /** Steps at which the log density was not finite, left out. */
  readonly skipped: number;
}

const streams = { start: 0, epochs: 1, masks: 2 } as const;
/** Steps between two looks from outside. */
const stretch = 25;
/** Kingma and Ba (2015), Adam: decay of the two running means, and what keeps the division defined. */
const [decayOfFirst, decayOfSecond, epsilon] = [0.9, 0.999, 1e-8];
/** A share of steps left out that a person should know of. */
const manySkipped = 0.01;

/**
 * Gal and Ghahramani (2016), Dropout as a Bayesian approximation: weights with rows switched off at random are the
 * approximate posterior, of which the bound is maximised: the expected log likelihood, by batches with fresh masks, and
 * the expected log prior (what of the Kullback-Leibler divergence depends on the weights). All that is not switched off
 * is a point, its mode on the unconstrained space.
 */
export const mcDropout: InferenceMethod<McDropoutOptions, McDropoutState> = {
  name: 'mc-dropout',
  summary: 'networks with dropout layers: weights switched off at random, trained by batches',
  settings: ['steps'],
  defaults: { steps: 10_000, stepSize: 0.01 },

  init(target, _options, random) {
    const position = Array.from(dropoutOf(target).start(random.stream(streams.start)));
    const zeros = position.map(() => 0);
    return { random: random.state, steps: 0, position, first: zeros, second: zeros, skipped: 0 };
  },

  step(target, state, options) {
    const next = walk(target, state, options);
    const { steps, objective } = next;
    const epoch = Math.floor(steps / target.batches!.count);
    const words = objective === undefined ? '' : `, log density ${objective.toPrecision(6)}`;
    return {
      state: next,
      info: {
        progress: steps / options.steps,
        done: steps >= options.steps,
        message: `step ${steps}, epoch ${epoch}${words}`,
        ...(objective !== undefined && { objective }),
      },
    };
  },

  posterior(target, { position, objective, steps, skipped }) {
    if (objective === undefined)
      throw new InferenceError(
        'no-start',
        'The log density is −infinity or undefined wherever training came. Check the priors and the supports of the observed values.',
      );
    const { batches } = target;
    const dropout = dropoutOf(target);
    const epochs = steps / batches!.count;
    return {
      draws(count, random) {
        const points = new Float64Array(count * target.dimension);
        for (let k = 0; k < count; k++) {
          const row = points.subarray(k * target.dimension, (k + 1) * target.dimension);
          row.set(position);
          dropout.drop(row, random.stream(k));
        }
        return { points };
      },
      values: { objective, iterations: steps, epochs },
      notes: [
        {
          code: 'mc-dropout',
          severity: 'note',
          message: `Trained in ${steps} steps with batches of ${batches!.size} along ${batches!.dimension} (${epochs < 10 ? epochs.toPrecision(2) : Math.round(epochs)} times all of it). Only weights behind dropout layers vary from draw to draw, and how much is set by the rate of these layers: compare rates by how they predict held-out data.`,
        },
        ...(skipped > manySkipped * steps
          ? [
              {
                code: 'cut-off',
                severity: 'warning' as const,
                message: `The log density was not finite at ${skipped} of ${steps} steps, which were left out.`,
              },
            ]
          : []),
      ],
    };
  },
};

function dropoutOf({ dropout }: Target): Dropout {
  if (dropout === undefined) throw new TypeError('the target has no dropout');
  return dropout;
}

function walk(
  target: Target,
  state: McDropoutState,
  { steps: most, stepSize }: McDropoutOptions,
): McDropoutState {
  const { batches } = target;
  const random = Random.fromState(state.random);
  const epochs = random.stream(streams.epochs);
  const position = Float64Array.from(state.position);
  const first = Float64Array.from(state.first);
  const second = Float64Array.from(state.second);
  const gradient = new Float64Array(position.length);
  const count = Math.min(stretch, most - state.steps);
  let { skipped } = state;
  let [total, finite] = [0, 0];
  for (let step = state.steps; step < state.steps + count; step++) {
    const order = batches!.order(Math.floor(step / batches!.count), epochs);
    const masks = random.stream(streams.masks, step);
    const batch = batches!.target(order, step % batches!.count, masks);
    const value = batch.logDensityGradient(position, gradient);
    if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) {
      skipped += 1;
      continue;
    }
    total += value;
    finite += 1;
    const size = (stepSize * (1 + Math.cos((Math.PI * step) / most))) / 2;
    const made = step + 1 - skipped;
    const [ofFirst, ofSecond] = [1 - decayOfFirst ** made, 1 - decayOfSecond ** made];
    for (let i = 0; i < position.length; i++) {
      const slope = gradient[i];
      first[i] += (1 - decayOfFirst) * (slope - first[i]);
      second[i] += (1 - decayOfSecond) * (slope * slope - second[i]);
      position[i] += (size * first[i]) / ofFirst / (Math.sqrt(second[i] / ofSecond) + epsilon);
    }
  }
  const objective = finite === 0 ? state.objective : total / finite;
  return {
    random: state.random,
    steps: state.steps + count,
    position: Array.from(position),
    first: Array.from(first),
    second: Array.from(second),
    skipped,
    ...(objective !== undefined && { objective }),
  };
}

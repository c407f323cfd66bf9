import { sigmoid } from '../numerics/index.ts';
import { Random, type RandomState } from '../random/random.ts';
import { startWalk, type Walk, type WalkOptions, walkOn } from './adam.ts';
import { emptyPath, type HeldOutPath, watched, watchedResult } from './held-out.ts';
import type { BatchPlan, Dropout, InferenceMethod, Note, Target } from './method.ts';
import { noStart } from './no-start.ts';
import { pointsOf } from './objective-trace.ts';
import { describeTraining, notesOnTraining } from './training.ts';

export interface McDropoutState {
  readonly random: RandomState;
  /** How well the rates tried so far predicted held-out members. */
  readonly scores: readonly number[];
  readonly walk: Walk;
  readonly heldOut: HeldOutPath;
}

const streams = { start: 0, epochs: 1, masks: 2, heldOut: 3, trials: 4, watched: 5 } as const;
/** Draws from which held-out members are predicted. */
const trialDraws = 100;

/**
 * Gal and Ghahramani (2016), Dropout as a Bayesian approximation: weights with rows switched off at random are the
 * approximate posterior, of which the bound is maximised: the expected log likelihood, by batches with fresh masks, and
 * the expected log prior (what of the Kullback-Leibler divergence depends on the weights). All that is not switched off
 * is a point, its mode on the unconstrained space. Masks that are no rows of weights are drawn beside them: they follow
 * the same distribution before and after the data, and add nothing to the divergence.
 *
 * The rates are given; or chosen among several, by what a training on the other members makes of a held-out share of
 * them; or learned with the weights, with relaxed masks in training and the entropy of the masks in the bound (Gal, Hron
 * and Kendall 2017, Concrete dropout).
 */
export const mcDropout: InferenceMethod<WalkOptions, McDropoutState> = {
  name: 'mc-dropout',
  summary: 'networks with dropout layers: weights switched off at random, trained by batches',
  settings: ['steps'],
  defaults: { steps: 10_000, stepSize: 0.01 },

  init: (target, _options, random) => ({
    random: random.state,
    scores: [],
    walk: startOf(target, random),
    heldOut: emptyPath,
  }),

  step(target, state, options) {
    const random = Random.fromState(state.random);
    const dropout = target.networks!.dropout!;
    const { candidates } = dropout;
    const trials = candidates.length > 1 ? candidates.length : 0;
    const tried = state.scores.length;
    const isTrial = tried < trials;
    const whole = target.training!;
    const split = isTrial ? whole.holdOut(random.stream(streams.heldOut)) : undefined;
    const training = split?.training ?? whole;
    const rates = isTrial ? candidates[tried] : chosenRates(dropout, state.scores);
    const given = dropout.areLearned ? undefined : rates;
    const epochs = random.stream(streams.epochs);
    const walk = walkOn(state.walk, options, training, epochs, (order, batch, sizes, step) =>
      training.step(order, batch, random.stream(streams.masks, step), sizes, given),
    );
    const { steps, position } = walk;
    const heldOut = watched(state.heldOut, isTrial ? undefined : target.heldOut, {
      ...{ steps, position, members: training.size, done: steps >= options.steps },
      dropoutRates: ratesAt(target, walk, rates),
      random: random.stream(streams.watched, steps),
    });
    const info = describeTraining(walk, options, training, 'log density', heldOut);
    const progress = (tried + info.progress) / (trials + 1);
    const next = { ...state, walk, heldOut };
    if (split === undefined) return { state: next, info: { ...info, progress } };
    const message = `rate ${rates[0]}, ${info.message}`;
    const trial = { ...info, progress, message, done: false };
    if (!info.done) return { state: next, info: trial };
    const source = random.stream(streams.trials, tried);
    const score =
      walk.objective === undefined
        ? -Infinity
        : split.score(drawsOf(target, walk, rates, trialDraws, source));
    const scores = [...state.scores, score];
    return { state: { ...state, scores, walk: startOf(target, random) }, info: trial };
  },

  posterior(target, { walk, scores, heldOut }) {
    const { objective, steps } = walk;
    const training = target.training!;
    const dropout = target.networks!.dropout!;
    if (objective === undefined) throw noStart('wherever training came');
    const rates = ratesAt(target, walk, chosenRates(dropout, scores));
    const seen = watchedResult(heldOut, target.heldOut);
    return {
      ...seen,
      draws: (count, random) => ({ points: drawsOf(target, walk, rates, count, random) }),
      values: {
        objective,
        iterations: steps,
        epochs: steps / training.count,
        ...seen.values,
        ...Object.fromEntries(dropout.layers.map((layer, k) => [`rate ${layer}`, rates[k]])),
      },
      trace: { name: 'log density', ...pointsOf(walk.trace) },
      notes: [
        ...notesOnRates(dropout, rates, scores, training),
        ...notesOnTraining(walk, training),
        ...seen.notes,
      ],
    };
  },
};

/** Where a training starts; the logits of rates that are learned follow the coordinates. */
function startOf({ networks }: Target, random: Random): Walk {
  const { candidates, areLearned } = networks!.dropout!;
  const weights = networks!.start(random.stream(streams.start));
  const logits = areLearned ? candidates[0].map((rate) => Math.log(rate) - Math.log1p(-rate)) : [];
  return startWalk([...weights, ...logits]);
}

function drawsOf(
  { dimension, networks }: Target,
  { position }: Walk,
  rates: readonly number[],
  count: number,
  random: Random,
): Float64Array {
  const weights = Float64Array.from(position).subarray(0, dimension);
  const points = new Float64Array(count * dimension);
  for (let k = 0; k < count; k++) {
    const point = points.subarray(k * dimension, (k + 1) * dimension);
    point.set(weights);
    networks!.dropout!.drop(point, rates, random.stream(k));
  }
  return points;
}

/** The rates of all layers: those given, or learned so far. */
function ratesAt(
  { dimension, networks }: Target,
  { position }: Walk,
  given: readonly number[],
): readonly number[] {
  if (!networks!.dropout!.areLearned) return given;
  return Array.from(position).slice(dimension).map(sigmoid);
}

/** The candidate with the best score; the only one where there were no trials. */
function chosenRates({ candidates }: Dropout, scores: readonly number[]): readonly number[] {
  return candidates[Math.max(0, scores.indexOf(Math.max(...scores)))];
}

function notesOnRates(
  dropout: Dropout,
  rates: readonly number[],
  scores: readonly number[],
  { dimension }: BatchPlan,
): Note[] {
  const { layers, candidates, areLearned } = dropout;
  const common = { code: 'mc-dropout', severity: 'note' } as const;
  const which =
    'Only what dropout layers switch off varies from draw to draw, and how much is set by the rate of these layers';
  if (areLearned) {
    const listed = layers.map((layer, k) => `${rates[k].toPrecision(2)} for ${layer}`).join(', ');
    return [{ ...common, message: `${which}, which was learned: ${listed}.` }];
  }
  if (candidates.length === 1) {
    const message = `${which}: compare rates by how they predict held-out data (--dropout-rate search), or have them learned (--dropout-rate learned).`;
    return [{ ...common, message }];
  }
  const listed = candidates.map(([rate], k) => `${rate}: ${scores[k].toFixed(3)}`).join(', ');
  return [
    {
      ...common,
      message: `${which}: ${rates[0]}, chosen by the log predictive density of a held-out fifth of ${dimension}, in nats a member (${listed}).`,
    },
  ];
}

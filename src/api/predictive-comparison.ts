import { fingerprint } from '../binding/fingerprint.ts';
import { coordinateChains, notesOnChains } from '../evidence/chain-checks.ts';
import { sampleChains } from '../evidence/estimator.ts';
import {
  errorOfSum,
  type LeaveOneOut,
  leaveOneOut,
  type PredictiveDensity,
  waic,
} from '../evidence/leave-one-out.ts';
import { normalise, pseudoBmaPlusWeights, stackingWeights } from '../evidence/model-weights.ts';
import { InferenceError, type Note } from '../inference/method.ts';
import { largestTrustedK } from '../inference/pareto-smoothing.ts';
import { PointwiseLikelihood } from '../posterior/pointwise.ts';
import { Random } from '../random/random.ts';
import { Draws } from '../results/draws.ts';
import { DrawCollector } from './collect-draws.ts';
import type { LooComparison } from './comparison.ts';
import { defaultEngine } from './engines.ts';
import { evidenceProblem, type SharedSample, type WorkOptions } from './evidence-problem.ts';
import type { Posterior } from './posterior.ts';
import { predictFrom } from './predict.ts';
import type { Prediction } from './prediction.ts';
import { overlayDraws } from './predictive-overlay.ts';
import { hasFactor } from './same-values.ts';

/** Of each chain; more draws are thinned: densities at neighbouring ones say little new. */
const largestChain = 1000;
/** Labels of random streams that no estimator of the evidence has. */
const streams = { problem: 1001, bootstrap: 1002 } as const;

/** A model with the draws that its evidence was estimated from. */
export interface ComparedPosterior {
  readonly posterior: Posterior;
  readonly shared: SharedSample;
}

/** Of a model among others. */
export interface ComparedAccuracy extends PredictiveAccuracy {
  /** What the model says of its data, for pictures. */
  readonly prediction: Prediction;
}

/** How well a model predicts each observation from all others. */
export interface PredictiveAccuracy {
  readonly loo: LeaveOneOut;
  readonly waic: PredictiveDensity;
  /** What is wrong with the draws. */
  readonly notes: readonly Note[];
}

/** In the order of the models; `undefined` where the likelihood of one is not made of the same observations alone. */
export async function predictiveAccuracies(
  models: readonly ComparedPosterior[],
  work: WorkOptions,
  seed: number,
): Promise<ComparedAccuracy[] | undefined> {
  if (models.some(({ posterior }) => hasFactor(posterior))) return undefined;
  const likelihoods = models.map(({ posterior }) => {
    const { lowered, coordinates } = posterior.inChosenForms();
    return new PointwiseLikelihood(lowered, coordinates, defaultEngine().engine);
  });
  try {
    const [{ count }] = likelihoods;
    if (count === 0 || likelihoods.some((other) => other.count !== count)) return undefined;
    const found: ComparedAccuracy[] = [];
    for (const [k, model] of models.entries())
      found.push(await accuracyOf(model, likelihoods[k], work, seed));
    return found;
  } finally {
    for (const likelihood of likelihoods) likelihood.dispose();
  }
}

async function accuracyOf(
  { posterior: bound, shared }: ComparedPosterior,
  likelihood: PointwiseLikelihood,
  work: WorkOptions,
  seed: number,
): Promise<ComparedAccuracy> {
  const posterior = bound.inChosenForms();
  const { dimension } = posterior;
  const density = posterior.density(defaultEngine().engine);
  const random = Random.fromSeed(seed).stream(streams.problem);
  const cost = { evaluations: 0 };
  const problem = evidenceProblem(posterior, density, 'loo', random, work, cost, shared);
  let points = new Float64Array();
  let count = 1;
  const notes: Note[] = [];
  if (dimension > 0) {
    const sample = await problem.sample();
    const { points: all } = sample.draws(0, random);
    notes.push(
      ...sample.notes.filter(({ severity }) => severity === 'warning'),
      ...notesOnChains(coordinateChains(all, dimension, sampleChains), (k) =>
        problem.target.coordinateName(k),
      ),
    );
    points = thinned(all, dimension);
    count = points.length / dimension;
  }
  const rows = Array.from({ length: likelihood.count }, () => new Float64Array(count));
  for (let draw = 0; draw < count; draw++) {
    const at = likelihood.at(points.subarray(draw * dimension, (draw + 1) * dimension));
    at.forEach((value, k) => {
      rows[k][draw] = value;
    });
    await problem.pause(draw / count, 'predictive densities');
  }
  return {
    ...accuracyFrom(rows, dimension > 0 ? sampleChains : undefined),
    prediction: await predictionFrom(posterior, points, work),
    notes,
  };
}

/** What a model says of its own data, from points of its posterior. */
async function predictionFrom(
  posterior: Posterior,
  points: Float64Array,
  { signal }: WorkOptions,
): Promise<Prediction> {
  const { dimension, typed, bound, generated } = posterior;
  const work = { draws: overlayDraws, ...(signal && { signal }) };
  if (dimension === 0)
    return predictFrom(new Draws(overlayDraws, []), fingerprint(bound), typed, bound, work);
  const count = points.length / dimension;
  const some = new Float64Array(Math.min(count, overlayDraws) * dimension);
  for (let at = 0; at < some.length; at += dimension) {
    const from = dimension * Math.floor((at / some.length) * count);
    some.set(points.subarray(from, from + dimension), at);
  }
  const collector = new DrawCollector(posterior, { points: some }, {}, Random.fromSeed(0));
  const draws = await collector.collectWithPauses(generated.parameters, signal);
  return predictFrom(draws, fingerprint(bound), typed, bound, work);
}

/**
 * @param logLikelihood of each observation at each draw, chains one after the other
 * @param chains how many; `undefined` where draws are independent
 * @throws InferenceError where one is not finite
 */
export function accuracyFrom(
  logLikelihood: readonly Float64Array[],
  chains: number | undefined,
): PredictiveAccuracy {
  if (logLikelihood.some((row) => !row.every(Number.isFinite)))
    throw new InferenceError(
      'undefined-density',
      'The log likelihood of an observation is not finite at a draw of the posterior, so that leave-one-out densities cannot be computed.',
    );
  return { loo: leaveOneOut(logLikelihood, chains), waic: waic(logLikelihood), notes: [] };
}

/** Every so many draws of each chain. */
function thinned(draws: Float64Array, dimension: number): Float64Array<ArrayBuffer> {
  const perChain = draws.length / dimension / sampleChains;
  const stride = Math.max(1, Math.floor(perChain / largestChain));
  const kept = Math.floor(perChain / stride);
  const points = new Float64Array(sampleChains * kept * dimension);
  for (let chain = 0; chain < sampleChains; chain++) {
    for (let k = 0; k < kept; k++) {
      const from = (chain * perChain + k * stride) * dimension;
      points.set(draws.subarray(from, from + dimension), (chain * kept + k) * dimension);
    }
  }
  return points;
}

/** A row a model, in the order of the models. */
export function looRows(accuracies: readonly PredictiveAccuracy[], seed: number): LooComparison[] {
  const best = accuracies.reduce((a, { loo }, k) => (loo.elpd > accuracies[a].loo.elpd ? k : a), 0);
  const pointwise = accuracies.map(({ loo }) => loo.pointwise);
  const stacking = stackingWeights(pointwise);
  const pseudo = normalise(accuracies.map(({ loo }) => loo.elpd));
  const bootstrap = Random.fromSeed(seed).stream(streams.bootstrap);
  const pseudoPlus = pseudoBmaPlusWeights(pointwise, bootstrap);
  return accuracies.map(({ loo, waic: criterion }, k) => {
    const differences = loo.pointwise.map((value, i) => pointwise[best][i] - value);
    const above = (limit: number): number => loo.paretoK.filter((value) => value > limit).length;
    const [untrusted, veryBad] = [above(largestTrustedK), above(1)];
    return {
      elpd: loo.elpd,
      standardError: loo.standardError,
      pLoo: loo.effectiveParameters,
      paretoK: { good: loo.paretoK.length - untrusted, bad: untrusted - veryBad, veryBad },
      pointwiseParetoK: [...loo.paretoK],
      elpdDifference: accuracies[best].loo.elpd - loo.elpd,
      differenceError: errorOfSum(differences),
      stackingWeight: stacking[k],
      pseudoBmaWeight: pseudo[k],
      pseudoBmaPlusWeight: pseudoPlus[k],
      waic: criterion.elpd,
      waicError: criterion.standardError,
      pWaic: criterion.effectiveParameters,
    };
  });
}

import { isTrustworthy } from '../evidence/agreement.ts';
import {
  errorOfSum,
  type LeaveOneOut,
  leaveOneOut,
  type PredictiveDensity,
  waic,
} from '../evidence/leave-one-out.ts';
import { inWords, normalise, stackingWeights } from '../evidence/model-weights.ts';
import { type Approximation, InferenceError, type Note } from '../inference/method.ts';
import { nuts } from '../inference/nuts/nuts.ts';
import { observedValues, PointwiseLikelihood } from '../posterior/pointwise.ts';
import { Random } from '../random/random.ts';
import { defaultEngine } from './engines.ts';
import type { Evidence } from './evidence.ts';
import { evidenceProblem } from './evidence-problem.ts';
import { OptionError } from './forms.ts';
import type { Posterior } from './posterior.ts';
import { refuseUnnormalised } from './refuse-unnormalised.ts';
import type { EvidenceOptions } from './run-evidence.ts';

export interface CompareOptions extends Omit<EvidenceOptions, 'method' | 'engine' | 'backend'> {
  /** Estimators of the log evidence: see `EvidenceOptions.method`. */
  readonly evidence?: string | readonly string[];
  /** Prior weights of the models by name, in any unit; alike unless said. */
  readonly priorWeights?: Readonly<Record<string, number>>;
}

/** Predictive accuracy of one model, in numbers alone. */
export interface LooComparison {
  readonly elpd: number;
  readonly standardError: number;
  readonly pLoo: number;
  /** Observations by Pareto k: up to 0.7, up to 1, above. */
  readonly paretoK: { readonly good: number; readonly bad: number; readonly veryBad: number };
  /** The best model's elpd minus this one's, over the same observations, and its error. */
  readonly elpdDifference: number;
  readonly differenceError: number;
  readonly stackingWeight: number;
  readonly pseudoBmaWeight: number;
  readonly waic: number;
  readonly pWaic: number;
}

export interface ComparedModel {
  readonly name: string;
  readonly evidence: Evidence;
  /** Of this model against the best one, with its error and in words: 0 or less. */
  readonly logBayesFactor: number;
  readonly logBayesFactorError: number;
  readonly words: string;
  /** Posterior probability of the model among those compared. */
  readonly probability: number;
  /** Absent where a model has a `factor` in place of observations. */
  readonly loo?: LooComparison;
}

export interface Comparison {
  /** The model with the highest evidence. */
  readonly best: string;
  /** From the highest evidence down. */
  readonly models: readonly ComparedModel[];
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
}

/** Above this Pareto k the leave-one-out density of an observation is not trustworthy. */
const largestTrustedK = 0.7;
/** Of the random streams of an evidence, none has so large a label. */
const looStream = 1000;
const chains = 4;

/**
 * Compares models of the same data by their evidence and by their predictions.
 *
 * @throws OptionError where the models do not observe the same values, ModelError where one has no evidence.
 */
export async function compare(
  posteriors: Readonly<Record<string, Posterior>>,
  options: CompareOptions = {},
): Promise<Comparison> {
  const { evidence: method, priorWeights, ...settings } = options;
  const names = Object.keys(posteriors);
  if (names.length < 2) throw new OptionError('a comparison needs at least two models');
  const weights = names.map((name) => weightOf(name, priorWeights, names));
  for (const name of names) refuseUnnormalised(posteriors[name]);
  checkSameValues(posteriors);

  const evidences: Evidence[] = [];
  for (const name of names)
    evidences.push(
      await posteriors[name].evidence({ ...settings, ...(method !== undefined && { method }) }),
    );
  const predictions = await predictionsOf(names, posteriors, settings);
  const best = evidences.reduce((a, e, k) => (e.logEvidence > evidences[a].logEvidence ? k : a), 0);
  const probabilities = normalise(evidences.map((e, k) => e.logEvidence + Math.log(weights[k])));
  const loo = predictions && looRows(predictions);

  const models = names.map((name, k): ComparedModel => {
    const logBayesFactor = evidences[k].logEvidence - evidences[best].logEvidence;
    return {
      name,
      evidence: evidences[k],
      logBayesFactor,
      logBayesFactorError:
        k === best ? 0 : Math.hypot(evidences[k].standardError, evidences[best].standardError),
      words: k === best ? '' : inWords(logBayesFactor),
      probability: probabilities[k],
      ...(loo && { loo: loo[k] }),
    };
  });
  models.sort((a, b) => b.logBayesFactor - a.logBayesFactor);
  const notes = notesOn(models, loo !== undefined);
  return { best: names[best], models, trustworthy: isTrustworthy({ notes }), notes };
}

function weightOf(
  name: string,
  given: CompareOptions['priorWeights'],
  names: readonly string[],
): number {
  if (given === undefined) return 1;
  const foreign = Object.keys(given).find((other) => !names.includes(other));
  if (foreign !== undefined)
    throw new OptionError(`no model is called ${foreign}; there are ${names.join(', ')}`);
  const weight = given[name];
  if (weight > 0 && weight < Infinity) return weight;
  throw new OptionError(`the prior weight of ${name} is a number above 0, not ${weight}`);
}

function checkSameValues(posteriors: Readonly<Record<string, Posterior>>): void {
  const [[first, reference], ...others] = Object.entries(posteriors).map(
    ([name, { lowered }]) => [name, observedValues(lowered)] as const,
  );
  for (const [name, values] of others) {
    const differs = values.findIndex((value, k) => value !== reference[k]);
    if (values.length === reference.length && differs < 0) continue;
    const what =
      values.length === reference.length
        ? `observation ${differs + 1} is ${reference[differs]} in ${first} and ${values[differs]} in ${name}`
        : `${first} has ${reference.length} and ${name} has ${values.length} observed values`;
    throw new OptionError(
      `the models do not observe the same values, so their evidence cannot be compared: ${what}. The left sides of \`observe\` must be the same, in the same order.`,
    );
  }
}

interface Prediction {
  readonly loo: LeaveOneOut;
  readonly waic: PredictiveDensity;
}

/** `undefined` where a model's likelihood is not made of the same observations alone. */
async function predictionsOf(
  names: readonly string[],
  posteriors: Readonly<Record<string, Posterior>>,
  settings: Omit<CompareOptions, 'evidence' | 'priorWeights'>,
): Promise<Prediction[] | undefined> {
  const likelihoods = names.map((name) => {
    const { lowered, coordinates } = posteriors[name].inChosenForms();
    const whole = lowered.terms.every(({ kind }) => kind !== 'factor');
    return whole
      ? new PointwiseLikelihood(lowered, coordinates, defaultEngine().engine)
      : undefined;
  });
  const count = likelihoods[0]?.count ?? 0;
  const comparable = likelihoods.every((one) => one?.count === count) && count > 0;
  const found: Prediction[] = [];
  try {
    if (!comparable) return undefined;
    for (const [k, name] of names.entries())
      found.push(await predict(posteriors[name].inChosenForms(), likelihoods[k]!, settings));
    return found;
  } finally {
    for (const likelihood of likelihoods) likelihood?.dispose();
  }
}

async function predict(
  posterior: Posterior,
  likelihood: PointwiseLikelihood,
  settings: Omit<CompareOptions, 'evidence' | 'priorWeights'>,
): Promise<Prediction> {
  const { draws: wanted = 4000, seed = 1 } = settings;
  const { dimension } = posterior;
  const perChain = Math.ceil(wanted / chains);
  const random = Random.fromSeed(seed).stream(looStream);
  const density = posterior.density(defaultEngine().engine);
  const work = { ...settings, draws: wanted };
  const problem = evidenceProblem(posterior, density, 'loo', random, work, { evaluations: 0 });
  let points = new Float64Array();
  if (dimension > 0) {
    const sample: Approximation = await problem.fit(nuts, { chains, draws: perChain }, random);
    points = new Float64Array(sample.draws(chains * perChain, random));
  }
  const count = dimension > 0 ? points.length / dimension : 1;
  const rows = Array.from({ length: likelihood.count }, () => new Float64Array(count));
  for (let draw = 0; draw < count; draw++) {
    const at = likelihood.at(points.subarray(draw * dimension, (draw + 1) * dimension));
    at.forEach((value, k) => {
      rows[k][draw] = value;
    });
    await problem.pause(draw / count, 'predictive densities');
  }
  if (rows.some((row) => !row.every(Number.isFinite)))
    throw new InferenceError(
      'undefined-density',
      'The log likelihood of an observation is not finite at a draw of the posterior, so that leave-one-out densities cannot be computed.',
    );
  return { loo: leaveOneOut(rows, dimension > 0 ? chains : undefined), waic: waic(rows) };
}

function looRows(predictions: readonly Prediction[]): LooComparison[] {
  const best = predictions.reduce(
    (a, { loo }, k) => (loo.elpd > predictions[a].loo.elpd ? k : a),
    0,
  );
  const stacking = stackingWeights(predictions.map(({ loo }) => loo.pointwise));
  const pseudo = normalise(predictions.map(({ loo }) => loo.elpd));
  return predictions.map(({ loo, waic: criterion }, k) => {
    const differences = loo.pointwise.map((value, i) => predictions[best].loo.pointwise[i] - value);
    const bad = loo.paretoK.filter((value) => value > largestTrustedK).length;
    const veryBad = loo.paretoK.filter((value) => value > 1).length;
    return {
      elpd: loo.elpd,
      standardError: loo.standardError,
      pLoo: loo.effectiveParameters,
      paretoK: { good: loo.paretoK.length - bad, bad: bad - veryBad, veryBad },
      elpdDifference: predictions[best].loo.elpd - loo.elpd,
      differenceError: errorOfSum(differences),
      stackingWeight: stacking[k],
      pseudoBmaWeight: pseudo[k],
      waic: criterion.elpd,
      pWaic: criterion.effectiveParameters,
    };
  });
}

function notesOn(models: readonly ComparedModel[], hasLoo: boolean): Note[] {
  const notes: Note[] = models.flatMap(({ name, evidence }) =>
    evidence.notes
      .filter(({ severity }) => severity === 'warning')
      .map((note) => ({ ...note, message: `${name}: ${note.message}` })),
  );
  if (!hasLoo)
    return [
      ...notes,
      {
        code: 'no-loo',
        severity: 'note',
        message:
          'There is no leave-one-out comparison: the likelihood of a model is not made of `observe` statements alone, or the models divide the data differently.',
      },
    ];
  for (const { name, loo } of models) {
    const count = loo!.paretoK.bad + loo!.paretoK.veryBad;
    if (count === 0) continue;
    notes.push({
      code: 'loo-pareto-k',
      severity: 'note',
      message: `${name}: Pareto k is above ${largestTrustedK} for ${count} ${count === 1 ? 'observation' : 'observations'}, whose leave-one-out densities are not trustworthy.`,
    });
  }
  const byLoo = models.reduce((a, b) => (b.loo!.elpd > a.loo!.elpd ? b : a));
  if (byLoo !== models[0])
    notes.push({
      code: 'evidence-and-loo',
      severity: 'note',
      message: `The evidence prefers ${models[0].name}, leave-one-out ${byLoo.name}. Both can be right: the evidence judges predictions from the prior, before any data, and depends on how wide priors are; leave-one-out judges predictions by parameters that have seen all other data.`,
    });
  return notes;
}

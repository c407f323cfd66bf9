import { isTrustworthy } from '../evidence/agreement.ts';
import { byEvidence, type Comparison, ofEach } from './comparison.ts';
import { notesOnComparison } from './comparison-notes.ts';
import type { Evidence } from './evidence.ts';
import { SharedSample, workOptionNames } from './evidence-problem.ts';
import { checkNames, OptionError, type OptionNames } from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { looRows, predictiveAccuracies } from './predictive-comparison.ts';
import { predictiveOverlays } from './predictive-overlay.ts';
import { climb, rungsOf } from './prior-sensitivity.ts';
import { refuseUnnormalised } from './refuse-unnormalised.ts';
import { defaultDraws, type EvidenceOptions, runEvidence } from './run-evidence.ts';
import { checkSameValues } from './same-values.ts';

export interface CompareOptions extends Omit<EvidenceOptions, 'method' | 'engine' | 'backend'> {
  /** Estimators of the log evidence: see `EvidenceOptions.method`. */
  readonly evidence?: string | readonly string[];
  /** Prior weights of the models by name, in any unit; alike unless said. */
  readonly priorWeights?: Readonly<Record<string, number>>;
  /**
   * How much the answer depends on priors: by parameter, factors by which the scale of its prior is multiplied, in every
   * model that has it: `{ tau: [0.5, 1, 2] }`.
   */
  readonly scalePrior?: Readonly<Record<string, readonly number[]>>;
}

const optionNames: OptionNames<CompareOptions> = {
  ...workOptionNames,
  seed: true,
  evidence: true,
  priorWeights: true,
  scalePrior: true,
};

/**
 * Compares models of the same data by their evidence and by their predictions.
 *
 * @param posteriors models with their data, by the names they are to have in the result
 * @throws OptionError where the models do not observe the same values, ModelError where one has no evidence,
 *   InferenceError where no estimator has an answer.
 */
export async function compare(
  posteriors: Readonly<Record<string, Posterior>>,
  options: CompareOptions = {},
): Promise<Comparison> {
  checkNames(options, optionNames);
  const { evidence: method, priorWeights, scalePrior, ...settings } = options;
  const { draws = defaultDraws, seed = 1 } = settings;
  const given = Object.keys(posteriors);
  if (given.length < 2) throw new OptionError('a comparison needs at least two models');
  const weights = weightsOf(given, priorWeights);
  for (const name of given) refuseUnnormalised(posteriors[name]);
  const unchecked = checkSameValues(posteriors);
  const rungs = scalePrior && rungsOf(posteriors, scalePrior);

  const samples = ofEach(given, () => new SharedSample(seed));
  const evidences: Record<string, Evidence> = {};
  const evidenceOptions = { ...settings, ...(method !== undefined && { method }) };
  for (const name of given)
    evidences[name] = await runEvidence(posteriors[name], evidenceOptions, samples[name]);
  const names = given.toSorted((a, b) => evidences[b].logEvidence - evidences[a].logEvidence);
  const [best] = names;
  const accuracies = await predictiveAccuracies(
    names.map((name) => ({ posterior: posteriors[name], shared: samples[name] })),
    { ...settings, draws },
    seed,
  );
  const rows = accuracies && looRows(accuracies, seed);
  const predictions =
    accuracies && predictiveOverlays(ofEach(names, (_, k) => accuracies[k].prediction));
  const sorted = ofEach(names, (name) => evidences[name]);
  const sensitivity = rungs && (await climb(rungs, sorted, best, weights, evidenceOptions));
  const total = names.reduce((sum, name) => sum + weights[name], 0);

  const result = {
    best,
    ...byEvidence(sorted, best, weights),
    priorProbabilities: ofEach(names, (name) => weights[name] / total),
    ...(rows && { loo: ofEach(names, (_, k) => rows[k]) }),
    ...(predictions && { predictions }),
    ...(sensitivity && { sensitivity }),
  };
  const notes = [
    ...notesOnComparison(result, accuracies && ofEach(names, (_, k) => accuracies[k])),
    ...unchecked,
  ];
  return { ...result, trustworthy: isTrustworthy({ notes }), notes };
}

function weightsOf(
  names: readonly string[],
  given: CompareOptions['priorWeights'] = {},
): Record<string, number> {
  const foreign = Object.keys(given).find((name) => !names.includes(name));
  if (foreign !== undefined)
    throw new OptionError(`no model is called ${foreign}; there are ${names.join(', ')}`);
  return ofEach(names, (name) => {
    const weight = Object.hasOwn(given, name) ? given[name] : 1;
    if (weight > 0 && weight < Infinity) return weight;
    throw new OptionError(`the prior weight of ${name} is a number above 0, not ${weight}`);
  });
}

import { isTrustworthy } from '../evidence/agreement.ts';
import type { Note } from '../inference/method.ts';
import { type LogBayesFactor, logBayesFactorOf } from './comparison.ts';
import { notesOnEvidence } from './comparison-notes.ts';
import { engineOptionNames } from './engines.ts';
import type { Evidence } from './evidence.ts';
import { workOptionNames } from './evidence-problem.ts';
import { checkNames, type OptionNames } from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { refuseUnnormalised } from './refuse-unnormalised.ts';
import { type EvidenceOptions, runEvidence } from './run-evidence.ts';
import { checkSameValues } from './same-values.ts';

export interface BayesFactorOptions extends Omit<EvidenceOptions, 'method'> {
  /** Estimators of the log evidence: see `EvidenceOptions.method`. */
  readonly evidence?: string | readonly string[];
}

const optionNames: OptionNames<BayesFactorOptions> = {
  ...engineOptionNames,
  ...workOptionNames,
  seed: true,
  evidence: true,
};

/** What the data say of two models: `Math.exp(value)` is the Bayes factor. */
export interface BayesFactor extends LogBayesFactor {
  /** Of the first and of the second model. */
  readonly evidence: readonly [Evidence, Evidence];
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
}

/**
 * The Bayes factor of one model against another: the ratio of their evidences, in logarithms.
 *
 * @throws OptionError where they do not observe the same values, ModelError where one has no evidence,
 *   InferenceError where no estimator has an answer.
 */
export async function bayesFactor(
  one: Posterior,
  other: Posterior,
  given: BayesFactorOptions = {},
): Promise<BayesFactor> {
  checkNames(given, optionNames);
  const { evidence: method, ...settings } = given;
  const names = ['the first model', 'the second model'] as const;
  for (const posterior of [one, other]) refuseUnnormalised(posterior);
  const unchecked = checkSameValues({ [names[0]]: one, [names[1]]: other });
  const options = { ...settings, ...(method !== undefined && { method }) };
  const evidence = [await runEvidence(one, options), await runEvidence(other, options)] as const;
  const notes = [...evidence.flatMap((found, k) => notesOnEvidence(names[k], found)), ...unchecked];
  return {
    ...logBayesFactorOf(...evidence),
    evidence,
    trustworthy: isTrustworthy({ notes }),
    notes,
  };
}

import { bayesFactor } from './bayes-factor.ts';
import type { LogBayesFactor } from './comparison.ts';
import type { Evidence } from './evidence.ts';
import type { Posterior } from './posterior.ts';
import type { EvidenceOptions } from './run-evidence.ts';

/** The model in which some parameters are known. */
export interface PointNull {
  /** By parameter. */
  readonly values: Readonly<Record<string, number>>;
  readonly evidence: Evidence;
  /** Of the null against the model. */
  readonly logBayesFactor: LogBayesFactor;
}

export interface EvidenceWithNull extends Evidence {
  readonly null: PointNull;
}

/**
 * The evidence of a model, and what the data say of the same model with parameters fixed: see `Posterior.withFixed`.
 *
 * @throws as `Posterior.withFixed` and `bayesFactor`
 */
export async function testNull(
  posterior: Posterior,
  values: Readonly<Record<string, number>>,
  { method, ...settings }: EvidenceOptions,
): Promise<EvidenceWithNull> {
  const restricted = Object.entries(values).reduce(
    (model, [parameter, value]) => model.withFixed(parameter, value),
    posterior,
  );
  const options = { ...settings, ...(method !== undefined && { evidence: method }) };
  const found = await bayesFactor(restricted, posterior, options);
  const [evidence, whole] = found.evidence;
  const { value, standardError, kassRaftery, jeffreys } = found;
  const ofNull = evidence.notes.filter(({ severity }) => severity === 'warning');
  return {
    ...whole,
    trustworthy: found.trustworthy,
    notes: [
      ...whole.notes,
      ...ofNull.map((note) => ({ ...note, message: `With ${inWords(values)}: ${note.message}` })),
    ],
    null: { values, evidence, logBayesFactor: { value, standardError, kassRaftery, jeffreys } },
  };
}

/** `delta = 0, tau = 1` */
export const inWords = (values: PointNull['values']): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');

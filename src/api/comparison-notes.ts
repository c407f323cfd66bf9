import type { Note } from '../inference/method.ts';
import type { Comparison, LooComparison } from './comparison.ts';
import type { Evidence } from './evidence.ts';
import type { PredictiveAccuracy } from './predictive-comparison.ts';

/** What is to be said of a comparison, but for what could not be checked. */
export function notesOnComparison(
  {
    models,
    best,
    loo,
    sensitivity = [],
  }: Pick<Comparison, 'models' | 'best' | 'loo' | 'sensitivity'>,
  accuracies: Readonly<Record<string, PredictiveAccuracy>> | undefined,
): Note[] {
  const notes = Object.entries(models).flatMap(([name, evidence]) =>
    notesOnEvidence(name, evidence, accuracies?.[name].notes),
  );
  for (const { parameter, factor, models: scaled } of sensitivity)
    for (const [name, evidence] of Object.entries(scaled))
      if (evidence !== models[name])
        notes.push(...notesOnEvidence(`${name} with ${parameter} × ${factor}`, evidence));
  if (loo === undefined)
    return [
      ...notes,
      {
        code: 'no-loo',
        severity: 'note',
        message:
          'There is no leave-one-out comparison: the likelihood of a model is not made of `observe` statements alone, or the models divide the data differently.',
      },
    ];
  return [...notes, ...notesOnParetoK(loo), ...notesOnDisagreement(best, loo)];
}

/**
 * What is wrong with the evidence of a model, under its name.
 *
 * @param ofDraws what is wrong with draws that others share with the estimators, to be said once
 */
export function notesOnEvidence(
  name: string,
  { notes }: Evidence,
  ofDraws: readonly Note[] = [],
): Note[] {
  const warnings = notes.filter(({ severity }) => severity === 'warning');
  const said = new Set(warnings.map(({ message }) => message));
  return [...warnings, ...ofDraws.filter(({ message }) => !said.has(message))].map((note) => ({
    ...note,
    message: `${name}: ${note.message}`,
  }));
}

export function notesOnParetoK(loo: Readonly<Record<string, LooComparison>>): Note[] {
  return Object.entries(loo).flatMap(([name, { paretoK }]) => {
    const count = paretoK.bad + paretoK.veryBad;
    if (count === 0) return [];
    const message = `${name}: Pareto k is above 0.7 for ${count} ${count === 1 ? 'observation' : 'observations'}, whose leave-one-out densities are not trustworthy.`;
    return [{ code: 'loo-pareto-k', severity: 'note', message }];
  });
}

function notesOnDisagreement(best: string, loo: Readonly<Record<string, LooComparison>>): Note[] {
  const preferred = Object.keys(loo).find((name) => loo[name].elpdDifference === 0)!;
  if (preferred === best || loo[best].elpdDifference === 0) return [];
  const { elpdDifference, differenceError } = loo[best];
  const size = `by ${elpdDifference.toFixed(1)} ± ${differenceError.toFixed(1)}`;
  const message =
    elpdDifference < 2 * differenceError
      ? `The evidence prefers ${best}, leave-one-out ${preferred} ${size}, which its error allows to be chance.`
      : `The evidence prefers ${best}, leave-one-out ${preferred} ${size}. Both can be right: the evidence judges predictions from the prior, before any data, and depends on how wide priors are; leave-one-out judges predictions by parameters that have seen all other data.`;
  return [{ code: 'evidence-and-loo', severity: 'note', message }];
}

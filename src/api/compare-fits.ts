import type { DataInputs } from '../binding/inputs.ts';
import type { Table } from '../binding/table.ts';
import { isTrustworthy } from '../evidence/agreement.ts';
import { type ByModel, ofEach, type PredictiveComparison } from './comparison.ts';
import { notesOnParetoK } from './comparison-notes.ts';
import type { Fit } from './fit.ts';
import { checkNames, checkSeed, OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';
import { looRows, type PredictiveAccuracy } from './predictive-comparison.ts';
import { overlayDraws, predictiveOverlays } from './predictive-overlay.ts';

export interface CompareFitsOptions {
  /** Those of the fits; fits in memory and draws of other programs need none. */
  readonly data?: DataInputs | Table;
  /** Of the Bayesian bootstrap; 1 unless said. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/**
 * Compares fits of the same data by their predictions: draws are there, evidences are not.
 *
 * @throws OptionError where they do not have equally many observations, or one has none to leave out.
 */
export async function compareFits(
  fits: ByModel<Fit>,
  options: CompareFitsOptions = {},
): Promise<PredictiveComparison> {
  checkNames(options, { data: true, seed: true, signal: true });
  const { data, seed = 1, signal } = options;
  const given = Object.keys(fits);
  if (given.length < 2) throw new OptionError('a comparison needs at least two fits');
  checkSeed(seed);
  const accuracies: Record<string, PredictiveAccuracy> = {};
  for (const name of given)
    accuracies[name] = await fits[name].leaveOneOut(data, signal && { signal }).catch((error) => {
      throw error instanceof OptionError ? new OptionError(`${name}: ${error.message}`) : error;
    });
  const [first, ...others] = given;
  const count = (name: string): number => accuracies[name].loo.pointwise.length;
  const differs = others.find((name) => count(name) !== count(first));
  if (differs !== undefined)
    throw new OptionError(
      `the fits do not observe the same values: ${first} has ${count(first)} observations and ${differs} has ${count(differs)}`,
    );
  const names = given.toSorted((a, b) => accuracies[b].loo.elpd - accuracies[a].loo.elpd);
  const rows = looRows(
    names.map((name) => accuracies[name]),
    seed,
  );
  const loo = ofEach(names, (_, k) => rows[k]);
  const predictions: Record<string, Prediction> = {};
  const work = { draws: overlayDraws, ...(signal && { signal }) };
  for (const name of names)
    if (fits[name].parts.foreign === undefined)
      predictions[name] = await fits[name].predict(data, work);
  const overlays = predictiveOverlays(predictions);
  const notes = [
    ...names.flatMap((name) =>
      fits[name].diagnostics.notes
        .filter(({ severity }) => severity === 'warning')
        .map((note) => ({ ...note, message: `${name}: ${note.message}` })),
    ),
    ...notesOnParetoK(loo),
  ];
  return {
    loo,
    ...(overlays.length > 0 && { predictions: overlays }),
    trustworthy: isTrustworthy({ notes }),
    notes,
  };
}

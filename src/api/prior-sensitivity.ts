import { type ByModel, byEvidence, ofEach, type ScaledPrior } from './comparison.ts';
import type { Evidence } from './evidence.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { type EvidenceOptions, runEvidence } from './run-evidence.ts';
import { noParameter, parameterNames } from './scale-prior.ts';

/** One step of a ladder: the models that have the parameter, with its prior scaled. */
export interface Rung {
  readonly parameter: string;
  readonly factor: number;
  readonly scaled: ByModel<Posterior>;
}

/**
 * @param scalePrior factors by parameter
 * @throws OptionError where no model has a parameter, or its prior cannot be scaled so
 */
export function rungsOf(
  posteriors: ByModel<Posterior>,
  scalePrior: Readonly<Record<string, readonly number[]>>,
): Rung[] {
  return Object.entries(scalePrior).flatMap(([parameter, factors]) => {
    const having = Object.keys(posteriors).filter((name) =>
      parameterNames(posteriors[name].typed).includes(parameter),
    );
    if (having.length === 0)
      throw noParameter(
        parameter,
        Object.values(posteriors).flatMap(({ typed }) => parameterNames(typed)),
      );
    if (factors.length === 0) throw new OptionError(`there are no factors for ${parameter}`);
    return factors.map((factor) => ({
      parameter,
      factor,
      scaled: ofEach(having, (name) => posteriors[name].withScaledPrior(parameter, factor)),
    }));
  });
}

/**
 * The evidence of all models on every rung.
 *
 * @param evidences with the priors as they are written
 * @param best the model that all Bayes factors are against
 */
export async function climb(
  rungs: readonly Rung[],
  evidences: ByModel<Evidence>,
  best: string,
  weights: ByModel<number>,
  options: EvidenceOptions,
): Promise<ScaledPrior[]> {
  const rows: ScaledPrior[] = [];
  for (const { parameter, factor, scaled } of rungs) {
    const there: Record<string, Evidence> = { ...evidences };
    if (factor !== 1)
      for (const name of Object.keys(scaled))
        there[name] = await runEvidence(scaled[name], options);
    rows.push({ parameter, factor, ...byEvidence(there, best, weights) });
  }
  return rows;
}

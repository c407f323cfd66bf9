/** Leave-one-out accuracy from the draws of a fit. */
import type { BoundData } from '../binding/bound-data.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import type { FitParts } from './fit.ts';
import { OptionError } from './option-error.ts';
import { predictFrom } from './predict.ts';
import { accuracyFrom, type PredictiveAccuracy } from './predictive-comparison.ts';
import type { SimulateOptions } from './simulation-run.ts';

/** Draws that are looked at; of many observations fewer. */
const mostDraws = 4000;
const mostNumbers = 20_000_000;
/** Too few say nothing of tails. */
const leastDraws = 100;

/** @throws OptionError where the data are not those of the fit, or there are no observations or too many. */
export async function accuracyOfFit(
  { draws, origin, typed }: FitParts,
  bound: BoundData,
  { signal }: Pick<SimulateOptions, 'signal'>,
): Promise<PredictiveAccuracy> {
  const model = typed();
  const { data } = origin();
  if (fingerprint(bound) !== data)
    throw new OptionError(
      'only observations of the fit can be left out, and these data are others',
    );
  if (model.statements.some(({ kind }) => kind === 'factor'))
    throw new OptionError(
      'the likelihood of the model is not made of `observe` statements alone, so that no observation can be left out',
    );
  const { chains = 1 } = draws;
  const look = (count: number, see: (logDensities: Float64Array, draw: number) => void) =>
    predictFrom(draws, data, model, bound, {
      draws: count,
      withLogDensities: true,
      seeLogDensities: see,
      ...(signal && { signal }),
    });
  let observations = 0;
  await look(1, (logDensities) => {
    observations = logDensities.length;
  });
  if (observations === 0)
    throw new OptionError('the model observes nothing that could be left out');
  const most = Math.min(mostDraws, Math.floor(mostNumbers / observations));
  const count = chains * Math.floor(Math.min(draws.count, most) / chains);
  if (count < leastDraws)
    throw new OptionError(
      `${observations} observations are too many, or ${draws.count} draws too few, to leave out one after the other`,
    );
  const rows = Array.from({ length: observations }, () => new Float64Array(count));
  await look(count, (logDensities, draw) => {
    logDensities.forEach((value, k) => {
      rows[k][draw] = value;
    });
  });
  return accuracyFrom(rows, draws.chains);
}

/** @throws OptionError where the draws have none. */
export function foreignLikelihood({
  logLikelihood,
}: NonNullable<FitParts['foreign']>): readonly Float64Array[] {
  if (logLikelihood !== undefined) return logLikelihood;
  throw new OptionError(
    'the draws have no columns `log_lik`, the log likelihood of each observation, so that none can be left out',
  );
}

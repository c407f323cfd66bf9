import { bestTemperature, temperatureRange, temperedLoss } from '../results/temperature.ts';
import { classForecasts, observedElements } from './observed.ts';
import { OptionError } from './option-error.ts';
import type { Prediction } from './prediction.ts';

/** At which the probabilities of an outcome's classes are best on held-out data. */
export interface Temperature {
  readonly value: number;
  /** Of the held-out data. */
  readonly rows: number;
  /** Their negative log likelihood, nats a row: at temperature 1, and at this one. */
  readonly before: number;
  readonly after: number;
  /** Fingerprint of the held-out data. */
  readonly data: string;
}

/** By outcome. */
export type Temperatures = Readonly<Record<string, Temperature>>;

/**
 * In words; one found on the data of the fit says so.
 *
 * @param dataOfFit their fingerprint
 */
export function notesOnTemperatures(temperatures: Temperatures, dataOfFit: string): string[] {
  return Object.entries(temperatures).map(([name, { value, rows, data }]) => {
    const what = `Probabilities of ${name} are at temperature ${value.toFixed(3)}, fitted on`;
    return data === dataOfFit
      ? `${what} the ${rows} rows of the fit itself, which it knows too well: the probabilities are too sure of others. Fit it on rows that the fit has not seen.`
      : `${what} ${rows} held-out rows.`;
  });
}

/**
 * The temperature of each outcome that is a class.
 *
 * @param prediction of held-out data, untempered
 * @param data their fingerprint
 * @throws OptionError where nothing observed is a class, or no temperature is best.
 */
export function fitTemperatures({ parts }: Prediction, data: string): Temperatures {
  const found = parts.simulation.outcomes.flatMap((outcome): [string, Temperature][] => {
    const { name } = outcome;
    const collector = parts.given.find((one) => one.name === name);
    if (collector?.classNames === undefined) return [];
    const elements = observedElements(outcome);
    if (elements.length === 0)
      throw new OptionError(
        `the held-out data hold nothing of ${name}, for which a temperature is wanted`,
      );
    const forecasts = classForecasts(outcome, elements, (k) => collector.averageOf(k));
    const before = temperedLoss(forecasts, 1);
    if (before === Infinity)
      throw new OptionError(
        `a class of ${name} came that was given the probability 0: no temperature mends that`,
      );
    const value = bestTemperature(forecasts);
    const { least, most } = temperatureRange;
    if (value === least || value === most)
      throw new OptionError(
        `no temperature between ${least} and ${most} is best for ${name}: ${value === least ? 'nearly all of what came was thought the likeliest, so that the surer the better; give more held-out rows' : 'the probabilities say nothing of what came, so that the less sure the better'}`,
      );
    const after = temperedLoss(forecasts, value);
    return [[name, { value, rows: elements.length, before, after, data }]];
  });
  if (found.length === 0)
    throw new OptionError(
      'temperatures are for probabilities of classes, and this model observes none (Categorical, CategoricalLogit, Bernoulli or BernoulliLogit)',
    );
  return Object.fromEntries(found);
}

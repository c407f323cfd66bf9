/** How good predicted probabilities of classes are, given which class came. */
import { meanOfRows, type Statistic } from './bootstrap.ts';
import { adaptiveBinError, type Forecasts, fixedBinError } from './calibration-error.ts';

/** Predictive probabilities of classes, and the class that came in each row. */
export interface ClassForecasts {
  /** Row-major, rows × classes. */
  readonly probabilities: Float64Array;
  /** From 0. */
  readonly observed: Int32Array;
}

export type ClassMetric = 'accuracy' | 'nll' | 'brier' | 'ece' | 'eceAdaptive' | 'eceClasswise';

/** What was thought likeliest in each row: its probability, and whether it came. */
export function likeliestForecasts({ probabilities, observed }: ClassForecasts): Forecasts {
  const classes = probabilities.length / observed.length;
  const likeliest = Array.from(observed, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(own.reduce((largest, p) => Math.max(largest, p), 0));
  });
  return {
    probabilities: Float64Array.from(likeliest, (k, row) => probabilities[row * classes + k]),
    came: Float64Array.from(likeliest, (k, row) => (k === observed[row] ? 1 : 0)),
  };
}

/** The probability of one class in each row, and whether it came. */
export function forecastsOfClass(
  { probabilities, observed }: ClassForecasts,
  which: number,
): Forecasts {
  const classes = probabilities.length / observed.length;
  return {
    probabilities: Float64Array.from(observed, (_, row) => probabilities[row * classes + which]),
    came: Float64Array.from(observed, (k) => (k === which ? 1 : 0)),
  };
}

/**
 * - accuracy: the share of rows whose likeliest class came
 * - nll: −log of the probability of what came, nats a row
 * - brier: Σ (p − came)² over all classes, from 0 to 2 (Brier 1950)
 * - ece, eceAdaptive: of the likeliest class
 * - eceClasswise: of each class by itself, averaged over the classes (Kull and others 2019)
 */
export function classStatistics(forecasts: ClassForecasts): Map<ClassMetric, Statistic> {
  const { probabilities, observed } = forecasts;
  const classes = probabilities.length / observed.length;
  const likeliest = likeliestForecasts(forecasts);
  const brier = Float64Array.from(observed, (k, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return own.reduce((sum, p, which) => sum + (p - (which === k ? 1 : 0)) ** 2, 0);
  });
  const byClass = Array.from({ length: classes }, (_, which) =>
    fixedBinError(forecastsOfClass(forecasts, which)),
  );
  return new Map<ClassMetric, Statistic>([
    ['accuracy', meanOfRows(likeliest.came)],
    [
      'nll',
      meanOfRows(
        Float64Array.from(observed, (k, row) => -Math.log(probabilities[row * classes + k])),
      ),
    ],
    ['brier', meanOfRows(brier)],
    ['ece', fixedBinError(likeliest)],
    ['eceAdaptive', adaptiveBinError(likeliest)],
    ['eceClasswise', (counts) => byClass.reduce((sum, error) => sum + error(counts), 0) / classes],
  ]);
}

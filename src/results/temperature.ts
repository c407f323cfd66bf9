/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017): probabilities p become p^(1/T) / Σ p^(1/T), less sure
 * above 1, surer below. It is for the average over all draws: to temper an average calibrates it better than to average
 * what was tempered, and only it can make an average surer whose parts disagree (Rahaman and Thiery 2021).
 */
import { logSumExp } from '../numerics/index.ts';
import type { ClassForecasts } from './class-scores.ts';

/** Between which temperatures the best one is looked for. */
export const temperatureRange = { least: 0.05, most: 20 } as const;

/** @param probabilities of all classes */
export function temper(probabilities: Float64Array, temperature: number): Float64Array {
  const largest = probabilities.reduce((most, p) => Math.max(most, p), 0);
  // relative to the largest, which is not lost
  const powers = probabilities.map((p) => (p / largest) ** (1 / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** −log of the tempered probability of what came, nats a row; infinite where that was 0. */
export function temperedLoss(forecasts: ClassForecasts, temperature: number): number {
  return lossAt(logOddsOf(forecasts), 1 / temperature);
}

/** Of each row the logarithms of the probabilities of all classes, less that of the class that came; all infinite where that was 0. */
function logOddsOf({ probabilities, observed }: ClassForecasts): Float64Array[] {
  const classes = probabilities.length / observed.length;
  return Array.from(observed, (came, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    // −∞ − (−∞) is no number
    return own.map((p) => (own[came] === 0 ? Infinity : Math.log(p) - Math.log(own[came])));
  });
}

function lossAt(logOdds: readonly Float64Array[], inverse: number): number {
  return logOdds.reduce((sum, row) => sum + logSumExpAt(inverse, row), 0) / logOdds.length;
}

/** log Σ exp(β x). */
function logSumExpAt(inverse: number, row: Float64Array): number {
  return logSumExp(row.map((x) => inverse * x));
}

/** Of the derivative's zero: relative, in 1 / T. */
const TOLERANCE = 1e-10;

/**
 * The temperature of the least loss, which is convex in 1 / T: by halving the interval in which its slope changes its
 * sign; an end of the range where it does not.
 */
export function bestTemperature(forecasts: ClassForecasts): number {
  const logOdds = logOddsOf(forecasts);
  const slope = (inverse: number): number =>
    logOdds.reduce((sum, row) => {
      const log = logSumExpAt(inverse, row);
      return (
        sum +
        row.reduce((part, x) => part + (x === -Infinity ? 0 : x * Math.exp(inverse * x - log)), 0)
      );
    }, 0);
  let [low, high] = [1 / temperatureRange.most, 1 / temperatureRange.least];
  if (slope(low) >= 0) return temperatureRange.most;
  if (slope(high) <= 0) return temperatureRange.least;
  while (high - low > TOLERANCE * low) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

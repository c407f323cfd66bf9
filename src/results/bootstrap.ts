import type { Random } from '../random/random.ts';
import { quantile } from './summary.ts';

/** A figure of some rows, and the 5% and 95% quantiles of what it is of rows drawn from them with replacement. */
export interface Metric {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A figure of rows of one sample or several, given how often each row counts. */
export type Statistic = (...counts: Float64Array[]) => number;

/**
 * Each statistic with its percentile interval (Efron 1979), all from the same resampled rows. Where a figure is not
 * defined of some resampled rows, the interval is of the others.
 *
 * @param sizes rows of each sample, each drawn anew by itself
 */
export function bootstrap(
  statistics: ReadonlyMap<string, Statistic>,
  sizes: readonly number[],
  random: Random,
  replications = 1000,
): Record<string, Metric> {
  const counts = sizes.map((size) => new Float64Array(size));
  const values = new Map([...statistics.keys()].map((name) => [name, [] as number[]]));
  for (let k = 0; k < replications; k++) {
    for (const sample of counts) {
      sample.fill(0);
      for (let row = 0; row < sample.length; row++)
        sample[Math.floor(random.uniform() * sample.length)]++;
    }
    for (const [name, statistic] of statistics) {
      const value = statistic(...counts);
      if (!Number.isNaN(value)) values.get(name)!.push(value);
    }
  }
  for (const sample of counts) sample.fill(1);
  return Object.fromEntries(
    [...statistics].map(([name, statistic]) => {
      const ascending = Float64Array.from(values.get(name)!).sort();
      const at = (probability: number): number =>
        ascending.length === 0 ? Number.NaN : quantile(ascending, probability);
      return [name, { value: statistic(...counts), lower: at(0.05), upper: at(0.95) }];
    }),
  );
}

/** The mean of one number a row. */
export function meanOfRows(values: Float64Array): Statistic {
  return (counts) => {
    let sum = 0;
    let rows = 0;
    counts.forEach((count, row) => {
      if (count === 0) return;
      sum += count * values[row];
      rows += count;
    });
    return sum / rows;
  };
}

/** Regressions on the data sets of UCI with their published splits: errors and log likelihoods of what was held out. */
import { readFileSync } from 'node:fs';
import { compile, type FitOptions } from '../../../src/index.ts';
import { sharedFolder } from '../posteriors.ts';

/** A mean over the splits and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

export interface UciDataSet {
  readonly name: string;
  /** MC dropout by Gal and Ghahramani (2016), one hidden layer of 50 units, as their code reports it today. */
  readonly published: Readonly<Record<Score, Estimate>>;
}

export type Score = 'rmse' | 'logLikelihood';

export const uciDataSets: readonly UciDataSet[] = [
  {
    name: 'concrete',
    published: {
      rmse: { mean: 4.82, standardError: 0.16 },
      logLikelihood: { mean: -2.93, standardError: 0.02 },
    },
  },
  {
    name: 'wine-quality-red',
    published: {
      rmse: { mean: 0.62, standardError: 0.01 },
      logLikelihood: { mean: -0.93, standardError: 0.01 },
    },
  },
  {
    name: 'power-plant',
    published: {
      rmse: { mean: 4.01, standardError: 0.04 },
      logLikelihood: { mean: -2.8, standardError: 0.01 },
    },
  },
];

/** Splits of each data set, and those on which other methods stand beside MC dropout. */
export const SPLITS = 20;
export const COMPARED = 5;

/**
 * How each method is run. Of MC dropout the rates are those of the published grid, chosen by a fifth of the training part
 * held out; the precision of the noise is not searched, but a parameter of the model.
 */
const regressionMethods = {
  'mc-dropout': {
    method: 'mc-dropout',
    steps: 15_000,
    batch: { row: 64 },
    dropoutRate: [0.005, 0.01, 0.05, 0.1],
    draws: 1000,
  },
  vi: { method: 'vi', steps: 5000, batch: { row: 64 }, draws: 1000 },
  laplace: { method: 'laplace', hessian: 'full', tunePrior: 'layer', draws: 1000 },
} as const satisfies Record<string, FitOptions>;

export type RegressionMethod = keyof typeof regressionMethods;
export const regressionNames = Object.keys(regressionMethods) as RegressionMethod[];

export interface SplitResult {
  readonly rmse: number;
  /** The mean of log p(y | training part) over the test part, in the units of the data. */
  readonly logLikelihood: number;
  /** The rate of dropout that was chosen. */
  readonly rate?: number;
  readonly seconds: number;
}

/** Fits the training part of a split, standardised by its own means and deviations, and looks at the test part. */
export async function fitSplit(
  name: string,
  split: number,
  method: RegressionMethod,
): Promise<SplitResult> {
  const started = performance.now();
  const { train, test, scale } = readSplit(name, split);
  const url = new URL('regression.bayes', import.meta.url);
  const fit = await compile(readFileSync(url, 'utf8'), { fileName: 'regression.bayes' })
    .bind(train)
    .fit({ ...regressionMethods[method], seed: split + 1 });
  const { rmse, nll } = (await fit.evaluate(test)).metrics;
  const rate = fit.diagnostics.values['rate f.dropout1'];
  return {
    rmse: rmse.value * scale,
    logLikelihood: -nll.value - Math.log(scale),
    ...(rate !== undefined && { rate }),
    seconds: (performance.now() - started) / 1000,
  };
}

type Part = {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
};

function readSplit(
  name: string,
  split: number,
): { readonly train: Part; readonly test: Part; readonly scale: number } {
  const file = (ending: string): string =>
    readFileSync(new URL(`uci/${name}${ending}`, sharedFolder), 'utf8');
  const [titles, ...lines] = file('.csv').trim().split(/\r?\n/);
  const { target, testRows } = JSON.parse(file('.splits.json'));
  const place = titles.split(',').indexOf(target);
  if (place < 0) throw new Error(`${name}.csv has no column ${target}`);
  const rows = lines.map((line) => line.split(',').map(Number));
  const isTest = new Set<number>(testRows[split]);
  const trained = rows.filter((_, k) => !isTest.has(k));
  const columns = rows[0].map((_, column) => trained.map((row) => row[column]));
  const means = columns.map(meanOf);
  const scales = columns.map((values, k) => {
    const sd = Math.sqrt(meanOf(values.map((value) => (value - means[k]) ** 2)));
    return sd > 0 ? sd : 1;
  });
  const part = (own: readonly number[][]): Part => {
    const standardised = own.map((row) => row.map((value, k) => (value - means[k]) / scales[k]));
    return {
      x: standardised.map((row) => row.filter((_, k) => k !== place)),
      y: standardised.map((row) => row[place]),
    };
  };
  const test = part(rows.filter((_, k) => isTest.has(k)));
  return { train: part(trained), test, scale: scales[place] };
}

export function estimateOf(values: readonly number[]): Estimate {
  const mean = meanOf(values);
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

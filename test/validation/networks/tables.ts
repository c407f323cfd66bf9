/** The tables of `npm run validate:networks`, and where they are not as they must be. */
import { markdownTable } from '../../docs/markers.ts';
import type { ClassificationMethod, Detection, DigitsResult } from './digits.ts';
import {
  COMPARED,
  type Estimate,
  estimateOf,
  type RegressionMethod,
  regressionNames,
  type Score,
  SPLITS,
  type SplitResult,
  uciDataSets,
} from './uci.ts';

type Estimates = Readonly<Record<Score, Estimate>>;

export type ResultOf = (data: string, method: RegressionMethod, split: number) => SplitResult;

const regressionTitles = ['data', 'method', 'RMSE', 'log likelihood', 'rates chosen', 'seconds'];

/** MC dropout on all splits beside what is published. */
export function publishedTable(resultOf: ResultOf): string {
  const rows = uciDataSets.flatMap(({ name, published }) => [
    [name, 'published', ...cellsOf(published), '', ''],
    rowOf(resultOf, name, 'mc-dropout', SPLITS),
  ]);
  return markdownTable(regressionTitles, rows);
}

/** All methods side by side on the first few splits. */
export function comparedTable(resultOf: ResultOf): string {
  const rows = uciDataSets.flatMap(({ name }) =>
    regressionNames.map((method) => rowOf(resultOf, name, method, COMPARED)),
  );
  return markdownTable(regressionTitles, rows);
}

/** Where MC dropout is worse than published by more than its standard error, in the two digits that are published. */
export function missedPublished(resultOf: ResultOf): string[] {
  const worse = { rmse: 1, logLikelihood: -1 } as const;
  return uciDataSets.flatMap(({ name, published }) => {
    const estimates = estimatesOf(resultOf, name, 'mc-dropout', SPLITS);
    return (Object.keys(worse) as Score[]).flatMap((score) => {
      const { mean, standardError } = published[score];
      const own = estimates[score].mean.toFixed(2);
      const excess = Math.round(100 * worse[score] * (Number(own) - mean));
      if (excess <= Math.round(100 * standardError)) return [];
      const what = score === 'rmse' ? 'RMSE' : 'log likelihood';
      return [`${name}, ${what} ${own} where ${mean} ± ${standardError} is published`];
    });
  });
}

function rowOf(
  resultOf: ResultOf,
  data: string,
  method: RegressionMethod,
  splits: number,
): string[] {
  const { rates, seconds, ...estimates } = estimatesOf(resultOf, data, method, splits);
  return [data, method, ...cellsOf(estimates), countsOf(rates), seconds.mean.toFixed(0)];
}

function estimatesOf(resultOf: ResultOf, data: string, method: RegressionMethod, splits: number) {
  const own = Array.from({ length: splits }, (_, split) => resultOf(data, method, split));
  return {
    rmse: estimateOf(own.map(({ rmse }) => rmse)),
    logLikelihood: estimateOf(own.map(({ logLikelihood }) => logLikelihood)),
    seconds: estimateOf(own.map(({ seconds }) => seconds)),
    rates: own.flatMap(({ rate }) => rate ?? []),
  };
}

function cellsOf({ rmse, logLikelihood }: Estimates): string[] {
  return [rmse, logLikelihood].map(
    ({ mean, standardError }) => `${mean.toFixed(2)} ± ${standardError.toFixed(2)}`,
  );
}

/** How often each rate was chosen: `0.01 × 12, 0.05 × 8`. */
function countsOf(rates: readonly number[]): string {
  const different = [...new Set(rates)].sort((a, b) => a - b);
  return different
    .map((rate) => `${rate} × ${rates.filter((one) => one === rate).length}`)
    .join(', ');
}

const leastAccuracy = 0.97;
const largestError = 0.03;

export type DigitsRow = DigitsResult & { readonly method: ClassificationMethod };

export function digitsTable(results: readonly DigitsRow[]): string {
  const titles = [
    'method',
    'accuracy',
    'calibration error',
    'after temperature scaling',
    'temperature',
    'AUROC of turned images by entropy, by mutual information',
    'by mutual information of a quarter turn, a half, three quarters',
    'of a digit never seen by entropy, by mutual information',
    'seconds',
  ];
  const rows = results.map(
    ({ method, accuracy, ece, scaledEce, temperature, turned, turns, unseen, seconds }) => [
      method,
      percent(accuracy),
      ece.toFixed(3),
      scaledEce.toFixed(3),
      temperature.toFixed(2),
      bothOf(turned),
      turns.map(({ byMutualInformation }) => byMutualInformation.value.toFixed(3)).join(', '),
      bothOf(unseen),
      seconds.toFixed(0),
    ],
  );
  return markdownTable(titles, rows);
}

export function missedDigits(results: readonly DigitsRow[]): string[] {
  return results.flatMap(({ method, accuracy, scaledEce, turned, unseen }) => [
    ...(accuracy < leastAccuracy ? [`${method} knows ${percent(accuracy)}`] : []),
    ...(scaledEce > largestError
      ? [`${method} has the calibration error ${scaledEce.toFixed(3)}`]
      : []),
    ...(Math.min(turned.byMutualInformation.lower, unseen.byMutualInformation.lower) <= 0.5
      ? [`${method} is no less certain of what it has not seen`]
      : []),
  ]);
}

function bothOf({ byEntropy, byMutualInformation }: Detection): string {
  const { value, lower, upper } = byMutualInformation;
  const interval = `${lower.toFixed(3)} to ${upper.toFixed(3)}`;
  return `${byEntropy.value.toFixed(3)}, ${value.toFixed(3)} (${interval})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

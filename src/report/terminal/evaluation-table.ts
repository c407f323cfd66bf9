import type { Evaluation, Metrics, OutcomeEvaluation } from '../../api/evaluation.ts';
import type { Temperatures } from '../../api/temperature.ts';
import type { Metric } from '../../results/bootstrap.ts';
import { formatWithScale } from './format-number.ts';
import { type Column, renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** The figures in words, in the order of the table. */
const words: readonly (readonly [string, string])[] = [
  ['accuracy', 'accuracy'],
  ['rmse', 'root mean square error'],
  ['nll', 'negative log likelihood'],
  ['brier', 'Brier score'],
  ['crps', 'CRPS'],
  ['ece', 'calibration error'],
  ['eceAdaptive', 'in bins of equal counts'],
  ['eceClasswise', 'of each class, averaged'],
  ['coverage50', 'coverage of 50% intervals'],
  ['width50', 'their width'],
  ['coverage90', 'coverage of 90% intervals'],
  ['width90', 'their width'],
  ['aurocEntropy', 'other rows: AUROC, entropy'],
  ['aurocMutualInformation', 'AUROC, mutual information'],
  ['fpr95Entropy', 'FPR95, entropy'],
  ['fpr95MutualInformation', 'FPR95, mutual information'],
  ['aurocVariance', 'other rows: AUROC, variance'],
  ['aurocEpistemic', 'AUROC, of the expected alone'],
  ['fpr95Variance', 'FPR95, variance'],
  ['fpr95Epistemic', 'FPR95, of the expected alone'],
];

/** Calibration errors of so many classes are shown unless all are asked for. */
const MOST_CLASSES = 12;

/** How good predictions are, for people: a table an outcome, then what is to be said of it. */
export function renderEvaluation(
  { model, outcomes, notes }: Evaluation,
  { all, quiet, width }: { readonly all: boolean; readonly quiet: boolean; readonly width: number },
): string {
  const parts = [wrap(model, width)];
  for (const outcome of outcomes) {
    const rows = `${outcome.rows} ${outcome.rows === 1 ? 'row' : 'rows'}`;
    const tempered =
      outcome.temperature === undefined ? '' : `, at temperature ${outcome.temperature.toFixed(3)}`;
    parts.push(
      '\n',
      wrap(`${outcome.name}: ${rows}${tempered}`, width),
      '\n',
      table(outcome, width),
    );
    if (outcome.byClass !== undefined) parts.push(classTable(outcome.byClass, all, width));
  }
  if (!quiet && notes.length > 0)
    parts.push('\n', ...notes.map((note) => wrap(`note: ${note}`, width)));
  return parts.join('');
}

/** Temperatures that were found, for people. */
export function renderTemperatures(temperatures: Temperatures): string {
  return renderTable(
    [
      { title: 'temperature of', align: 'left' },
      right('value'),
      right('held-out rows'),
      right('nll before'),
      right('nll after'),
    ],
    Object.entries(temperatures).map(([name, { value, rows, before, after }]) => [
      name,
      value.toFixed(3),
      String(rows),
      before.toFixed(4),
      after.toFixed(4),
    ]),
  );
}

const right = (title: string): Column => ({ title, align: 'right' });

function table({ metrics, untempered }: OutcomeEvaluation, width: number): string {
  const rows = words.flatMap(([key, text]) => {
    const metric = metrics[key];
    if (metric === undefined) return [];
    const before = untempered?.[key];
    return [
      [
        text,
        ...cellsOf(metric),
        ...(untempered === undefined ? [] : [before === undefined ? '' : cellsOf(before)[0]]),
      ],
    ];
  });
  return renderTable(
    [
      { title: '', align: 'left' },
      right('value'),
      right('5%'),
      right('95%'),
      ...(untempered === undefined ? [] : [right('temperature 1')]),
    ],
    rows,
    width,
  );
}

function classTable(byClass: Metrics, all: boolean, width: number): string {
  const rows = Object.entries(byClass);
  const shown = all ? rows : rows.slice(0, MOST_CLASSES);
  const more = rows.length - shown.length;
  return `\n${renderTable(
    [{ title: 'calibration error of', align: 'left' }, right('value'), right('5%'), right('95%')],
    [
      ...shown.map(([name, metric]) => [name, ...cellsOf(metric)]),
      ...(more > 0 ? [[`… ${more} more`, '', '', '']] : []),
    ],
    width,
  )}`;
}

/** With as many digits as the interval leaves known. */
function cellsOf({ value, lower, upper }: Metric): string[] {
  const scale = Math.max(upper - lower, Math.abs(value) / 1000);
  return [value, lower, upper].map((number) => formatWithScale(number, scale));
}

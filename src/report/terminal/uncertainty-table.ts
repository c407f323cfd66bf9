import type { UncertainClass, UncertainNumber, Uncertainty } from '../../api/uncertainty.ts';
import type { Estimate } from '../../results/uncertainty.ts';
import { selectRows } from '../select-rows.ts';
import { formatWithScale } from './format-number.ts';
import { type Column, renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** Rows of each table unless all are asked for. */
const MOST_ROWS = 15;

/** What is uncertain of each observed value, for people: numbers by their sd, classes by their entropy. */
export function renderUncertainty(
  rows: readonly Uncertainty[],
  { all, width }: { readonly all: boolean; readonly width: number },
): string {
  const numbers = rows.filter((row) => row.kind === 'number');
  const classes = rows.filter((row) => row.kind === 'class');
  const most = all ? rows.length : MOST_ROWS;
  return [
    ...(numbers.length === 0
      ? []
      : [
          '\n',
          wrap('Standard deviations: in all, of the noise alone, of what is expected.', width),
          '\n',
          table(['sd', 'noise', 'parameters'], numbers, numberCells, most),
        ]),
    ...(classes.length === 0
      ? []
      : [
          '\n',
          wrap(
            'Entropies in nats: of the predicted class, of what noise is expected to leave, and what the class would tell of the parameters (mutual information), each with its Monte Carlo error.',
            width,
          ),
          '\n',
          table(
            ['likeliest', 'probability', 'entropy', 'noise', 'parameters'],
            classes,
            classCells,
            most,
          ),
        ]),
  ].join('');
}

function table<Row extends Uncertainty>(
  titles: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
  most: number,
): string {
  const columns: Column[] = [
    { title: '', align: 'left' },
    ...titles.map((title) => ({ title, align: 'right' as const })),
  ];
  const lines = selectRows(rows, most).flatMap((group) => [
    ...group.rows.map((row) => [row.label ?? row.key, ...cells(row)]),
    ...(group.more > 0 ? [[`… ${group.more} more`, ...titles.map(() => '')]] : []),
  ]);
  return renderTable(columns, lines);
}

function numberCells({ total, aleatoric, epistemic }: UncertainNumber): string[] {
  const all = Math.sqrt(total.value);
  return [total, aleatoric, epistemic].map(({ value }) =>
    formatWithScale(Math.sqrt(Math.max(0, value)), all),
  );
}

function classCells(row: UncertainClass): string[] {
  const withError = ({ value, standardError }: Estimate): string =>
    `${value.toFixed(3)} ± ${standardError.toFixed(3)}`;
  return [
    row.likeliest,
    Math.max(...row.probabilities).toFixed(3),
    withError(row.entropy),
    withError(row.expectedEntropy),
    withError(row.mutualInformation),
  ];
}

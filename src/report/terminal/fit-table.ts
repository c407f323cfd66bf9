import type { Fit } from '../../api/fit.ts';
import type { SummaryRow } from '../../results/summary-table.ts';
import { formatDuration, formatWithScale } from './format-number.ts';
import { displayWidth, renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** Rows shown unless all are asked for. */
const MOST_ROWS = 30;
/** Widest name of an element; longer ones are cut. */
const WIDEST_NAME = 32;

/** A fit for people: the table, then what is to be said about it in words. */
export function renderFit(
  fit: Fit,
  options: { readonly all: boolean; readonly width: number },
): string {
  const rows = fit.summary();
  const shown = options.all ? rows : rows.slice(0, MOST_ROWS);
  const parts = [`${fit.model}\n\n`, renderRows(shown)];
  if (shown.length < rows.length) {
    parts.push(`… and ${rows.length - shown.length} more rows; --all shows them\n`);
  }
  const figures = Object.entries(fit.diagnostics.values)
    .map(([name, value]) => `${words[name] ?? name} ${formatFigure(value)}`)
    .join(', ');
  parts.push(
    '\n',
    wrap(
      `${fit.method} on ${fit.engine}, seed ${fit.seed}, ${formatDuration(fit.timing.runMs)}: ${figures}`,
      options.width,
    ),
  );
  for (const { severity, message } of fit.diagnostics.notes) {
    parts.push(wrap(`${severity}: ${message}`, options.width));
  }
  if (!fit.diagnostics.trustworthy) {
    parts.push(
      wrap('This result should not be trusted as it stands: see the warnings.', options.width),
    );
  }
  return parts.join('');
}

/** Names of the methods' figures in words. */
const words: Readonly<Record<string, string>> = {
  logEvidence: 'log evidence (Laplace)',
  logDensityAtMode: 'log density at the mode',
  newtonDecrement: 'Newton decrement',
  paretoK: 'Pareto k',
  elbo: 'ELBO',
  elboStandardError: 'its standard error',
  iterations: 'iterations',
};

function formatFigure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size > 0 && (size < 1e-3 || size >= 1e7)
    ? value.toExponential(1)
    : value.toFixed(size < 10 ? 3 : 2);
}

function renderRows(rows: readonly SummaryRow[]): string {
  const cells = rows.map(({ key, label, mean, sd, q5, q50, q95, mcseMean }) => {
    const figure = (value: number): string => formatWithScale(value, sd);
    return [
      cut(label ?? key),
      figure(mean),
      formatWithScale(sd, sd),
      figure(q5),
      figure(q50),
      figure(q95),
      formatWithScale(mcseMean, sd / 10),
    ];
  });
  const number = (title: string) => ({ title, align: 'right' as const });
  return renderTable(
    [
      { title: '', align: 'left' },
      number('mean'),
      number('sd'),
      number('5%'),
      number('50%'),
      number('95%'),
      number('MCSE'),
    ],
    cells,
  );
}

function cut(name: string): string {
  if (displayWidth(name) <= WIDEST_NAME) return name;
  const characters = [...name];
  while (displayWidth(characters.join('')) > WIDEST_NAME - 1) characters.pop();
  return `${characters.join('')}…`;
}

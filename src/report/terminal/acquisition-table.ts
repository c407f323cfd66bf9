import type { Acquisition } from '../../api/acquire.ts';
import { renderTable } from './table.ts';
import { wrap } from './wrap.ts';

const titles = {
  entropy: 'entropy',
  'mutual-information': 'information',
  variance: 'variance',
  'batch-bald': 'adds',
} as const;

const meanings = {
  entropy: 'Entropy of the predicted class, nats.',
  'mutual-information': 'What the class would tell of the parameters (mutual information), nats.',
  variance: 'Variance of what is expected, for want of knowing the parameters.',
  'batch-bald': 'What each row adds to what the rows before it tell of the parameters, nats.',
} as const;

/** Rows to observe, for people. */
export function renderAcquisition(
  { model, outcome, by, pool, rows, notes }: Acquisition,
  { quiet, width }: { readonly quiet: boolean; readonly width: number },
): string {
  const parts = [
    wrap(model, width),
    '\n',
    wrap(`Of ${pool} rows of ${outcome}: ${meanings[by]}`, width),
    '\n',
    renderTable(
      [
        { title: 'row', align: 'right' },
        { title: '', align: 'left' },
        { title: titles[by], align: 'right' },
      ],
      rows.map(({ row, key, label, score }) => [String(row), label ?? key, score.toPrecision(4)]),
    ),
  ];
  if (!quiet && notes.length > 0)
    parts.push('\n', ...notes.map((note) => wrap(`note: ${note}`, width)));
  return parts.join('');
}

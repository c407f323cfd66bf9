import type { Comparison } from '../../api/compare.ts';
import { formatError, formatLog } from './evidence-table.ts';
import { renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** A comparison for people: by evidence, by predictions, then what is to be said of them. */
export function renderComparison(
  { models, notes, trustworthy }: Comparison,
  { quiet, width }: { readonly quiet: boolean; readonly width: number },
): string {
  const left = (title: string) => ({ title, align: 'left' as const });
  const right = (title: string) => ({ title, align: 'right' as const });
  const parts = [
    renderTable(
      [
        left('model'),
        right('log evidence'),
        right('error'),
        right('log BF'),
        right('error'),
        right('probability'),
        left('evidence against'),
      ],
      models.map(({ name, evidence, logBayesFactor, logBayesFactorError, probability, words }) => [
        name,
        formatLog(evidence.logEvidence, Math.max(1e-4, evidence.standardError)),
        evidence.standardError < 1e-6 ? '–' : formatError(evidence.standardError),
        logBayesFactor.toFixed(2),
        logBayesFactorError < 1e-6 ? '–' : formatError(logBayesFactorError),
        probability.toFixed(3),
        words === 'not worth more than a bare mention' ? 'bare mention' : words,
      ]),
    ),
  ];
  const byLoo = models
    .flatMap(({ name, loo }) => (loo === undefined ? [] : [{ name, ...loo }]))
    .sort((a, b) => a.elpdDifference - b.elpdDifference);
  if (byLoo.length > 0)
    parts.push(
      '\n',
      renderTable(
        [
          left('model'),
          right('elpd LOO'),
          right('error'),
          right('p'),
          right('behind'),
          right('error'),
          right('stacking'),
          right('pseudo-BMA'),
          right('WAIC'),
        ],
        byLoo.map((row) => [
          row.name,
          row.elpd.toFixed(2),
          row.standardError.toFixed(2),
          row.pLoo.toFixed(1),
          row.elpdDifference.toFixed(2),
          row.differenceError.toFixed(2),
          row.stackingWeight.toFixed(3),
          row.pseudoBmaWeight.toFixed(3),
          row.waic.toFixed(2),
        ]),
      ),
    );
  parts.push('\n');
  for (const { severity, message } of notes) {
    if (quiet && severity === 'note') continue;
    parts.push(wrap(`${severity}: ${message}`, width));
  }
  if (!trustworthy) parts.push(wrap('not trustworthy: see the warnings.', width));
  return parts.join('');
}

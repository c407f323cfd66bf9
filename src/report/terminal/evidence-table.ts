import type { Evidence, EvidenceEstimate } from '../../api/evidence.ts';
import { formatDuration } from './format-number.ts';
import { renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** A log evidence for people: one row an estimator with what it cost, then what is to be said of it. */
export function renderEvidence(
  evidence: Evidence,
  { quiet, width }: { readonly quiet: boolean; readonly width: number },
): string {
  const { model, logEvidence, standardError, method, notes, trustworthy, estimates } = evidence;
  const right = (title: string) => ({ title, align: 'right' as const });
  const isExact = estimates.find((estimate) => estimate.method === method)?.kind === 'exact';
  const reported = isExact
    ? `log evidence ${formatLog(logEvidence, standardError)}, exact`
    : `log evidence ${formatLog(logEvidence, standardError)}, standard error ${formatError(standardError)} (${method})`;
  const parts = [
    `${model}\n\n`,
    renderTable(
      [
        { title: 'estimator', align: 'left' },
        right('log evidence'),
        right('error'),
        right('evaluations'),
        right('time'),
        { title: '', align: 'left' },
      ],
      estimates.map((estimate) => [
        estimate.method,
        formatLog(estimate.logEvidence, estimate.standardError),
        estimate.kind === 'exact' ? '–' : formatError(estimate.standardError),
        String(estimate.evaluations),
        formatDuration(estimate.seconds * 1000),
        verdict(estimate),
      ]),
    ),
    '\n',
    wrap(reported, width),
  ];
  for (const { severity, message } of notes) {
    if (quiet && severity === 'note') continue;
    parts.push(wrap(`${severity}: ${message}`, width));
  }
  if (!trustworthy) parts.push(wrap('not trustworthy: see the warnings.', width));
  return parts.join('');
}

function verdict({ kind, trustworthy }: EvidenceEstimate): string {
  if (!trustworthy) return 'not trustworthy';
  return kind === 'estimate' ? '' : kind;
}

/** With as many decimals as its error leaves known, at most six. */
export function formatLog(value: number, error: number): string {
  if (!Number.isFinite(value)) return String(value);
  const decimals = error > 0 ? 1 - Math.floor(Math.log10(error)) : 6;
  return value.toFixed(Math.max(1, Math.min(6, decimals)));
}

export function formatError(error: number): string {
  return Number.isFinite(error) ? error.toPrecision(2) : String(error);
}

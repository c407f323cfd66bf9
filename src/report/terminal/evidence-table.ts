import type { Evidence, EvidenceEstimate } from '../../api/evidence.ts';
import { type EvidenceWithNull, inWords, type PointNull } from '../../api/point-null.ts';
import { formatDuration, formatWithScale } from './format-number.ts';
import { renderTable } from './table.ts';
import { wrap } from './wrap.ts';

/** A log evidence for people: one row an estimator with what it cost, then what is to be said of it. */
export function renderEvidence(
  evidence: Evidence | EvidenceWithNull,
  { quiet, width }: { readonly quiet: boolean; readonly width: number },
): string {
  const { model, logEvidence, standardError, method, notes, trustworthy, estimates } = evidence;
  const right = (title: string) => ({ title, align: 'right' as const });
  const isExact = estimates.find((estimate) => estimate.method === method)?.kind === 'exact';
  const reported = isExact
    ? `log evidence ${formatLog(logEvidence, standardError)}, exact`
    : `log evidence ${formatLog(logEvidence, standardError)}, standard error ${formatError(standardError)} (${method})`;
  const parts = [
    wrap(model, width),
    '\n',
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
      width,
    ),
    '\n',
    wrap(reported, width),
  ];
  if ('null' in evidence) parts.push(wrap(linesOfNull(evidence.null), width));
  for (const { severity, message } of notes) {
    if (quiet && severity === 'note') continue;
    parts.push(wrap(`${severity}: ${message}`, width));
  }
  if (!trustworthy) parts.push(wrap('not trustworthy: see the warnings.', width));
  return parts.join('');
}

/** In both directions, so that nobody must invert a number. */
function linesOfNull({ values, evidence, logBayesFactor }: PointNull): string {
  const { value, standardError, kassRaftery, jeffreys } = logBayesFactor;
  // what rounding leaves open is no error to speak of
  const error = standardError > 1e-6 ? `, standard error ${formatError(standardError)}` : '';
  const favoured = value > 0 ? 'the null' : 'the model';
  return `${inWords(values)}: log evidence ${formatLog(evidence.logEvidence, evidence.standardError)}; log Bayes factor ${formatLog(value, standardError)}${error}, a factor of ${factorInWords(value)} for ${favoured} (Kass and Raftery: ${kassRaftery}; Jeffreys: ${jeffreys})`;
}

/** Of a logarithm, in either direction; beyond a million its power of ten alone. */
function factorInWords(logarithm: number): string {
  const factor = Math.exp(Math.abs(logarithm));
  if (factor < 1e6) return formatWithScale(factor, factor / 10);
  return `10^${(Math.abs(logarithm) / Math.LN10).toFixed(1)}`;
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

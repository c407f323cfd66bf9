import type { Fit } from '../../api/fit.ts';
import type { Trace } from '../../inference/method.ts';
import { renderForest } from './forest.ts';
import { formatDuration } from './format-number.ts';
import { sparkline } from './sparkline.ts';
import { renderSummary } from './summary.ts';
import { wrap } from './wrap.ts';

/** A fit for people: the table, then what is to be said about it in words; warnings alone if `quiet`. */
export function renderFit(
  fit: Fit,
  options: { readonly all: boolean; readonly quiet: boolean; readonly width: number },
): string {
  const parts = [wrap(fit.model, options.width), '\n', renderSummary(fit.summary(), options)];
  const figures = figuresInWords(fit.diagnostics.values);
  const { trace } = fit.diagnostics;
  if (!options.quiet) {
    const forest = renderForest(fit.summary(), { most: mostForestRows, width: options.width });
    if (forest !== '') parts.push('\n', forest);
    if (trace !== undefined && trace.values.length > 1)
      parts.push('\n', describeTrace(trace, options.width));
  }
  parts.push('\n', wrap(`${provenance(fit)}: ${figures}`, options.width));
  const { priorDivergence } = fit.diagnostics;
  if (priorDivergence !== undefined && !options.quiet) {
    parts.push(wrap(describeDivergences(priorDivergence, options.all), options.width));
  }
  for (const { severity, message } of fit.diagnostics.notes) {
    if (options.quiet && severity === 'note') continue;
    parts.push(wrap(`${severity}: ${message}`, options.width));
  }
  if (!fit.diagnostics.trustworthy) {
    parts.push(
      wrap('This result should not be trusted as it stands: see the warnings.', options.width),
    );
  }
  return parts.join('');
}

/** Lines of the picture of intervals below the table. */
const mostForestRows = 16;
const mostTraceWidth = 40;

/** `ELBO by step  ▁▅▇███  -1062.81`. */
function describeTrace({ name, values }: Trace, width: number): string {
  const last = formatFigure(values[values.length - 1]);
  const room = Math.min(mostTraceWidth, width - name.length - last.length - 12);
  return `${name} by step  ${sparkline(values, room)}  ${last}\n`;
}

/** What made the draws: `nuts on wasm, seed 1, 0.4 s`. */
export function provenance({ method, engine, seed, timing, parts }: Fit): string {
  if (parts.foreign === undefined)
    return `${method} on ${engine}, seed ${seed}, ${formatDuration(timing.runMs)}`;
  return `${method} of ${engine}${Number.isNaN(seed) ? '' : `, seed ${seed}`}`;
}

/** The figures of a method: `divergences 0, step size 0.451`. */
export function figuresInWords(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${words[name] ?? name} ${formatFigure(value)}`)
    .join(', ');
}

/** How far what was found of each parameter is from its prior; of many only the closest, unless all are asked for. */
function describeDivergences(divergences: Readonly<Record<string, number>>, all: boolean): string {
  const entries = Object.entries(divergences).sort(([, a], [, b]) => a - b);
  const shown = all ? entries : entries.slice(0, mostDivergences);
  const listed = shown.map(([name, value]) => `${name} ${formatFigure(value)}`).join(', ');
  const more = entries.length - shown.length;
  return `learnt beyond the prior (KL divergence in nats, the least first): ${listed}${more > 0 ? `, … ${more} more` : ''}`;
}

const mostDivergences = 8;

/** Names of the methods' figures in words. */
const words: Readonly<Record<string, string>> = {
  logEvidence: 'log evidence (Laplace)',
  logDensityAtMode: 'log density at the mode',
  newtonDecrement: 'Newton decrement',
  efficiency: 'efficiency',
  paretoK: 'Pareto k',
  elbo: 'ELBO',
  elboStandardError: 'its standard error',
  startSpread: 'disagreement of starts',
  iterations: 'iterations',
  treeDepthReached: 'at the largest tree depth',
  bfmi: 'E-BFMI',
  stepSize: 'step size',
};

function formatFigure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size > 0 && (size < 1e-3 || size >= 1e7)
    ? value.toExponential(1)
    : value.toFixed(size < 10 ? 3 : 2);
}

import type { AnyComparison, Comparison } from '../../api/comparison.ts';
import { formatError, formatLog } from './evidence-table.ts';
import { type Column, renderTable } from './table.ts';
import { wrap } from './wrap.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

/** A comparison for people: by evidence, by predictions, the weights of the models, then what is to be said of them. */
export function renderComparison(
  comparison: AnyComparison,
  { quiet = false, width = 80 }: { readonly quiet?: boolean; readonly width?: number } = {},
): string {
  const { notes, trustworthy, loo } = comparison;
  const ofModels = 'models' in comparison ? comparison : undefined;
  const tables = [
    ...(ofModels === undefined ? [] : [evidenceTable(ofModels, width)]),
    ...(loo === undefined ? [] : [predictionTable(loo, width)]),
    weightTable(comparison, width),
    ...(ofModels?.sensitivity === undefined ? [] : [sensitivityTable(ofModels.sensitivity, width)]),
  ];
  const parts = [tables.join('\n'), '\n'];
  for (const { severity, message } of notes) {
    if (quiet && severity === 'note') continue;
    parts.push(wrap(`${severity}: ${message}`, width));
  }
  if (!trustworthy) parts.push(wrap('not trustworthy: see the warnings.', width));
  return parts.join('');
}

function evidenceTable({ models, best, logBayesFactors }: Comparison, width: number): string {
  return renderTable(
    [
      left('model'),
      right('log evidence'),
      right('error'),
      right('log BF'),
      right('error'),
      left('Kass-Raftery'),
      left('Jeffreys'),
    ],
    Object.entries(models).map(([name, { logEvidence, standardError }]) => {
      const factor = logBayesFactors[name];
      const isBest = name === best;
      return [
        name,
        formatLog(logEvidence, Math.max(1e-4, standardError)),
        errorCell(standardError),
        factor.value.toFixed(2),
        errorCell(factor.standardError),
        isBest ? '' : short(factor.kassRaftery),
        isBest ? '' : short(factor.jeffreys),
      ];
    }),
    width,
  );
}

function predictionTable(loo: NonNullable<Comparison['loo']>, width: number): string {
  const rows = Object.entries(loo).sort(([, a], [, b]) => a.elpdDifference - b.elpdDifference);
  return renderTable(
    [
      left('model'),
      right('elpd LOO'),
      right('error'),
      right('p'),
      right('k > 0.7'),
      right('behind'),
      right('error'),
      right('WAIC'),
      right('p'),
    ],
    rows.map(([name, row]) => [
      name,
      row.elpd.toFixed(2),
      row.standardError.toFixed(2),
      row.pLoo.toFixed(1),
      String(row.paretoK.bad + row.paretoK.veryBad),
      row.elpdDifference.toFixed(2),
      row.differenceError.toFixed(2),
      row.waic.toFixed(2),
      row.pWaic.toFixed(1),
    ]),
    width,
  );
}

function weightTable(comparison: AnyComparison, width: number): string {
  const { loo } = comparison;
  const ofModels = 'models' in comparison ? comparison : undefined;
  return renderTable(
    [
      left('weight of'),
      ...(ofModels ? [right('prior'), right('posterior')] : []),
      ...(loo ? [right('stacking'), right('pseudo-BMA'), right('pseudo-BMA+')] : []),
    ],
    Object.keys(ofModels?.probabilities ?? loo ?? {}).map((name) => [
      name,
      ...[
        ...(ofModels ? [ofModels.priorProbabilities[name], ofModels.probabilities[name]] : []),
        ...(loo
          ? [loo[name].stackingWeight, loo[name].pseudoBmaWeight, loo[name].pseudoBmaPlusWeight]
          : []),
      ].map((weight) => weight.toFixed(3)),
    ]),
    width,
  );
}

function sensitivityTable(rows: NonNullable<Comparison['sensitivity']>, width: number): string {
  return renderTable(
    [
      left('scale of prior'),
      left('model'),
      right('log evidence'),
      right('error'),
      right('log BF'),
      right('error'),
      right('posterior'),
    ],
    rows.flatMap(({ parameter, factor, models, logBayesFactors, probabilities }) =>
      Object.entries(models).map(([name, { logEvidence, standardError }], k) => [
        k === 0 ? `${parameter} × ${Number(factor.toPrecision(3))}` : '',
        name,
        formatLog(logEvidence, Math.max(1e-4, standardError)),
        errorCell(standardError),
        logBayesFactors[name].value.toFixed(2),
        errorCell(logBayesFactors[name].standardError),
        probabilities[name].toFixed(3),
      ]),
    ),
    width,
  );
}

/** Of what is exact but for rounding nothing is said. */
function errorCell(error: number): string {
  return error < 1e-6 ? '–' : formatError(error);
}

function short(words: string): string {
  return words === 'not worth more than a bare mention' ? 'bare mention' : words;
}

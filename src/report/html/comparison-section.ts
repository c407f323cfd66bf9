import type { AnyComparison, Comparison } from '../../api/comparison.ts';
import { comparisonFigures } from '../figures/comparison-figures.ts';
import { element, escapeText } from '../markup.ts';
import { svgElement } from '../svg/picture.ts';
import { verdict } from './fit-section.ts';
import { htmlTable, partHeading } from './page.ts';

/** All that is told of a comparison, below its heading. */
export function comparisonSection(comparison: AnyComparison): string {
  const { trustworthy, notes } = comparison;
  return [
    verdict({ diagnostics: { trustworthy, notes, values: {} } }),
    'models' in comparison ? evidenceTable(comparison) : '',
    looTable(comparison),
    element(
      'div',
      { class: 'figures' },
      ...comparisonFigures(comparison).map(({ summary, picture }) =>
        element('figure', {}, svgElement(picture), element('figcaption', {}, escapeText(summary))),
      ),
    ),
  ].join('\n');
}

function evidenceTable({ models, logBayesFactors, probabilities, best }: Comparison): string {
  return htmlTable('Models by evidence', {
    head: ['model', 'log evidence', 'error', 'log BF', 'error', 'probability', 'Kass-Raftery'],
    rows: Object.entries(models).map(([name, { logEvidence, standardError }]) => {
      const factor = logBayesFactors[name];
      return [
        escapeText(name),
        decimals(logEvidence, 2),
        decimals(standardError, 4),
        decimals(factor.value, 2),
        decimals(factor.standardError, 4),
        decimals(probabilities[name], 3),
        name === best ? '' : escapeText(factor.kassRaftery),
      ];
    }),
  });
}

function looTable({ loo }: AnyComparison): string {
  if (loo === undefined) return '';
  const rows = Object.entries(loo).sort(([, a], [, b]) => a.elpdDifference - b.elpdDifference);
  const table = htmlTable('Models by predictions', {
    head: ['model', 'elpd LOO', 'error', 'p', 'k > 0.7', 'behind', 'error', 'stacking'],
    rows: rows.map(([name, row]) => [
      escapeText(name),
      decimals(row.elpd, 2),
      decimals(row.standardError, 2),
      decimals(row.pLoo, 1),
      String(row.paretoK.bad + row.paretoK.veryBad),
      decimals(row.elpdDifference, 2),
      decimals(row.differenceError, 2),
      decimals(row.stackingWeight, 3),
    ]),
  });
  return partHeading('h3', 'Predictions') + table;
}

function decimals(value: number, count: number): string {
  return !Number.isFinite(value) ? '–' : value.toFixed(count);
}

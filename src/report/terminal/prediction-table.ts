import type { Prediction } from '../../api/prediction.ts';
import { nameOfKey } from '../../results/element-key.ts';
import { checkedStatistics } from '../../results/predictive-check.ts';
import type { SummaryRow } from '../../results/summary-table.ts';
import { renderSummary } from './summary.ts';
import { renderTable } from './table.ts';
import { renderUncertainty } from './uncertainty-table.ts';
import { wrap } from './wrap.ts';

/** Below this share, or above the rest to 1, the model does not reproduce the data in that respect. */
const SMALL_SHARE = 0.01;

/** The summary without draws of classes, whose positions have no mean: what is said of them is another table. */
function numbersOf(prediction: Prediction): SummaryRow[] {
  const classes = prediction.parts.simulation.outcomes.flatMap(({ name, given }) =>
    prediction.parts.isPosterior && typeof given === 'object' ? [name] : [],
  );
  return prediction.summary().filter(({ key }) => !classes.includes(nameOfKey(key)));
}

/** What a model says of data, for people: the table, then how the data compare with it. */
export function renderPrediction(
  prediction: Prediction,
  options: { readonly all: boolean; readonly quiet: boolean; readonly width: number },
): string {
  const rows = numbersOf(prediction);
  const parts = [
    wrap(prediction.model, options.width),
    ...(rows.length > 0 ? ['\n', renderSummary(rows, options)] : []),
  ];
  parts.push(renderUncertainty(prediction.uncertainty, options));
  const checks = Object.entries(prediction.checks);
  if (checks.length > 0) {
    parts.push(
      '\n',
      wrap(
        'Posterior predictive checks: the share of replicated data in which a figure is larger than in the data.',
        options.width,
      ),
      '\n',
      renderTable(
        [
          { title: '', align: 'left' },
          ...checkedStatistics.map((title) => ({ title, align: 'right' as const })),
        ],
        checks.map(([name, check]) => [
          name,
          ...checkedStatistics.map((statistic) =>
            Number.isNaN(check[statistic]) ? '–' : check[statistic].toFixed(3),
          ),
        ]),
      ),
    );
    for (const [name, check] of checks) {
      const odd = checkedStatistics.filter(
        (statistic) => Math.min(check[statistic], 1 - check[statistic]) < SMALL_SHARE,
      );
      if (odd.length === 0) continue;
      parts.push(
        wrap(
          `note: The model does not reproduce the ${odd.join(', ')} of ${name}: hardly any replicated data come close on both sides.`,
          options.width,
        ),
      );
    }
  }
  if (!options.quiet && prediction.notes.length > 0) {
    parts.push('\n', ...prediction.notes.map((note) => wrap(`note: ${note}`, options.width)));
  }
  return parts.join('');
}

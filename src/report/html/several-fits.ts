import type { Prediction } from '../../api/prediction.ts';
import { predictiveOverlays } from '../../api/predictive-overlay.ts';
import { kernelDensity } from '../../results/kernel-density.ts';
import { elementsOf } from '../figures/elements.ts';
import { overlayPictures, overlaySummary, overlayTitle } from '../figures/predictive-overlays.ts';
import { element, escapeText } from '../markup.ts';
import { densities } from '../svg/densities.ts';
import type { Picture } from '../svg/picture.ts';
import { domainOf } from '../svg/scale.ts';
import { seriesClass } from '../svg/theme.ts';
import { formatWithScale } from '../terminal/format-number.ts';
import { figureGroup } from './fit-section.ts';
import { htmlTable } from './page.ts';
import type { NamedSubject } from './report.ts';

const mostRows = 60;
const mostPictures = 6;

/** What several fits say of the quantities that at least two of them have. */
export function severalFits(subjects: readonly NamedSubject[]): string {
  const ofFits = subjects.map(
    ({ subject }) => new Map(elementsOf(subject.fit).map((one) => [one.label, one])),
  );
  const labels = [...new Set(ofFits.flatMap((elements) => [...elements.keys()]))];
  const shared = labels.filter((label) => ofFits.filter((one) => one.has(label)).length > 1);
  const predictions: Record<string, Prediction> = {};
  for (const { name, subject } of subjects)
    if (subject.prediction !== undefined) predictions[name] = subject.prediction;
  const overlays = overlayPictures(
    predictiveOverlays(predictions),
    subjects.map(({ name }) => name),
  );
  if (shared.length + overlays.length === 0) return '';
  const rows = shared.slice(0, mostRows).map((label) => [
    escapeText(label),
    ...ofFits.map((elements) => {
      const row = elements.get(label)?.row;
      if (row === undefined) return '–';
      return `${formatWithScale(row.mean, row.sd)} ± ${formatWithScale(row.sd, row.sd)}`;
    }),
  ]);
  const pictures = shared.slice(0, mostPictures).flatMap((label): Picture[] => {
    const drawn = ofFits.flatMap((elements, k) => {
      const one = elements.get(label);
      return one === undefined || one.row.nonFinite > 0
        ? []
        : [{ k, values: one.values, row: one.row }];
    });
    const window = domainOf(
      drawn.flatMap(({ row: { mean, sd } }) => [mean - 4 * sd, mean + 4 * sd]),
      0,
    );
    const layers = drawn.flatMap(({ k, values }) => {
      const curve = kernelDensity(values, window);
      return curve === undefined ? [] : [{ curve, mark: seriesClass(k), text: subjects[k].name }];
    });
    return layers.length < 2 ? [] : [densities(label, layers, label, window)];
  });
  return [
    element('h2', {}, 'The fits side by side'),
    shared.length === 0
      ? ''
      : htmlTable('Means and standard deviations of each fit', {
          head: ['mean ± sd', ...subjects.map(({ name }) => name)],
          rows,
        }),
    pictures.length === 0
      ? ''
      : figureGroup('h3', 'Densities', 'The same quantity as each fit has it.', pictures),
    overlays.length === 0 ? '' : figureGroup('h3', overlayTitle, overlaySummary, overlays),
  ].join('\n');
}

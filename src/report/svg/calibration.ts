import type { Coverage, ReliabilityBin } from '../../results/calibration.ts';
import { element } from '../markup.ts';
import { chart } from './chart.ts';
import { band, dot, polyline } from './marks.ts';
import type { Picture } from './picture.ts';

const unit = [0, 1] as const;

interface ReliabilityAxes {
  readonly x: string;
  readonly y: string;
}

const reliabilityOfOnes: ReliabilityAxes = { x: 'predicted probability', y: 'share of ones' };
export const reliabilityOfClasses: ReliabilityAxes = {
  x: 'probability of the likeliest class',
  y: 'share of rows in which it came',
};
const wholeUnit = [-0.02, 1.02] as const;

/** Predicted probabilities beside the shares that came: on the diagonal where they are right. */
export function reliabilityDiagram(
  title: string,
  bins: readonly ReliabilityBin[],
  axes = reliabilityOfOnes,
): Picture {
  return chart(
    {
      title,
      x: { title: axes.x, domain: wholeUnit },
      y: { title: axes.y, domain: wholeUnit },
      legend: [
        { text: 'observed', mark: 'ink', shape: 'dot' },
        { text: '90% if predictions are right', mark: '', shape: 'line' },
      ],
    },
    (field) => [
      polyline(field, unit, unit, 'faded dashed'),
      ...bins.map(({ predicted, observed, low, high }) => {
        const x = field.x(predicted);
        const line = { x1: x, x2: x, y1: field.y(low), y2: field.y(high), class: 'line thick' };
        return element('line', line) + dot(field, predicted, observed, 'ink', 3.5);
      }),
    ],
  );
}

/** The same of several models, each a line. */
export function reliabilityOverlay(
  title: string,
  models: readonly {
    readonly text: string;
    readonly mark: string;
    readonly bins: readonly ReliabilityBin[];
  }[],
  axes = reliabilityOfOnes,
): Picture {
  return chart(
    {
      title,
      x: { title: axes.x, domain: wholeUnit },
      y: { title: axes.y, domain: wholeUnit },
      legend: models.map(({ text, mark }) => ({ text, mark, shape: 'line' })),
    },
    (field) => [
      polyline(field, unit, unit, 'faded dashed'),
      ...models.flatMap(({ mark, bins }) => [
        polyline(
          field,
          bins.map(({ predicted }) => predicted),
          bins.map(({ observed }) => observed),
          mark,
        ),
        ...bins.map(({ predicted, observed }) => dot(field, predicted, observed, mark, 3)),
      ]),
    ],
  );
}

/**
 * The share of observations inside central predictive intervals, of one model or several: on the diagonal where intervals
 * are as wide as they should be, above it where they are too wide. The band has 90% of the shares of `count` independent
 * observations.
 */
export function coverageDiagram(
  name: string,
  models: readonly {
    readonly text: string;
    readonly mark: string;
    readonly coverage: readonly Coverage[];
  }[],
  count: number,
): Picture {
  const levels = [0, ...models[0].coverage.map(({ level }) => level), 1];
  const half = levels.map((level) => 1.645 * Math.sqrt((level * (1 - level)) / count));
  return chart(
    {
      title: `${name}: coverage of predictive intervals`,
      x: { title: 'probability of the interval', domain: unit },
      y: { title: 'share of observations in it', domain: unit },
      legend: [
        ...models.map(({ text, mark }) => ({ text, mark, shape: 'line' as const })),
        { text: '90% if predictions are right', mark: 'faded', shape: 'area' },
      ],
    },
    (field) => [
      band(
        field,
        levels,
        levels.map((level, k) => Math.max(0, level - half[k])),
        levels.map((level, k) => Math.min(1, level + half[k])),
        'faded',
      ),
      polyline(field, unit, unit, 'faded dashed'),
      ...models.map(({ mark, coverage }) =>
        polyline(field, levels, [0, ...coverage.map(({ share }) => share), 1], mark),
      ),
    ],
  );
}

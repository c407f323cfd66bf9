import type { DensityCurve } from '../../results/kernel-density.ts';
import { coordinate, element } from '../markup.ts';
import { chart, type LegendEntry } from './chart.ts';
import { band, bar, polyline } from './marks.ts';
import type { Picture } from './picture.ts';
import { type Domain, domainOf, mostWholeTicks, wholeTicksOf } from './scale.ts';

export interface NamedDensity {
  readonly curve: DensityCurve;
  /** Classes of the line. */
  readonly mark: string;
  /** With the area below it. */
  readonly filled?: boolean;
  /** Its entry in the legend. */
  readonly text?: string;
}

/** Densities of one quantity over each other, from the lowest to the uppermost layer. */
export function densities(
  title: string,
  layers: readonly NamedDensity[],
  axisTitle: string,
  domain: Domain = domainOf(
    layers.flatMap(({ curve }) => [...curve.points]),
    0,
  ),
): Picture {
  const highest = Math.max(...layers.flatMap(({ curve }) => [...curve.heights]));
  const legend = layers.flatMap(({ text, mark, filled }): LegendEntry[] =>
    text === undefined ? [] : [{ text, mark, shape: filled ? 'area' : 'line' }],
  );
  return chart(
    {
      title,
      x: { title: axisTitle, domain },
      // the height of a density says nothing that its shape does not
      y: { title: 'density', domain: [0, 1.05 * highest], ticks: [] },
      legend,
    },
    (field) =>
      layers.map(({ curve: { points, heights }, mark, filled }) => {
        const zeros = new Float64Array(points.length);
        const area = filled ? band(field, points, zeros, heights, mark) : '';
        return area + polyline(field, points, heights, mark);
      }),
  );
}

export interface MassLayer {
  /** Probabilities of the values from the lowest on. */
  readonly masses: readonly number[];
  readonly mark: string;
  readonly text: string;
}

/** Probabilities of whole numbers, side by side. */
export function masses(
  title: string,
  lowest: number,
  layers: readonly MassLayer[],
  axisTitle: string,
): Picture {
  const count = Math.max(...layers.map((layer) => layer.masses.length));
  const highest = Math.max(...layers.flatMap((layer) => layer.masses));
  const wide = 0.8 / layers.length;
  const domain = [lowest - 0.6, lowest + count - 0.4] as const;
  return chart(
    {
      title,
      x: { title: axisTitle, domain, ticks: wholeTicksOf(domain, mostWholeTicks) },
      y: { title: 'probability', domain: [0, 1.05 * highest] },
      legend: layers.map(({ text, mark }) => ({ text, mark, shape: 'bar' })),
    },
    (field) =>
      layers.flatMap((layer, k) =>
        layer.masses.map((mass, value) => {
          const from = lowest + value - 0.4 + k * wide;
          return bar(field, from, from + wide, mass, layer.mark);
        }),
      ),
  );
}

/** A density without axes, for the cell of a table. */
export function sparkDensity({ points, heights }: DensityCurve, title: string): Picture {
  const [width, height] = [96, 22];
  const highest = Math.max(...heights);
  const [low, high] = [points[0], points[points.length - 1]];
  const place = (k: number): string => {
    const x = 1 + ((width - 2) * (points[k] - low)) / (high - low);
    return `${coordinate(x)} ${coordinate(height - 1 - ((height - 3) * heights[k]) / highest)}`;
  };
  const curve = Array.from({ length: points.length / 2 }, (_, k) => place(2 * k)).join('L');
  const base = `L${coordinate(width - 1)} ${height - 1}L1 ${height - 1}Z`;
  const body = [
    element('path', { d: `M${curve}${base}`, class: 'area' }),
    element('path', { d: `M${curve}`, class: 'line' }),
  ];
  return { width, height, title, body: body.join('') };
}

import { element } from '../markup.ts';
import { chart, type LegendEntry } from './chart.ts';
import { band, polyline, steps } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';
import { seriesClass } from './theme.ts';

/** Points of a chain that are drawn; of longer chains every so many draws. */
const mostPoints = 250;

/**
 * Draws of each chain in their order.
 *
 * @param diverging of each chain, the draws that came from a divergent transition, from 0
 */
export function trace(
  title: string,
  chains: readonly Float64Array[],
  diverging: readonly (readonly number[])[],
): Picture {
  const length = chains[0].length;
  const stride = Math.max(1, Math.ceil(length / mostPoints));
  const places = Array.from({ length: Math.ceil(length / stride) }, (_, k) => k * stride);
  const isDivergent = diverging.some((draws) => draws.length > 0);
  return chart(
    {
      title,
      x: { title: stride === 1 ? 'draw' : `draw (every ${ordinal(stride)})`, domain: [0, length] },
      y: { title: 'value', domain: domainOf(chains.flatMap((chain) => [...chain])) },
      legend: [
        ...chainLegend(chains.length),
        ...(isDivergent ? [{ text: 'divergent', mark: 'warning', shape: 'line' } as const] : []),
      ],
    },
    (field) => [
      ...chains.map((chain, k) =>
        polyline(
          field,
          places,
          places.map((place) => chain[place]),
          `${seriesClass(k)} thin`,
        ),
      ),
      ...diverging.flat().map((draw) =>
        element('line', {
          x1: field.x(draw),
          x2: field.x(draw),
          y1: field.bottom - 7,
          y2: field.bottom,
          class: 'line warning',
        }),
      ),
    ],
  );
}

/**
 * Rank histograms (Vehtari et al. 2021): the draws of each chain by their rank among those of all. Level where chains
 * agree; the band has 90% of the counts of independent draws.
 */
export function ranks(title: string, counts: readonly Float64Array[]): Picture {
  const bins = counts[0].length;
  const perChain = counts[0].reduce((sum, count) => sum + count, 0);
  const expected = perChain / bins;
  // binomial, as a normal
  const half = 1.645 * Math.sqrt(expected * (1 - 1 / bins));
  const edges = Array.from({ length: bins + 1 }, (_, k) => (k / bins) * counts.length * perChain);
  const highest = Math.max(expected + half, ...counts.flatMap((chain) => [...chain]));
  const ends = [edges[0], edges[bins]];
  return chart(
    {
      title,
      x: { title: 'rank among all draws', domain: [0, edges[bins]] },
      y: { title: 'draws', domain: [0, 1.05 * highest] },
      legend: [
        ...chainLegend(counts.length),
        { text: '90% of independent draws', mark: 'faded', shape: 'area' },
      ],
    },
    (field) => [
      band(
        field,
        ends,
        [Math.max(0, expected - half), Math.max(0, expected - half)],
        [expected + half, expected + half],
        'faded',
      ),
      ...counts.map((chain, k) => steps(field, edges, chain, seriesClass(k))),
    ],
  );
}

function chainLegend(count: number): LegendEntry[] {
  return Array.from({ length: count }, (_, k) => ({
    text: `chain ${k + 1}`,
    mark: seriesClass(k),
    shape: 'line',
  }));
}

function ordinal(count: number): string {
  const last = count % 100;
  const ending = last >= 11 && last <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}

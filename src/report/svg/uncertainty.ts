import { chart } from './chart.ts';
import { band, dot, polyline } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf } from './scale.ts';

/** What is predicted at a value of the data. */
export interface BandRow {
  readonly at: number;
  readonly mean: number;
  /** Standard deviations: of what is expected, for want of knowing the parameters, and in all. */
  readonly expected: number;
  readonly predicted: number;
}

/** What was observed at a value of the data. */
export interface Seen {
  readonly at: number;
  readonly observed: number;
}

/** Of a normal distribution, 90% lies within so many standard deviations. */
const WIDTH = 1.6448536269514722;

/** What can be observed: bands do not go beyond it. Of 0 and 1 noise has no band, as it says no more than their probability. */
export type ValueRange = 'numbers' | 'nonnegative' | 'binary';

/** Means with what is not known of them, inside what is predicted of observations, noise and all. */
export function uncertaintyBand(
  name: string,
  rows: readonly BandRow[],
  seen: readonly Seen[],
  along: string,
  range: ValueRange = 'numbers',
): Picture {
  const isBinary = range === 'binary';
  const lowest = range === 'numbers' ? Number.NEGATIVE_INFINITY : 0;
  const highest = isBinary ? 1 : Number.POSITIVE_INFINITY;
  const ordered = rows.toSorted((a, b) => a.at - b.at);
  const at = ordered.map((row) => row.at);
  const edge = (of: 'expected' | 'predicted', sign: 1 | -1): number[] =>
    ordered.map(({ mean, [of]: sd }) =>
      Math.min(highest, Math.max(lowest, mean + sign * WIDTH * sd)),
    );
  const outer = isBinary ? 'expected' : 'predicted';
  const values = [...edge(outer, -1), ...edge(outer, 1), ...seen.map(({ observed }) => observed)];
  return chart(
    {
      title: `${name}: ${isBinary ? 'probability of 1' : 'noise and parameters'}, by ${along}`,
      x: { title: along, domain: domainOf([...at, ...seen.map((one) => one.at)]) },
      y: { title: name, domain: domainOf(values) },
      legend: [
        ...(seen.length > 0 ? [{ text: 'observed', mark: 'ink', shape: 'dot' } as const] : []),
        { text: `90%: of the ${isBinary ? 'probability' : 'mean'}`, mark: '', shape: 'area' },
        ...(isBinary ? [] : [{ text: 'with noise', mark: 'faded', shape: 'area' } as const]),
      ],
    },
    (field) => [
      isBinary ? '' : band(field, at, edge('predicted', -1), edge('predicted', 1), 'faded'),
      band(field, at, edge('expected', -1), edge('expected', 1), ''),
      polyline(
        field,
        at,
        ordered.map(({ mean }) => mean),
        '',
      ),
      ...seen.map(({ at, observed }) => dot(field, at, observed, 'ink', 2)),
    ],
  );
}

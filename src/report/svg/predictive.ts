import { kernelDensity } from '../../results/kernel-density.ts';
import { quantile } from '../../results/summary.ts';
import { element } from '../markup.ts';
import { cut, displayWidth } from '../terminal/table.ts';
import { chart, type LegendEntry } from './chart.ts';
import { band, bar, dot, polyline, steps } from './marks.ts';
import type { Picture } from './picture.ts';
import { domainOf, mostWholeTicks, type Tick, wholeTicksOf } from './scale.ts';

/** What was observed, without gaps, and as many numbers in each replication. */
export interface Replicated {
  readonly name: string;
  readonly observed: Float64Array;
  readonly replications: readonly Float64Array[];
}

/** Replications whose curves are drawn one by one. */
const mostCurves = 40;
const bandPoints = 80;
/** Counts with bars of their own. */
const mostBars = 40;
/** Names of classes: letters of one, and of all that stand below the bars. */
const [mostLetters, lettersBelow] = [12, 48];

const legendOf = (replicated: LegendEntry): LegendEntry[] => [
  { text: 'observed', mark: 'ink', shape: 'line' },
  replicated,
];

/** The density of what was observed over those of replicated data; undefined where it is one value. */
export function densityOverlay({ name, observed, replications }: Replicated): Picture | undefined {
  const own = kernelDensity(observed);
  if (own === undefined) return undefined;
  const shown = spread(replications, mostCurves);
  const window = windowOf([observed, ...shown]);
  const curves = shown.flatMap((values) => kernelDensity(values, window) ?? []);
  const ofData = kernelDensity(observed, window) ?? own;
  const highest = Math.max(...[ofData, ...curves].flatMap(({ heights }) => [...heights]));
  return chart(
    {
      title: `${name}: observed and replicated`,
      x: { title: name, domain: window },
      y: { title: 'density', domain: [0, 1.05 * highest], ticks: [] },
      legend: legendOf({ text: `${shown.length} replications`, mark: '', shape: 'line' }),
    },
    (field) => [
      ...curves.map(({ points, heights }) => polyline(field, points, heights, 'thin')),
      polyline(field, ofData.points, ofData.heights, 'ink'),
    ],
  );
}

/** The cumulative distribution of what was observed over that of replicated data, at each value 90% of them. */
export function ecdfOverlay({ name, observed, replications }: Replicated): Picture {
  const ascending = observed.slice().sort();
  const shown = spread(replications, 400).map((values) => values.slice().sort());
  const window = windowOf([observed, ...spread(replications, mostCurves)]);
  const points = Float64Array.from(
    { length: bandPoints },
    (_, k) => window[0] + ((window[1] - window[0]) * k) / (bandPoints - 1),
  );
  const bounds = Array.from(points, (x) => {
    const shares = Float64Array.from(shown, (values) => shareUpTo(values, x)).sort();
    return [quantile(shares, 0.05), quantile(shares, 0.95)] as const;
  });
  const edges = [window[0], ...ascending, window[1]];
  const heights = edges.slice(1).map((_, k) => k / ascending.length);
  return chart(
    {
      title: `${name}: cumulative share`,
      x: { title: name, domain: window },
      y: { title: 'share up to the value', domain: [0, 1] },
      legend: legendOf({ text: '90% of replications', mark: '', shape: 'area' }),
    },
    (field) => [
      band(
        field,
        points,
        bounds.map(([low]) => low),
        bounds.map(([, high]) => high),
        '',
      ),
      steps(field, edges, heights, 'ink'),
    ],
  );
}

/**
 * The cumulative distribution of what was observed, and over it those of what several models predict.
 *
 * @param observed ascending, as the quantiles of each model: at (k + ½) / n
 */
export function cumulativeOverlay(
  title: string,
  name: string,
  observed: readonly number[],
  predicted: readonly {
    readonly text: string;
    readonly mark: string;
    readonly quantiles: readonly number[];
  }[],
): Picture {
  const [low, high] = windowOf([
    Float64Array.from(observed),
    ...predicted.map(({ quantiles }) => Float64Array.from(quantiles)),
  ]);
  const edges = [low, ...observed, high];
  return chart(
    {
      title,
      x: { title: name, domain: [low, high] },
      y: { title: 'share up to the value', domain: [0, 1] },
      legend: [
        { text: 'observed', mark: 'ink', shape: 'line' },
        ...predicted.map(({ text, mark }) => ({ text, mark, shape: 'line' as const })),
      ],
    },
    (field) => [
      steps(
        field,
        edges,
        edges.slice(1).map((_, k) => k / observed.length),
        'ink',
      ),
      ...predicted.map(({ mark, quantiles }) => {
        const shares = quantiles.map((_, k) => (k + 0.5) / quantiles.length);
        const shown = shares.filter((_, k) => quantiles[k] >= low && quantiles[k] <= high);
        const inside = quantiles.filter((value) => value >= low && value <= high);
        return polyline(field, inside, shown, mark);
      }),
    ],
  );
}

/**
 * A rootogram (Kleiber and Zeileis 2016): how often each count occurred, as bars, and in replicated data, as points with
 * 90% intervals; on the scale of square roots, on which deviations of rare and of frequent counts weigh the same.
 *
 * @param classes names of the values from 1 on, where they are classes
 */
export function rootogram(
  { name, observed, replications }: Replicated,
  classes?: readonly string[],
): Picture {
  const largest = Math.max(...observed, ...replications.map((values) => quantileOf(values, 0.99)));
  const smallest = Math.min(...observed, ...replications.map((values) => quantileOf(values, 0.01)));
  // counts in groups of equally many values, where there are too many for a bar each
  const wide = Math.max(1, Math.ceil((largest - smallest + 1) / mostBars));
  const bars = Math.floor((largest - smallest) / wide) + 1;
  const tally = (values: Float64Array): Float64Array => {
    const counts = new Float64Array(bars);
    for (const value of values) {
      const place = Math.floor((value - smallest) / wide);
      if (place >= 0 && place < bars) counts[place]++;
    }
    return counts;
  };
  const ofData = tally(observed);
  const tallies = replications.map(tally);
  const expected = Array.from({ length: bars }, (_, k) => {
    const counts = Float64Array.from(tallies, (counts) => counts[k]).sort();
    return [0.05, 0.5, 0.95].map((p) => quantile(counts, p));
  });
  const highest = Math.max(...ofData, ...expected.map(([, , high]) => high));
  const ticks = rootTicks(highest);
  const domain = [smallest - 0.7 * wide, smallest + (bars - 0.3) * wide] as const;
  const names = wide === 1 ? classes : undefined;
  return chart(
    {
      title: `${name}: how often each ${classes === undefined ? 'value' : 'class'}`,
      x: {
        title: wide === 1 ? name : `${name}, in groups of ${wide}`,
        domain,
        ticks:
          names === undefined
            ? wholeTicksOf(domain, mostWholeTicks)
            : classTicks(names, smallest, bars),
      },
      y: {
        title: 'observations (square-root scale)',
        domain: [0, 1.05 * Math.sqrt(highest)],
        ticks: ticks.map((count) => ({ value: Math.sqrt(count), text: String(count) })),
      },
      legend: [
        { text: 'observed', mark: 'faded', shape: 'bar' },
        { text: 'replicated, 90%', mark: '', shape: 'dot' },
      ],
    },
    (field) => [
      ...Array.from(ofData, (count, k) => {
        const centre = smallest + k * wide;
        return bar(field, centre - 0.42 * wide, centre + 0.42 * wide, Math.sqrt(count), 'faded');
      }),
      ...expected.map(([low, middle, high], k) => {
        const x = field.x(smallest + k * wide);
        const line = { x1: x, x2: x, y1: field.y(Math.sqrt(low)), y2: field.y(Math.sqrt(high)) };
        return (
          element('line', { ...line, class: 'line' }) +
          dot(field, smallest + k * wide, Math.sqrt(middle))
        );
      }),
    ],
  );
}

/** Names below the bars, as many as there is room for. */
function classTicks(classes: readonly string[], smallest: number, bars: number): Tick[] {
  const widest = Math.max(...classes.map(displayWidth));
  const every = Math.ceil((bars * (Math.min(widest, mostLetters) + 1)) / lettersBelow);
  return Array.from({ length: bars }, (_, k) => smallest + k)
    .filter((_, k) => k % every === 0)
    .map((value) => ({ value, text: cut(classes[value - 1] ?? '', mostLetters) }));
}

/** One observation with what was predicted of it. */
export interface PredictedRow {
  /** Where it stands: a value of the data, or its number. */
  readonly at: number;
  readonly observed: number;
  readonly low: number;
  readonly innerLow: number;
  readonly middle: number;
  readonly innerHigh: number;
  readonly high: number;
}

/** Observations over their predictive intervals: a band along a value of the data, strokes along their numbers. */
export function predictiveBand(
  name: string,
  rows: readonly PredictedRow[],
  along: string | undefined,
): Picture {
  const ordered = rows.toSorted((a, b) => a.at - b.at);
  const places = new Map<number, PredictedRow[]>();
  for (const row of ordered) {
    const same = places.get(row.at);
    if (same === undefined) places.set(row.at, [row]);
    else same.push(row);
  }
  const at = [...places.keys()];
  // at one place the draws of several observations differ by chance alone
  const of = (key: keyof PredictedRow): number[] =>
    [...places.values()].map((rows) => rows.reduce((sum, row) => sum + row[key], 0) / rows.length);
  const values = ordered.flatMap(({ observed, low, high }) => [observed, low, high]);
  return chart(
    {
      title: along === undefined ? `${name}: predicted, each` : `${name}: predicted, by ${along}`,
      x: { title: along ?? 'observation', domain: domainOf(at) },
      y: { title: name, domain: domainOf(values) },
      legend: [
        { text: 'observed', mark: 'ink', shape: 'dot' },
        { text: 'predicted: 50% and 90%', mark: '', shape: 'area' },
      ],
    },
    (field) => [
      ...(along === undefined
        ? ordered.map((row) => {
            const x = field.x(row.at);
            const stroke = (low: number, high: number, more: string): string =>
              element('line', { x1: x, x2: x, y1: field.y(low), y2: field.y(high), class: more });
            return (
              stroke(row.low, row.high, 'line thin') + stroke(row.innerLow, row.innerHigh, 'line')
            );
          })
        : [
            band(field, at, of('low'), of('high'), ''),
            band(field, at, of('innerLow'), of('innerHigh'), ''),
            polyline(field, at, of('middle'), ''),
          ]),
      ...ordered.map((row) => dot(field, row.at, row.observed, 'ink', 2)),
    ],
  );
}

function shareUpTo(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low / ascending.length;
}

/** All of the data, and of replications what is not far out: one wild replication would flatten the rest. */
function windowOf([observed, ...replications]: readonly Float64Array[]): readonly [number, number] {
  return domainOf([
    ...observed,
    ...replications.flatMap((values) => [quantileOf(values, 0.01), quantileOf(values, 0.99)]),
  ]);
}

function quantileOf(values: Float64Array, probability: number): number {
  const finite = values.filter(Number.isFinite).sort();
  return finite.length === 0 ? Number.NaN : quantile(finite, probability);
}

/** At most `most` members, evenly from the whole. */
function spread<T>(members: readonly T[], most: number): readonly T[] {
  if (members.length <= most) return members;
  return Array.from({ length: most }, (_, k) => members[Math.floor((k * members.length) / most)]);
}

/** 0 and round numbers about evenly spaced by their roots. */
function rootTicks(highest: number): number[] {
  const ticks = [0];
  for (const part of [0.3, 0.6, 0.95]) {
    const wanted = highest * part * part;
    const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, wanted))));
    const tick = Math.max(1, Math.round(wanted / power)) * power;
    if (tick <= highest && !ticks.includes(tick)) ticks.push(tick);
  }
  return ticks;
}

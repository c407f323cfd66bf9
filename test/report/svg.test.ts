import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/report/markup.ts';
import { bars } from '../../src/report/svg/bars.ts';
import { coverageDiagram, reliabilityDiagram } from '../../src/report/svg/calibration.ts';
import { ranks, trace } from '../../src/report/svg/chains.ts';
import { densities, masses } from '../../src/report/svg/densities.ts';
import { forest } from '../../src/report/svg/intervals.ts';
import { arrange, type Picture, svgDocument } from '../../src/report/svg/picture.ts';
import { ecdfOverlay, predictiveBand, rootogram } from '../../src/report/svg/predictive.ts';
import { objectiveTrace } from '../../src/report/svg/progress.ts';
import { domainOf, ticksOf } from '../../src/report/svg/scale.ts';
import { scatter } from '../../src/report/svg/scatter.ts';
import { uncertaintyBand } from '../../src/report/svg/uncertainty.ts';
import { all, pointsOf, readXml, textOf, type XmlElement } from './markup.ts';

const hostile = `<script>alert("1")</script> & 'x' \u0000\ud800 ]]>`;

const draw = (picture: Picture): XmlElement => readXml(svgDocument(picture));

const numbers = ({ attributes }: XmlElement, ...names: string[]): number[] =>
  names.map((name) => Number(attributes[name]));

/** From places to values, by the ticks of an axis. */
function axisOf(root: XmlElement, direction: 'x' | 'y'): (place: number) => number {
  const ticks = all(root, 'text', 'tick').flatMap((tick) => {
    const value = Number(textOf(tick).replace('−', '-'));
    const anchor = tick.attributes['text-anchor'];
    const isOfAxis = direction === 'x' ? anchor === 'middle' : anchor === 'end';
    return isOfAxis && !Number.isNaN(value)
      ? [{ value, place: Number(tick.attributes[direction]), x: tick.attributes.x }]
      : [];
  });
  // those of the y axis come first, and end at one place
  const first = ticks[0];
  const last = ticks.findLast((tick) => direction === 'x' || tick.x === first.x)!;
  // what stands at a tick of the y axis is lowered by 4
  const shift = direction === 'y' ? 4 : 0;
  const unit = (last.value - first.value) / (last.place - first.place);
  return (place) => first.value + (place + shift - first.place) * unit;
}

describe('ticks', () => {
  it.each<[number, number, number, string]>([
    [0, 10, 5, '0 2 4 6 8 10'],
    // 0.3 / 0.1 is less than 3
    [0, 0.3, 3, '0 0.1 0.2 0.3'],
    [-1.3, 1.3, 4, '−1 0 1'],
    [0.011, 0.029, 4, '0.015 0.020 0.025'],
    [1e7, 3e7, 3, '1e7 2e7 3e7'],
    [0, 3e-9, 3, '0 1e−9 2e−9 3e−9'],
  ])('of %d to %d, about %d', (low, high, count, texts) => {
    expect(
      ticksOf([low, high], count)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(texts);
  });

  it('are round, inside, and tell neighbours apart', () => {
    const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(finite, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (low, length) => {
        const domain = [low, low + Math.max(length, Math.abs(low) * 1e-4)] as const;
        const ticks = ticksOf(domain, 5);
        const slack = 1e-6 * (domain[1] - domain[0]);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(14);
        for (const { value } of ticks) {
          expect(value).toBeGreaterThanOrEqual(low - slack);
          expect(value).toBeLessThanOrEqual(domain[1] + slack);
        }
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
      }),
    );
  });

  it('domains of one value, of none, and of the largest numbers are intervals', () => {
    expect(domainOf([3, 3])).toEqual([1.5, 4.5]);
    expect(domainOf([Number.NaN])).toEqual([0, 1]);
    const [low, high] = domainOf([-1e308, 1e308], 0);
    expect(low).toBeLessThan(high);
  });
});

describe('pictures', () => {
  const chains = [Float64Array.of(1, 2, 3, 2), Float64Array.of(2, 1, 2, 4)];
  const curve = { points: Float64Array.of(0, 1, 2), heights: Float64Array.of(0, 1, 0) };
  const replicated = {
    name: hostile,
    observed: Float64Array.of(0, 1, 1, 4),
    replications: [Float64Array.of(0, 1, 2, 3), Float64Array.of(1, 1, 1, 5)],
  };
  const row = { low: -1, innerLow: 0, middle: 1, innerHigh: 2, high: 3 };
  const pictures: Record<string, Picture> = {
    forest: forest(hostile, [{ label: hostile, ...row }], { title: hostile }),
    densities: densities(hostile, [{ curve, mark: '', filled: true, text: hostile }], hostile),
    trace: trace(hostile, chains, [[1], []]),
    ranks: ranks(hostile, [Float64Array.of(2, 2), Float64Array.of(1, 3)]),
    rootogram: rootogram(replicated),
    ecdf: ecdfOverlay(replicated),
    band: predictiveBand(hostile, [{ at: 1, observed: 2, ...row }], hostile),
    strokes: predictiveBand(hostile, [{ at: 1, observed: 2, ...row }], undefined),
    uncertainty: uncertaintyBand(
      hostile,
      [
        { at: 2, mean: 0, expected: 0.1, predicted: 1 },
        { at: 1, mean: 1, expected: 0, predicted: 0.5 },
      ],
      [{ at: 3, observed: 0.5 }],
      hostile,
    ),
    reliability: reliabilityDiagram(hostile, [
      { count: 3, predicted: 0.2, observed: 0.3, low: 0.1, high: 0.4 },
    ]),
    coverage: coverageDiagram(
      hostile,
      [{ text: hostile, mark: 'ink', coverage: [{ level: 0.5, share: 0.6 }] }],
      20,
    ),
    objective: objectiveTrace(hostile, hostile, [
      { steps: [1, 2, 3], values: [-5, -3, -2], mark: '', text: hostile },
    ]),
    scatter: scatter(
      { name: hostile, values: chains[0] },
      { name: 'b', values: chains[1] },
      -0.5,
      (k) => k === 2,
    ),
    bars: bars(hostile, [{ label: hostile, value: 2, text: hostile }], { title: hostile }),
  };

  it.each(Object.entries(pictures))('%s is XML, escaped, with finite places', (_, picture) => {
    const root = draw(picture);
    expect(root.name).toBe('svg');
    expect(all(root, 'script')).toEqual([]);
    expect(all(root, 'title')).toHaveLength(1);
    for (const name of ['line', 'rect', 'circle', 'path', 'text'])
      for (const { attributes } of all(root, name))
        for (const value of Object.values(attributes))
          expect(value).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('stand side by side', () => {
    const [a, b] = [pictures.forest, pictures.trace];
    const both = arrange([a, b], 'both', 2);
    expect(both.width).toBe(a.width + b.width + 12);
    expect(all(draw(both), 'circle').length).toBe(1);
  });

  it('text that XML cannot hold is replaced', () => {
    expect(escapeText('a\u0000b\ud800c😀')).toBe('a\ufffdb\ufffdc😀');
  });

  it('a forest has its marks where the axis says', () => {
    const rows = [
      { label: 'a', low: -2, innerLow: -1, middle: 0.5, innerHigh: 1, high: 8 },
      { label: 'b', low: 3, innerLow: 4, middle: 5, innerHigh: 6, high: 7, suspect: true },
    ];
    const root = draw(forest('f', rows, { title: 'value' }));
    const value = axisOf(root, 'x');
    const lines = all(root, 'line', 'line').map((line) => numbers(line, 'x1', 'x2').map(value));
    expect(lines.flat()).toEqual([-2, 8, -1, 1, 3, 7, 4, 6].map((x) => expect.closeTo(x, 1)));
    const dots = all(root, 'circle', 'dot').map((dot) => value(Number(dot.attributes.cx)));
    expect(dots).toEqual([expect.closeTo(0.5, 1), expect.closeTo(5, 1)]);
    // 0 is in sight
    expect(all(root, 'line', 'dashed')).toHaveLength(1);
    expect(all(root, 'circle', 'warning')).toHaveLength(1);
  });

  it('a trace has the draws of each chain, and divergent ones at the bottom', () => {
    const root = draw(trace('t', chains, [[1], []]));
    const [x, y] = [axisOf(root, 'x'), axisOf(root, 'y')];
    const paths = all(root, 'path', 'line');
    expect(paths).toHaveLength(2);
    paths.forEach((path, chain) => {
      expect(pointsOf(path).map(([a, b]) => [x(a), y(b)])).toEqual(
        [...chains[chain]].map((value, k) => [expect.closeTo(k, 1), expect.closeTo(value, 1)]),
      );
    });
    const marks = all(root, 'line', 'warning').slice(1);
    expect(marks.map((mark) => x(Number(mark.attributes.x1)))).toEqual([expect.closeTo(1, 1)]);
  });

  it('a rootogram has bars of the roots of counts', () => {
    const observed = Float64Array.of(0, 0, 0, 0, 1, 2, 2, 2, 2);
    const root = draw(rootogram({ name: 'n', observed, replications: [observed, observed] }));
    const heights = all(root, 'rect', 'bar')
      .slice(1)
      .map((bar) => Number(bar.attributes.height));
    expect(heights).toHaveLength(3);
    expect(heights[0] / heights[1]).toBeCloseTo(2, 1);
    expect(heights[2]).toBeCloseTo(heights[0], 6);
  });

  it('whole numbers have ticks at whole numbers', () => {
    const zeros = {
      name: 'y',
      observed: Float64Array.of(0, 1, 1),
      replications: [Float64Array.of(0, 0, 1)],
    };
    const pictures = [
      rootogram(zeros),
      masses('y', 0, [{ masses: [0.4, 0.6], mark: '', text: 'a' }], 'y'),
    ];
    for (const picture of pictures) {
      const below = all(draw(picture), 'text', 'tick').filter(
        ({ attributes }) => attributes['text-anchor'] === 'middle',
      );
      expect(below.map(textOf)).toEqual(['0', '1', 'y']);
    }
  });

  it('a coverage diagram runs through its points', () => {
    const coverage = [
      { level: 0.25, share: 0.4 },
      { level: 0.75, share: 0.9 },
    ];
    const root = draw(coverageDiagram('y', [{ text: 'observed', mark: 'ink', coverage }], 50));
    const [x, y] = [axisOf(root, 'x'), axisOf(root, 'y')];
    const [line] = all(root, 'path', 'ink');
    expect(pointsOf(line).map(([a, b]) => [x(a), y(b)])).toEqual(
      [
        [0, 0],
        [0.25, 0.4],
        [0.75, 0.9],
        [1, 1],
      ].map((p) => p.map((v) => expect.closeTo(v, 2))),
    );
  });
});

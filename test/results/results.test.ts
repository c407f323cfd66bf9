import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws } from '../../src/results/draws.ts';
import { quantile, summarise } from '../../src/results/summary.ts';
import { summaryJson, summaryTable } from '../../src/results/summary-table.ts';

describe('summary of draws', () => {
  // Expected values: R 4, mean, sd, quantile(type = 7).
  it.each([
    [
      'values of very different size',
      [3.1, -2, 7.25, 0, 1e6, -4.5, 2.2, 8, 1e-3, 12],
      [100002.6051, 316226.850717329, -3.375, 2.65, 550005.4],
    ],
    [
      'normal values',
      [
        -0.6265, 0.1836, -0.8356, 1.5953, 0.3295, -0.8205, 0.4874, 0.7383, 0.5758, -0.3054, 1.5118,
        0.3898, -0.6212, -2.2147, 1.1249, -0.0449, -0.0162, 0.9438, 0.8212, 0.5939, 0.919, 0.7821,
        0.0746, -1.9894, 0.6198,
      ],
      [0.168656, 0.950109944988824, -1.75864, 0.3898, 1.43442],
    ],
  ])('of %s', (_, values, [mean, sd, q5, q50, q95]) => {
    const summary = summarise(Float64Array.from(values));
    const relative = (actual: number, expected: number): void =>
      expect(actual / expected).toBeCloseTo(1, 13);
    relative(summary.mean, mean);
    relative(summary.sd, sd);
    relative(summary.q5, q5);
    relative(summary.q50, q50);
    relative(summary.q95, q95);
    relative(summary.mcseMean, sd / Math.sqrt(values.length));
    expect(summary.nonFinite).toBe(0);
  });

  it('keeps its digits beside a large offset', () => {
    // Exact: eighths around 1e9; sd of 1 … 7 is √(14/3).
    const { mean, sd } = summarise(Float64Array.from([1, 2, 3, 4, 5, 6, 7], (k) => 1e9 + k / 8));
    expect(mean).toBe(1e9 + 0.5);
    expect(sd).toBeCloseTo(Math.sqrt(14 / 3) / 8, 14);
  });

  it('of huge, tiny and equal values', () => {
    expect(summarise(Float64Array.of(1.5e308, -1.5e308)).mean).toBe(0);
    expect(summarise(Float64Array.of(1e200, 3e200)).sd / 1e200).toBeCloseTo(Math.SQRT2, 14);
    expect(summarise(Float64Array.of(1e-200, 3e-200)).sd / 1e-200).toBeCloseTo(Math.SQRT2, 14);
    expect(summarise(Float64Array.of(0.1, 0.1, 0.1))).toMatchObject({ mean: 0.1, sd: 0, q5: 0.1 });
  });

  it('shows what is not finite', () => {
    const withNaN = summarise(Float64Array.of(1, Number.NaN, 2));
    expect(withNaN).toEqual({
      mean: Number.NaN,
      sd: Number.NaN,
      q5: Number.NaN,
      q50: Number.NaN,
      q95: Number.NaN,
      mcseMean: Number.NaN,
      nonFinite: 1,
    });
    expect(summarise(Float64Array.of(1, 2, Infinity))).toMatchObject({
      mean: Infinity,
      sd: Number.NaN,
      q50: 2,
      q95: Infinity,
      nonFinite: 1,
    });
    expect(summarise(Float64Array.of(-Infinity, 0, Infinity)).mean).toBeNaN();
    expect(summarise(Float64Array.of(3))).toMatchObject({ mean: 3, sd: Number.NaN, q5: 3, q95: 3 });
    expect(() => summarise(new Float64Array(0))).toThrow(RangeError);
  });

  it('follows a shift and a scale', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, (xs) => {
        const plain = summarise(Float64Array.from(xs));
        const moved = summarise(Float64Array.from(xs, (x) => 4 * x + 64));
        expect(moved.mean).toBeCloseTo(4 * plain.mean + 64, 9);
        expect(moved.sd).toBeCloseTo(4 * plain.sd, 9);
        expect(moved.q95).toBeCloseTo(4 * plain.q95 + 64, 9);
        expect(plain.q5).toBeLessThanOrEqual(plain.q50);
        expect(plain.q50).toBeLessThanOrEqual(plain.q95);
      }),
    );
  });

  it('has the smallest and the largest value as its ends', () => {
    const ascending = Float64Array.of(-Infinity, 1, 5);
    expect([0, 0.5, 1].map((p) => quantile(ascending, p))).toEqual([-Infinity, 1, 5]);
  });
});

describe('table of draws', () => {
  const draws = new Draws(2, [
    { name: 'mu', shape: [], labels: [], dimensions: [], values: Float64Array.of(1, 3) },
    {
      name: 'theta',
      shape: [2],
      labels: [['Choate', 'Deerfield']],
      dimensions: ['school'],
      values: Float64Array.of(1, 2, 3, 4),
    },
    {
      name: 'K',
      shape: [2, 3],
      labels: [undefined, ['a', 'b', 'c']],
      dimensions: ['row', 'column'],
      values: Float64Array.from({ length: 12 }, (_, k) => (k === 11 ? Infinity : k)),
    },
    {
      name: 'none',
      shape: [0],
      labels: [undefined],
      dimensions: ['none'],
      values: new Float64Array(0),
    },
  ]);

  it('has keys with positions, row-major, and labels', () => {
    expect(summaryTable(draws).map(({ key, label, mean }) => [key, label, mean])).toEqual([
      ['mu', undefined, 2],
      ['theta[1]', 'theta[Choate]', 2],
      ['theta[2]', 'theta[Deerfield]', 3],
      ['K[1,1]', 'K[1,a]', 3],
      ['K[1,2]', 'K[1,b]', 4],
      ['K[1,3]', 'K[1,c]', 5],
      ['K[2,1]', 'K[2,a]', 6],
      ['K[2,2]', 'K[2,b]', 7],
      ['K[2,3]', 'K[2,c]', Infinity],
    ]);
  });

  it('becomes JSON by key', () => {
    const json = summaryJson(summaryTable(draws));
    expect(json['theta[1]']).toEqual({
      label: 'theta[Choate]',
      mean: 2,
      sd: Math.SQRT2,
      q5: 1.1,
      q50: 2,
      q95: expect.closeTo(2.9, 12),
      mcseMean: 1,
      mcseSd: 0,
      mcseQ5: 0,
      mcseQ50: 1,
      mcseQ95: 1,
    });
    expect(json['K[2,3]']).toMatchObject({ mean: null, sd: null, q95: null, nonFinite: 1 });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it('refuses what does not fit together', () => {
    const column = {
      name: 'x',
      shape: [2],
      labels: [undefined],
      dimensions: ['i'],
      values: Float64Array.of(1, 2),
    };
    expect(() => new Draws(2, [column])).toThrow('x has 2 values, not 2 draws of 2 elements');
    expect(() => new Draws(1, [column, column])).toThrow(RangeError);
    expect(() => new Draws(1, [{ ...column, labels: [['a']] }])).toThrow(
      'the labels of x do not fit its shape',
    );
    expect(() => draws.column('nu')).toThrow('there are no draws of nu');
    expect(() => draws.element('theta', 2)).toThrow(RangeError);
  });
});

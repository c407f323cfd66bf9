import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitGeneralisedPareto, smoothWeights } from '../../src/inference/pareto-smoothing.ts';
import { normalQuantile } from '../../src/numerics/normal.ts';

interface LooFixture {
  readonly cases: readonly {
    readonly observation: number;
    readonly logRatios: readonly number[];
    readonly paretoK: number;
    readonly sumLogWeights: number;
  }[];
}

const loo = JSON.parse(
  readFileSync(new URL('fixtures/loo-psis.json', import.meta.url), 'utf8'),
) as LooFixture;

const count = 1000;
/** The midpoints of 1000 equal cells of (0, 1) in a fixed scrambled order. */
const uniforms = Array.from({ length: count }, (_, i) => (((i * 389) % count) + 0.5) / count);
const sum = (values: Iterable<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

// Expected values: `psis` and `gpdfit` of the R package loo 2.5.1.
describe('Pareto smoothing', () => {
  it.each(loo.cases)('agrees with loo on observation $observation of its example', (row) => {
    const { paretoK, logWeights } = smoothWeights(row.logRatios);
    expect(paretoK).toBeCloseTo(row.paretoK, 9);
    expect(sum(logWeights)).toBeCloseTo(row.sumLogWeights, 6);
  });

  it.each([
    [
      'light Pareto',
      uniforms.map((u) => -0.3 * Math.log1p(-u)),
      1,
      0.323560643826067,
      300.140555614044,
    ],
    [
      'heavy Pareto',
      uniforms.map((u) => -0.9 * Math.log1p(-u)),
      1,
      0.844266433403064,
      897.779745052655,
    ],
    [
      'log normal',
      uniforms.map((u) => 1.3 * normalQuantile(u)),
      1,
      0.402087183204451,
      0.0288790918492721,
    ],
    ['bounded', uniforms.map((u) => -2 * u * u), 1, -1.57482403894563, -666.654168056344],
    [
      'dependent',
      uniforms.map((u) => -0.5 * Math.log1p(-u)),
      0.4,
      0.497881856620029,
      499.660472107287,
    ],
  ])('agrees with loo on %s weights', (_, ratios, efficiency, k, total) => {
    const { paretoK, logWeights } = smoothWeights(ratios, efficiency);
    expect(paretoK).toBeCloseTo(k, 9);
    expect(sum(logWeights)).toBeCloseTo(total, 6);
  });

  it('fits the exceedances i² / 100 as loo does', () => {
    const fit = fitGeneralisedPareto(Array.from({ length: 50 }, (_, i) => (i + 1) ** 2 / 100));
    expect(fit.k).toBeCloseTo(-0.0902296019989, 11);
    expect(fit.sigma).toBeCloseTo(10.3721379967, 9);
  });

  it('shifts with a constant and keeps the order', () => {
    const ratios = uniforms.map((u) => -0.6 * Math.log1p(-u));
    const plain = smoothWeights(ratios);
    const shifted = smoothWeights(ratios.map((ratio) => ratio - 5000));
    expect(shifted.paretoK).toBeCloseTo(plain.paretoK, 9);
    shifted.logWeights.forEach((value, i) => {
      expect(value + 5000).toBeCloseTo(plain.logWeights[i], 8);
    });
  });

  it('has no k for few, equal or vanishing weights, and refuses NaN', () => {
    expect(smoothWeights([1, 2, 3]).paretoK).toBe(Infinity);
    expect(smoothWeights(new Array(1000).fill(-3)).paretoK).toBe(Infinity);
    expect(smoothWeights(new Array(100).fill(-Infinity)).paretoK).toBe(Infinity);
    expect(() => smoothWeights([0, Number.NaN])).toThrow(RangeError);
    expect(() => smoothWeights([0, Infinity])).toThrow(RangeError);
  });

  it('gives draws of zero weight no part in the tail', () => {
    const ratios = [
      ...new Array(200).fill(-Infinity),
      ...uniforms.map((u) => -0.3 * Math.log1p(-u)),
    ];
    const { paretoK, logWeights } = smoothWeights(ratios);
    expect(paretoK).toBeGreaterThan(0.2);
    expect(paretoK).toBeLessThan(0.45);
    expect(logWeights.filter((w) => w === -Infinity)).toHaveLength(200);
  });
});

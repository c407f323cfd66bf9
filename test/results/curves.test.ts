import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ascendingOrder, correlationOfRanks, ranksOf } from '../../src/numerics/ranks.ts';
import { Random } from '../../src/random/random.ts';
import { intervalCoverage, predictiveRanks, reliability } from '../../src/results/calibration.ts';
import { kernelDensity } from '../../src/results/kernel-density.ts';
import { rankCounts } from '../../src/results/ranks.ts';

interface Reference {
  readonly densities: Readonly<
    Record<string, { values: number[]; points: number[]; heights: number[] }>
  >;
  readonly ranks: { a: number[]; b: number[]; ranks: number[]; correlation: number };
}

/** Made by reference/kernel-density.py with numpy and scipy. */
const { densities, ranks }: Reference = JSON.parse(
  readFileSync(new URL('./reference/kernel-density.json', import.meta.url), 'utf8'),
);

describe('kernel densities', () => {
  it.each(Object.entries(densities))('are those of sums over all draws: %s', (_, reference) => {
    const curve = kernelDensity(Float64Array.from(reference.values))!;
    const highest = Math.max(...curve.heights);
    reference.points.forEach((point, k) => {
      const place = curve.points.findIndex((x) => Math.abs(x - point) < 1e-9);
      expect(place).toBeGreaterThanOrEqual(0);
      // draws are counted in cells
      expect(Math.abs(curve.heights[place] - reference.heights[k])).toBeLessThan(2e-3 * highest);
    });
  });

  it('integrate to 1, also where the draws end at a bound', () => {
    const { points, heights } = kernelDensity(Float64Array.from(densities.exponential.values))!;
    const width = points[1] - points[0];
    const ends = (heights[0] + heights[heights.length - 1]) / 2;
    const integral = width * (heights.reduce((a, b) => a + b) - ends);
    expect(integral).toBeCloseTo(1, 2);
  });

  it('in a window are those of all draws there', () => {
    const values = Float64Array.from(densities.normal.values);
    const [whole, part] = [kernelDensity(values)!, kernelDensity(values, [2, 4])!];
    const interpolated = (x: number): number => {
      const k = whole.points.findIndex((point) => point > x);
      const share = (x - whole.points[k - 1]) / (whole.points[k] - whole.points[k - 1]);
      return (1 - share) * whole.heights[k - 1] + share * whole.heights[k];
    };
    expect(part.heights[64]).toBeCloseTo(interpolated(part.points[64]), 3);
  });

  it('of one value, of none, and of what is not finite there is none', () => {
    expect(kernelDensity(Float64Array.of(2, 2, 2))).toBeUndefined();
    expect(kernelDensity(new Float64Array())).toBeUndefined();
    expect(kernelDensity(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1))).toBeUndefined();
  });
});

describe('ranks', () => {
  it('stand in the order of the values, whatever their signs and sizes', () => {
    const random = Random.fromSeed(4);
    const special = [0, -0, 5e-324, -5e-324, 1 + 2 ** -52, 1, 1, Infinity, -Infinity, 1e308];
    const drawn = Array.from({ length: 300 }, () => {
      const value = random.normal() * 10 ** (600 * random.uniform() - 300);
      return random.uniform() < 0.3 ? Math.round(value) : value;
    });
    const values = Float64Array.from([...special, ...drawn]);
    expect([...ascendingOrder(values)].map((k) => values[k])).toEqual([...values.slice().sort()]);
    expect(ranksOf(values)).toEqual(
      Float64Array.from(values, (x) => {
        const [below, equal] = [values.filter((y) => y < x), values.filter((y) => y === x)];
        return below.length + (equal.length + 1) / 2;
      }),
    );
    // NaN of both signs, as hardware makes them
    const bits = new BigUint64Array([0x7ff8n << 48n, 0xfff8n << 48n]);
    const undefinedOnes = new Float64Array(bits.buffer);
    expect([...ascendingOrder(Float64Array.of(...undefinedOnes, 2, -3))]).toEqual([3, 2, 0, 1]);
    expect([...ascendingOrder(Float64Array.of(2, 1, 2, 1))]).toEqual([1, 3, 0, 2]);
    // that differ in their last digits alone
    const close = Float64Array.from({ length: 200 }, () => 1e9 + 1e-6 * random.normal());
    for (const sign of [1, -1]) {
      const signed = close.map((x) => sign * x);
      const order = [...ascendingOrder(signed)];
      expect(order.map((k) => signed[k])).toEqual([...signed.slice().sort()]);
    }
  });

  it('and their correlation are those of scipy, with ties', () => {
    const [a, b] = [Float64Array.from(ranks.a), Float64Array.from(ranks.b)];
    expect([...ranksOf(a)]).toEqual(ranks.ranks);
    // scipy 1.10: spearmanr([3, 1, 4, 1.5, 9], [2, 7, 1, 8, 2.5])
    const [one, other] = [Float64Array.of(3, 1, 4, 1.5, 9), Float64Array.of(2, 7, 1, 8, 2.5)];
    expect(correlationOfRanks(ranksOf(one), ranksOf(other))).toBeCloseTo(-0.6, 12);
    expect(correlationOfRanks(ranksOf(a), ranksOf(b))).toBeCloseTo(ranks.correlation, 12);
    expect(correlationOfRanks(ranksOf(a), ranksOf(Float64Array.from(a, () => 1)))).toBeNaN();
  });

  it('are counted by chain', () => {
    // the second chain lies above the first
    expect(rankCounts(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 4).map((c) => [...c])).toEqual([
      [2, 2, 0, 0],
      [0, 0, 2, 2],
    ]);
  });
});

describe('calibration', () => {
  it('covers as often as levels say where predictions are right', () => {
    const random = Random.fromSeed(3);
    const [size, count] = [400, 200];
    const draw = (): number => Math.floor(3 * random.uniform());
    const observed = Float64Array.from({ length: size }, draw);
    const replicated = Float64Array.from({ length: size * count }, draw);
    const coverage = intervalCoverage(predictiveRanks(observed, replicated, random));
    for (const { level, share } of coverage)
      expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / size));
  });

  it('gives no rank where nothing was observed, and by hand elsewhere', () => {
    const replicated = Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8);
    const found = predictiveRanks(Float64Array.of(2.5, Number.NaN), replicated, Random.fromSeed(1));
    expect([...found]).toEqual([0.5, Number.NaN]);
    expect(intervalCoverage(Float64Array.of(0.5, 0.9)).slice(0, 1)).toEqual([
      { level: 0.05, share: 0.5 },
    ]);
  });

  it('bins probabilities by equal numbers', () => {
    const probabilities = Float64Array.from({ length: 40 }, (_, k) => (k < 20 ? 0.1 : 0.8));
    const observed = Float64Array.from({ length: 40 }, (_, k) => (k % 10 === 0 || k >= 25 ? 1 : 0));
    const bins = reliability(observed, probabilities, 2);
    expect(bins.map(({ count }) => count)).toEqual([20, 20]);
    expect(bins[0].predicted).toBeCloseTo(0.1, 12);
    expect(bins.map((bin) => bin.observed)).toEqual([0.1, 0.8]);
    // 0.8 ± 1.645 √(0.8 · 0.2 / 20)
    expect(bins[1].low).toBeCloseTo(0.8 - 1.6448536 * Math.sqrt(0.16 / 20), 6);
    expect(reliability(Float64Array.of(Number.NaN), Float64Array.of(0.5))).toEqual([]);
  });
});

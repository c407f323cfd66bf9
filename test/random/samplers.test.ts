import { describe, expect, it } from 'vitest';
import { lgamma1p, logBetaI, logGammaP, logGammaQ, normalCdf } from '../../src/numerics/index.ts';
import { Random } from '../../src/random/random.ts';
import { expectCounts, expectDistribution, expectFrequencies } from './goodness-of-fit.ts';

describe('uniform', () => {
  it('fits its distribution, alone and in successive pairs', () => {
    const random = Random.fromSeed(101);
    expectDistribution(
      () => random.uniform(),
      (x) => x,
      100_000,
    );
    const cell = (): number => Math.floor(random.uniform() * 8);
    expectFrequencies(() => 8 * cell() + cell(), new Array(64).fill(1 / 64), 100_000);
  });

  it('stays strictly inside, on a grid that reaches the last bit', () => {
    const random = Random.fromSeed(102);
    const numbers = Array.from({ length: 10_000 }, () => random.uniform());
    expect(numbers.every((u) => u > 0 && u < 1)).toBe(true);
    const lowBits = new Set(numbers.map((u) => (u * 2 ** 53) % 8));
    expect([...lowBits].sort()).toEqual([1, 3, 5, 7]);
  });
});

describe('normal and exponential', () => {
  it('fit their distributions', () => {
    const random = Random.fromSeed(103);
    expectDistribution(() => random.normal(), normalCdf, 100_000);
    expectDistribution(
      () => random.exponential(),
      (x) => -Math.expm1(-x),
      100_000,
    );
  });
});

describe('gamma', () => {
  const shapes = [0.1, 0.5, 0.999, 1, 1.5, 30, 1e4, 1e12];

  it.each(shapes)('fits shape %d', (shape) => {
    const random = Random.fromSeed(104).stream(Math.round(shape * 1000));
    expectDistribution(
      () => random.gamma(shape),
      (x) => Math.exp(logGammaP(shape, x)),
    );
  });

  it.each([1e-300, 1e-3, ...shapes])('fits shape %d as a logarithm', (shape) => {
    const random = Random.fromSeed(104).stream(1, Math.round(shape * 1000));
    expectDistribution(
      () => random.logGamma(shape),
      // P(a, x) is xᵃ/Γ(a + 1) for tiny x
      (y) => Math.exp(y < -600 ? shape * y - lgamma1p(shape) : logGammaP(shape, Math.exp(y))),
    );
  });

  it('has limits at its ends and refuses the rest', () => {
    const random = Random.fromSeed(105);
    expect([random.gamma(0), random.logGamma(0), random.gamma(Infinity)]).toEqual([
      0,
      -Infinity,
      Infinity,
    ]);
    for (const shape of [-1, Number.NaN]) expect(() => random.gamma(shape)).toThrow(RangeError);
  });
});

describe('beta', () => {
  it.each([
    [0.5, 0.5],
    [0.2, 3],
    [1, 1],
    [2, 5],
    [50, 0.7],
    [1e3, 1e4],
    [1e6, 3],
  ])('fits shapes %d and %d', (a, b) => {
    const random = Random.fromSeed(106).stream(a * 10, b * 10);
    expectDistribution(
      () => random.beta(a, b),
      (x) => Math.exp(logBetaI(a, b, x)),
    );
  });

  it('gathers at both ends for small shapes', () => {
    const random = Random.fromSeed(107);
    const edges = [1e-100, 1e-10, 0.1, 0.5, 0.9, 1 - 1e-10];
    const below = edges.map((x) => Math.exp(logBetaI(0.02, 0.01, x)));
    const probabilities = [...below, 1].map((p, k) => p - (k === 0 ? 0 : below[k - 1]));
    expectFrequencies(() => {
      const x = random.beta(0.02, 0.01);
      return edges.filter((edge) => x > edge).length;
    }, probabilities);
    // nothing but 0 and 1 is left below the range of float64, in the odds of the shapes
    expectFrequencies(() => random.beta(3e-320, 1e-320), [0.25, 0.75], 5000);
  });

  it('has limits at its ends and refuses the rest', () => {
    const random = Random.fromSeed(108);
    expect([random.beta(0, 1), random.beta(1, 0)]).toEqual([0, 1]);
    expect([random.beta(Infinity, 1), random.beta(1, Infinity)]).toEqual([1, 0]);
    for (const [a, b] of [
      [0, 0],
      [-1, 1],
      [1, Number.NaN],
      [Infinity, Infinity],
    ]) {
      expect(() => random.beta(a, b)).toThrow(RangeError);
    }
  });
});

describe('poisson', () => {
  it.each([0.01, 0.8, 4, 9.99, 10, 30.5, 1e3, 1e6, 1e12])('fits rate %d', (rate) => {
    const random = Random.fromSeed(109).stream(Math.round(rate * 100));
    expectCounts(
      () => random.poisson(rate),
      (k) => Math.exp(logGammaQ(k + 1, rate)),
      rate,
      Math.sqrt(rate),
    );
  });

  it('has limits at its ends and refuses the rest', () => {
    const random = Random.fromSeed(110);
    expect([random.poisson(0), random.poisson(1e-300)]).toEqual([0, 0]);
    expect(Math.abs(random.poisson(1e300) / 1e300 - 1)).toBeLessThan(1e-15);
    expect(random.poisson(Infinity)).toBe(Infinity);
    for (const rate of [-1, Number.NaN]) expect(() => random.poisson(rate)).toThrow(RangeError);
  });
});

describe('binomial', () => {
  it.each([
    [1, 0.3],
    [20, 0.5],
    [20, 0.501],
    [25, 0.4],
    [100, 0.05],
    [100, 0.97],
    [1000, 0.3],
    [100_000, 0.9],
    [1e9, 1e-8],
    [1e9, 0.25],
    [2 ** 53 - 1, 1e-15],
  ])('fits %d trials of probability %d', (n, p) => {
    const random = Random.fromSeed(111).stream(n, Math.round(p * 1000));
    expectCounts(
      () => random.binomial(n, p),
      // P(X ≤ k) = 1 − Iₚ(k + 1, n − k), DLMF 8.17.5, from p itself, not 1 − p
      (k) => (k >= n ? 1 : -Math.expm1(logBetaI(k + 1, n - k, p))),
      n * p,
      Math.sqrt(n * p * (1 - p)),
    );
  });

  it('has limits at its ends and refuses the rest', () => {
    const random = Random.fromSeed(112);
    expect([random.binomial(0, 0.5), random.binomial(9, 0), random.binomial(9, 1)]).toEqual([
      0, 0, 9,
    ]);
    expect(random.binomial(1e6, 1e-300)).toBe(0);
    for (const [n, p] of [
      [-1, 0.5],
      [1.5, 0.5],
      [3, -0.1],
      [3, 1.1],
      [3, Number.NaN],
      [Number.NaN, 0.5],
    ]) {
      expect(() => random.binomial(n, p)).toThrow(RangeError);
    }
  });
});

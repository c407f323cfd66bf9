import { describe, expect, it } from 'vitest';
import {
  type LogDensities,
  logOrderedProbability,
} from '../../src/numerics/ordered-probability.ts';

const normals =
  (means: readonly number[], sds: readonly number[]): LogDensities =>
  (places) =>
    means.map((mean, k) =>
      places.map(
        (x) => -0.5 * ((x - mean) / sds[k]) ** 2 - Math.log(sds[k]) - 0.5 * Math.log(2 * Math.PI),
      ),
    );

const around = (means: readonly number[], sds: readonly number[]): number[] =>
  means.flatMap((mean, k) => [-1, 0, 1].map((z) => mean + z * sds[k])).sort((a, b) => a - b);

const ofNormals = (means: readonly number[], sds: readonly number[]): number =>
  logOrderedProbability(normals(means, sds), around(means, sds), -Infinity);

describe('the probability of an order', () => {
  it.each([1, 2, 5])('of %i identical variables is 1 / K!', (size) => {
    let expected = 0;
    for (let k = 2; k <= size; k++) expected -= Math.log(k);
    const [means, sds] = [new Array(size).fill(3), new Array(size).fill(0.5)];
    expect(Math.abs(ofNormals(means, sds) - expected)).toBeLessThan(1e-13 * size);
  });

  // log Φ((m₂ − m₁) / √(s₁² + s₂²)), mpmath 1.3 with 30 digits
  it.each([
    [[0, 1], [1, 1], -0.2741080327843857],
    [[10, 0], [1, 1], -27.89403672609738],
    [[100, 0], [1, 1], -2505.1777350290113],
    [[0, 1000], [1e-3, 1e-3], 0],
    [[0, 0], [1e-6, 1e6], -Math.LN2],
  ])('of normals at %j with %j', (means, sds, expected) => {
    const error = Math.abs(ofNormals(means, sds) - expected);
    expect(error).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
  });

  it('of heavy tails, and where a density has a corner', () => {
    const three =
      (f: (x: number) => number): LogDensities =>
      (places) =>
        [0, 1, 2].map(() => places.map(f));
    const cauchy = three((x) => -Math.log(Math.PI) - Math.log1p(x * x));
    const laplace = three((x) => -Math.LN2 - Math.abs(x - 0.3));
    for (const family of [cauchy, laplace]) {
      const value = logOrderedProbability(family, [-1, 0, 1], -Infinity);
      expect(Math.abs(value + Math.log(6))).toBeLessThan(1e-13);
    }
  });
});

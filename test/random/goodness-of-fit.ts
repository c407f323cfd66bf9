/**
 * Tests of fit, with cdfs that the numerics tests hold to mpmath. A sampler that is right fails one
 * of them at a fresh seed with a probability of 1 in 1000; the seeds are fixed.
 */
import { expect } from 'vitest';
import { logGammaQ } from '../../src/numerics/index.ts';

/** The Kolmogorov distribution's upper 0.1 % point: 2 exp(−2 x²) = 0.001. */
const KOLMOGOROV_LIMIT = 1.9495;

/** Kolmogorov and Smirnov: √n times the largest distance of the two distribution functions. */
export function expectDistribution(
  draw: () => number,
  cdf: (x: number) => number,
  count = 20_000,
): void {
  const sorted = Float64Array.from({ length: count }, draw).sort();
  let distance = 0;
  sorted.forEach((x, k) => {
    const probability = cdf(x);
    // Math.max passes a NaN on, and the comparison below then fails
    distance = Math.max(distance, (k + 1) / count - probability, probability - k / count);
  });
  expect(distance * Math.sqrt(count)).toBeLessThan(KOLMOGOROV_LIMIT);
}

/** Pearson's chi-square of the counts of 0, 1, …; the probabilities add up to 1. */
export function expectFrequencies(
  drawCategory: () => number,
  probabilities: readonly number[],
  count = 50_000,
): void {
  expect(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-9);
  const counts = new Array<number>(probabilities.length).fill(0);
  for (let n = 0; n < count; n++) counts[drawCategory()] += 1;
  let statistic = 0;
  let cells = 0;
  probabilities.forEach((p, k) => {
    if (p === 0) {
      expect(counts[k]).toBe(0);
      return;
    }
    cells += 1;
    statistic += (counts[k] - count * p) ** 2 / (count * p);
  });
  const tail = cells === 1 ? 1 : Math.exp(logGammaQ((cells - 1) / 2, statistic / 2));
  expect(tail).toBeGreaterThan(0.001);
}

/** Chi-square over about 20 intervals of whole numbers, each with an expected count of 20 or more. */
export function expectCounts(
  draw: () => number,
  cdf: (k: number) => number,
  mean: number,
  deviation: number,
  count = 50_000,
): void {
  const edges: number[] = [];
  const probabilities: number[] = [];
  let below = 0;
  for (let z = -3.5; z <= 6; z += 0.4) {
    const edge = Math.floor(mean + z * deviation);
    if (edge < 0 || (edges.length > 0 && edge <= edges.at(-1)!)) continue;
    const upTo = cdf(edge);
    if ((upTo - below) * count < 20 || (1 - upTo) * count < 20) continue;
    edges.push(edge);
    probabilities.push(upTo - below);
    below = upTo;
  }
  probabilities.push(1 - below);
  expect(edges.length).toBeGreaterThan(0);
  let invalid = 0;
  expectFrequencies(
    () => {
      const k = draw();
      if (!(Number.isInteger(k) && k >= 0)) invalid += 1;
      const at = edges.findIndex((edge) => k <= edge);
      return at < 0 ? edges.length : at;
    },
    probabilities,
    count,
  );
  expect(invalid).toBe(0);
}

import { describe, expect, it } from 'vitest';
import { benchCase, caseNames, referenceDensities, referencePoints } from '../../bench/cases.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';

/** numpy and scipy: bench/reference/log_densities.py, which reads the data as the peer wrote them. */
const references = referenceDensities();

describe('the models of the benchmark', () => {
  it.each(caseNames)('%s has the log density that scipy computes', (name) => {
    const density = benchCase(name).prepare(referenceEngine);
    const slopes = new Float64Array(density.dimension);
    referencePoints(density.dimension).forEach((point, k) => {
      const expected = references[name].logDensity[k];
      const value = density.logDensityGradient(point, slopes);
      expect(Math.abs(value - expected)).toBeLessThan(1e-11 * Math.abs(expected));
    });
  });

  it.each(caseNames)('%s has the gradient that differences of its log density give', (name) => {
    const density = benchCase(name).prepare(referenceEngine);
    const { dimension } = density;
    const slopes = new Float64Array(dimension);
    const unused = new Float64Array(dimension);
    const [point] = referencePoints(dimension);
    density.logDensityGradient(point, slopes);
    for (const coordinate of [0, Math.floor(dimension / 2), dimension - 1]) {
      const at = (shift: number): number =>
        density.logDensityGradient(point.with(coordinate, point[coordinate] + shift), unused);
      // central differences of fourth order (Abramowitz and Stegun 25.3.4)
      const h = 1e-3;
      const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const scale = Math.max(1, Math.abs(difference));
      expect(Math.abs(slopes[coordinate] - difference)).toBeLessThan(1e-6 * scale);
    }
  });
});

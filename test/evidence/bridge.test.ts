import { describe, expect, it } from 'vitest';
import { bridge } from '../../src/evidence/bridge.ts';
import { problemOf } from './problem.ts';

describe('the error of bridge sampling', () => {
  // where the target is the normal that is fitted, all that is left is what the fits do to each other: fitted crosswise
  // to two halves the errors have 1.2 standard errors as their root mean square
  it.each([1, 3])(
    'is honest on independent draws of %i standard normals',
    async (dimension) => {
      const logDensity = (point: Float64Array): number =>
        point.reduce((sum, x) => sum - 0.5 * x * x, -0.5 * dimension * Math.log(2 * Math.PI));
      const seeds = 300;
      let squares = 0;
      for (let seed = 1; seed <= seeds; seed++) {
        const problem = problemOf(dimension, logDensity, 180, seed, (random) => random.normal());
        const { logEvidence, standardError } = await bridge.estimate(problem);
        squares += (logEvidence / standardError) ** 2 / seeds;
      }
      expect(Math.sqrt(squares)).toBeGreaterThan(0.85);
      expect(Math.sqrt(squares)).toBeLessThan(1.12);
    },
    30_000,
  );
});

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareWithReference, validatedMethods } from './compare-with-reference.ts';
import { referencePosteriors, sharedFolder } from './posteriors.ts';

const named = (name: string) => referencePosteriors.find((posterior) => posterior.name === name)!;

/** Some of the posteriors of `npm run validate:posteriordb`, where the reference draws are at hand. */
describe.skipIf(!existsSync(new URL('posteriordb/', sharedFolder)))('reference draws', () => {
  it('kidiq: all but independent normals are right, and those say that they are not', async () => {
    const { by, meanFieldLimit } = await compareWithReference(
      named('kidiq-kidscore_momhsiq'),
      validatedMethods,
    );
    for (const method of ['nuts', 'laplace', 'full-rank', 'pathfinder'] as const) {
      const { meanError, smallestRatio, largestRatio, trustworthy } = by[method]!;
      expect(meanError).toBeLessThan(0.06);
      expect(smallestRatio).toBeGreaterThan(0.95);
      expect(largestRatio).toBeLessThan(1.05);
      expect(trustworthy).toBe(true);
    }
    const { meanError, smallestRatio, trustworthy } = by.vi!;
    expect(meanError).toBeLessThan(0.05);
    expect(Math.abs(smallestRatio - meanFieldLimit!)).toBeLessThan(0.02);
    expect(trustworthy).toBe(false);
  }, 60_000);

  it('eight schools: corrected VI is right, Laplace is bad and says so', async () => {
    const { by } = await compareWithReference(named('eight_schools-eight_schools_noncentered'), [
      'nuts',
      'laplace',
      'vi',
      'full-rank',
    ]);
    expect(by.nuts!.meanError).toBeLessThan(0.08);
    // without the correction at best 0.21, 0.78 to 1.03 and 0.17, 0.81 to 1.04, found by a long optimisation
    for (const method of ['vi', 'full-rank'] as const) {
      expect(by[method]!.meanError).toBeLessThan(0.08);
      expect(by[method]!.smallestRatio).toBeGreaterThan(0.93);
      expect(by[method]!.largestRatio).toBeLessThan(1.07);
    }
    expect(by.laplace!.trustworthy).toBe(false);
  }, 60_000);

  it('mesquite: a Laplace approximation half a standard deviation off is corrected, and trusted then', async () => {
    const { by } = await compareWithReference(named('mesquite-logmesquite_logva'), ['laplace']);
    const { meanError, smallestRatio, largestRatio, trustworthy } = by.laplace!;
    expect(meanError).toBeLessThan(0.06);
    expect(smallestRatio).toBeGreaterThan(0.95);
    expect(largestRatio).toBeLessThan(1.05);
    expect(trustworthy).toBe(true);
  }, 60_000);
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { Random } from '../../src/random/random.ts';
import { conjugateCases, runConjugate } from './conjugate.ts';
import { meanFieldLimit } from './mean-field-limit.ts';
import { referencePosteriors } from './posteriors.ts';

describe('models of posteriordb', () => {
  const folder = new URL('posteriordb/', import.meta.url);
  const files = readdirSync(folder).map((file) => file.replace('.bayes', ''));

  it.each(files)('%s compiles without a warning', (model) => {
    const text = readFileSync(new URL(`${model}.bayes`, folder), 'utf8');
    expect(compile(text).warnings.map(({ message }) => message)).toEqual([]);
  });

  it('every file is fitted by the validation', () => {
    expect(new Set(files)).toEqual(new Set(referencePosteriors.map(({ model }) => model)));
  });
});

describe('conjugate cases', () => {
  it.each(conjugateCases)(
    '$model',
    async (wanted) => {
      const [laplace, vi] = await runConjugate(wanted);
      expect(laplace.evidence).toBeCloseTo(wanted.laplaceLogEvidence, 7);
      // the draws are corrected: 100,000 have the Monte Carlo error 0.003
      for (const { meanError, sdRatio } of [laplace, vi]) {
        expect(meanError).toBeLessThan(0.015);
        expect(Math.abs(sdRatio - 1)).toBeLessThan(0.015);
      }
      // a lower bound, up to its Monte Carlo error, and close to what it bounds
      const gap = wanted.logEvidence - vi.evidence;
      expect(gap).toBeGreaterThan(-5 * vi.evidenceError! - 1e-9);
      expect(gap).toBeLessThan(0.001);
    },
    30_000,
  );
});

describe('the limit of independent normals', () => {
  it('is √(1 − ρ²) for two normals with correlation ρ', () => {
    // 0.43588989 = √(1 − 0.9²), up to the error of the empirical correlation
    const random = Random.fromSeed(1);
    const x = Array.from({ length: 50_000 }, () => random.normal());
    const y = x.map((value) => 0.9 * value + Math.sqrt(1 - 0.81) * random.normal());
    expect(meanFieldLimit([x, y])).toBeCloseTo(0.43588989, 2);
  });

  it('does not depend on the scales, and refuses dependent columns', () => {
    const x = [1, 2, 3, 4];
    const y = [1, -1, 2, 0];
    const scaled = y.map((value) => 1e6 * value + 3);
    expect(meanFieldLimit([x, scaled])).toBeCloseTo(meanFieldLimit([x, y]), 10);
    expect(() => meanFieldLimit([x, x])).toThrow(RangeError);
  });
});

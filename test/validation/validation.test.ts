import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { Random } from '../../src/random/random.ts';
import { conjugateCases, runConjugate } from './conjugate.ts';
import { meanFieldLimit } from './mean-field-limit.ts';
import { missedPublished } from './networks/tables.ts';
import { referencePosteriors } from './posteriors.ts';
import { adjustForMany, UniformSamples, uniformityOf } from './sbc/uniformity.ts';

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

describe('networks', () => {
  it('the regression compiles without a warning', () => {
    const text = readFileSync(new URL('networks/regression.bayes', import.meta.url), 'utf8');
    expect(compile(text).warnings.map(({ message }) => message)).toEqual([]);
  });

  it('worse than published by more than a standard error is said', () => {
    const missed = (rmse: number, logLikelihood: number): readonly string[] =>
      missedPublished((data) =>
        data === 'concrete'
          ? { rmse, logLikelihood, seconds: 1 }
          : { rmse: 0.5, logLikelihood: -0.5, seconds: 1 },
      );
    expect(missed(4.98, -2.95)).toEqual([]);
    expect(missed(4.99, -2.96)).toEqual([
      'concrete, RMSE 4.99 where 4.82 ± 0.16 is published',
      'concrete, log likelihood -2.96 where -2.93 ± 0.02 is published',
    ]);
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

describe('tests of uniform ranks', () => {
  const reference = new UniformSamples(200, 100);
  const ranksOf = (bend: (u: number) => number): number[] => {
    const random = Random.fromSeed(3);
    return Array.from({ length: 200 }, () => Math.floor(100 * bend(random.uniform())));
  };

  it('let uniform ranks pass', () => {
    const { chiSquareP, distributionP } = uniformityOf(
      ranksOf((u) => u),
      reference,
    );
    expect(chiSquareP).toBeGreaterThan(0.01);
    expect(distributionP).toBeGreaterThan(0.01);
  });

  it('find a shift, and tails that are too light', () => {
    const shifted = uniformityOf(
      ranksOf((u) => u ** 1.4),
      reference,
    );
    expect(shifted.distributionP).toBeLessThan(0.001);
    expect(shifted.largest).toBeGreaterThan(0.1);
    const light = uniformityOf(
      ranksOf((u) => 0.2 + 0.6 * u),
      reference,
    );
    expect(light.distributionP).toBeLessThan(0.001);
    expect(light.chiSquareP).toBeLessThan(0.001);
  });

  it('are as rare as they say', () => {
    const random = Random.fromSeed(4);
    const pValues = Array.from({ length: 400 }, () => {
      const ranks = Array.from({ length: 200 }, () => Math.floor(100 * random.uniform()));
      return uniformityOf(ranks, reference).distributionP;
    });
    const below = (level: number): number => pValues.filter((p) => p < level).length / 400;
    // 400 samples know a share of 0.1 to within 0.015, of 0.5 to within 0.025
    expect(Math.abs(below(0.1) - 0.1)).toBeLessThan(0.045);
    expect(Math.abs(below(0.5) - 0.5)).toBeLessThan(0.075);
  });

  it('are adjusted for their number as R does: p.adjust(c(.01, .04, .03, .005, .5), "holm")', () => {
    const wanted = [0.04, 0.09, 0.09, 0.025, 0.5];
    adjustForMany([0.01, 0.04, 0.03, 0.005, 0.5]).forEach((p, k) => {
      expect(p).toBeCloseTo(wanted[k], 12);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import {
  eggBox,
  eightSchools,
  exactCases,
  hardCases,
  posteriorOf,
  sampledCases,
  schools,
  sourceOf,
} from './cases.ts';

describe('exact evidence', () => {
  it.each(exactCases)(
    '$id',
    async (known) => {
      const { logEvidence } = known;
      const evidence = await posteriorOf(known).evidence();
      expect(evidence).toMatchObject({ method: 'exact', trustworthy: true });
      // the references have ten decimals
      expect(Math.abs(evidence.logEvidence - logEvidence)).toBeLessThan(1e-9);
    },
    30_000,
  );

  it('recognises linear models with known spread, however they are written', async () => {
    // eight schools with tau = 0 and tau = 10: y ~ N(0, S) with S = diag(sigma² + tau²) + 25
    const source =
      'dim school data y[school]: real data sigma[school]: positive data tau: nonnegative param mu ~ Normal(0, 5) param z[school] ~ Normal(0, 1) observe y ~ Normal(mu + tau * z, sigma)';
    const pooled = compile(source).bind({ ...schools, tau: 0 });
    const evidence = await pooled.evidence();
    expect(evidence.method).toBe('exact');
    // B5 with tau = 0
    expect(evidence.logEvidence).toBeCloseTo(-30.844238126, 9);
  });

  it('is refused where there is none', async () => {
    await expect(posteriorOf(eightSchools).evidence({ method: 'exact' })).rejects.toMatchObject({
      code: 'not-exact',
    });
    // a density with a kink: the quadrature does not converge
    const kinked = compile(
      'data one: real param x ~ Uniform(-1, 1) param y ~ Uniform(-1, 1) factor -log(max(abs(x - 0.3), 1e-8)) * one',
    ).bind({ one: 1 });
    await expect(kinked.evidence({ method: 'exact' })).rejects.toMatchObject({ code: 'not-exact' });
  });
});

describe.each(sampledCases)('sampled evidence of $id', (known) => {
  const { logEvidence } = known;

  it('by bridge and importance within their errors', async () => {
    const evidence = await posteriorOf(known).evidence({ draws: 4000, workers: 1 });
    expect(evidence.trustworthy).toBe(true);
    expect(evidence.estimates.map(({ method }) => method)).toEqual(['bridge', 'importance']);
    for (const estimate of evidence.estimates) {
      const error = Math.abs(estimate.logEvidence - logEvidence);
      expect(error).toBeLessThan(3 * estimate.standardError);
      expect(estimate.standardError).toBeLessThan(0.05);
    }
    expect(Math.abs(evidence.logEvidence - logEvidence)).toBeLessThan(0.02);
  }, 60_000);
});

describe('sampled evidence', () => {
  it('of B5 by the unmirrored bridge', async () => {
    const settings = { method: 'bridge-normal', draws: 4000, workers: 1 };
    const evidence = await posteriorOf(eightSchools).evidence(settings);
    const error = Math.abs(evidence.logEvidence - eightSchools.logEvidence);
    expect(error).toBeLessThan(3 * evidence.standardError);
  }, 60_000);

  it('of A7 by SMC', async () => {
    const known = sampledCases[0];
    const evidence = await posteriorOf(known).evidence({ method: 'smc', draws: 800, workers: 1 });
    expect(evidence.trustworthy).toBe(true);
    const error = Math.abs(evidence.logEvidence - known.logEvidence);
    expect(error).toBeLessThan(3 * evidence.standardError);
    expect(evidence.standardError).toBeLessThan(0.25);
  }, 60_000);
});

describe('posteriors that are hard', () => {
  it('SMC finds the 18 peaks of an egg box', async () => {
    const settings = { method: 'smc', draws: 1600, workers: 1 };
    const evidence = await posteriorOf(eggBox).evidence(settings);
    expect(evidence.trustworthy).toBe(true);
    const error = Math.abs(evidence.logEvidence - eggBox.logEvidence);
    expect(error).toBeLessThan(0.1);
    expect(error).toBeLessThan(3 * evidence.standardError);
  }, 60_000);

  it('where others miss them and say so', async () => {
    const evidence = await posteriorOf(eggBox).evidence({
      method: ['bridge', 'importance'],
      draws: 1000,
      workers: 1,
    });
    expect(evidence.trustworthy).toBe(false);
  }, 60_000);

  it.each(hardCases)(
    '$id: right, or not trustworthy',
    async (known) => {
      const evidence = await posteriorOf(known).evidence({ draws: 600, workers: 1 });
      const error = Math.abs(evidence.logEvidence - known.logEvidence);
      if (evidence.trustworthy) expect(error).toBeLessThan(3 * evidence.standardError);
      else expect(evidence.notes.some(({ severity }) => severity === 'warning')).toBe(true);
    },
    60_000,
  );

  it('components that change places with each other are seen', async () => {
    const source =
      'dim n dim k = 2 data y[n]: real param m[k] ~ Normal(0, 5) observe y ~ mixture([0.5, 0.5], Normal(m, 1))';
    const y = [-3.1, -2.2, -3.6, -2.9, -3.3, 2.7, 3.4, 3.1, 2.2, 3.9];
    const settings = { method: ['bridge'], draws: 600, workers: 1 };
    const evidence = await compile(source).bind({ y }).evidence(settings);
    expect(evidence.trustworthy).toBe(false);
    expect(evidence.notes.map(({ message }) => message).join()).toMatch(
      /do not agree on m\[[12]\].*`ordered`/,
    );
  }, 60_000);

  it('a model with a flat prior is refused', async () => {
    const improper = compile(sourceOf('c9-flat')).bind({ y: [1, 2] });
    await expect(improper.evidence({ method: 'smc' })).rejects.toThrow(/no evidence.*`mu`/);
  });
});

describe('approximations of the evidence', () => {
  const { logEvidence } = eightSchools;

  it('labels bounds, which lie below', async () => {
    const evidence = await posteriorOf(eightSchools).evidence({ method: 'elbo' });
    const [{ kind, values }] = evidence.estimates;
    expect(kind).toBe('lower bound');
    // the best bound that the family attains (reference table of best attainable approximations)
    expect(Math.abs(evidence.logEvidence - -31.5365)).toBeLessThan(0.05);
    expect(values.importanceWeighted).toBeGreaterThan(evidence.logEvidence);
    expect(values.importanceWeighted).toBeLessThan(
      logEvidence + 3 * values.importanceWeightedError,
    );
  });

  it('says how far Laplace is off', async () => {
    // at the joint mode of the centred form (ibid.)
    const evidence = await posteriorOf(eightSchools).evidence({ method: 'laplace' });
    expect(evidence.logEvidence).toBeCloseTo(-37.08, 1);
    expect(evidence.trustworthy).toBe(false);
    // errors of Laplace's method: Beta(51, 51) on the logit scale (ibid.)
    const [, , tosses] = exactCases;
    const good = await posteriorOf(tosses).evidence({ method: 'laplace' });
    expect(good.logEvidence - tosses.logEvidence).toBeCloseTo(-0.00245094, 7);
    expect(good.trustworthy).toBe(true);
    expect(Math.abs(good.estimates[0].values.corrected - tosses.logEvidence)).toBeLessThan(0.01);
  });
});

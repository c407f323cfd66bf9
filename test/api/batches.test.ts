import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/api/checkpoint.ts';
import { compile, type FitOptions, OptionError } from '../../src/index.ts';
import { Random } from '../../src/random/random.ts';
import { parseExact, stringifyExact } from '../../src/results/exact-json.ts';
import { byQuickClock } from '../quick-clock.ts';

const random = Random.fromSeed(21);

// a normal mean with known spread: precision 1/100 + n/4 (Gelman et al. 2013, section 2.5)
const heights = Array.from({ length: 1003 }, () => 3 + 2 * random.normal());
const normal = compile(`dim obs
data y[obs]: real
param mu ~ Normal(0, 10)
observe y ~ Normal(mu, 2)`).bind({ y: heights });
const precision = 1 / 100 + heights.length / 4;
const mean = heights.reduce((sum, y) => sum + y, 0) / 4 / precision;

const inBatches = (options: FitOptions = {}): FitOptions => ({
  method: 'vi',
  batch: { obs: 50 },
  draws: 1000,
  ...options,
});

describe('variational inference from batches', () => {
  it.each([1, 2, 3])('finds a conjugate normal posterior, seed %i', async (seed) => {
    const { diagnostics, summary } = await normal
      .fit(inBatches({ seed, draws: 100_000 }))
      .then((fit) => ({ diagnostics: fit.diagnostics, summary: fit.summary()[0] }));
    const sd = Math.sqrt(1 / precision);
    expect(Math.abs(summary.mean - mean) / sd).toBeLessThan(0.05);
    expect(Math.abs(Math.log(summary.sd / sd))).toBeLessThan(0.05);
    expect(diagnostics.trustworthy).toBe(true);
    expect(diagnostics.notes.map(({ code }) => code)).toContain('settled');
    // the log evidence: y is jointly normal with covariance 4 I + 100 J
    const n = heights.length;
    const sum = heights.reduce((total, y) => total + y, 0);
    const squares = heights.reduce((total, y) => total + y * y, 0);
    const logDeterminant = n * Math.log(4) + Math.log1p((100 * n) / 4);
    const quadratic = squares / 4 - (sum / 4) ** 2 / precision;
    const evidence = -0.5 * (n * Math.log(2 * Math.PI) + logDeterminant + quadratic);
    const { elbo, elboStandardError } = diagnostics.values;
    expect(Math.abs(elbo - evidence)).toBeLessThan(0.01 + 4 * elboStandardError);
    // averages over 100 steps of a bound; the density at the mode, where levels start, is 1.8 above it
    const { values } = diagnostics.trace!;
    expect(values.length).toBeGreaterThan(1);
    expect(Math.max(...values)).toBeLessThan(evidence + 0.5);
  });

  it('finds the posterior of a rate: Gamma(3 + Σ y, 2 + n) (ibid., section 2.6)', async () => {
    const y = Array.from({ length: 400 }, () => random.poisson(4));
    const posterior = compile(`dim obs
data y[obs]: count
param rate ~ Gamma(3, 2)
observe y ~ Poisson(rate)`).bind({ y });
    for (const size of [7, 150]) {
      const fit = await posterior.fit(inBatches({ batch: { obs: size }, draws: 50_000 }));
      const [shape, rate] = [3 + y.reduce((sum, value) => sum + value, 0), 2 + y.length];
      const [row] = fit.summary();
      const sd = Math.sqrt(shape) / rate;
      expect(Math.abs(row.mean - shape / rate) / sd).toBeLessThan(0.1);
      expect(Math.abs(Math.log(row.sd / sd))).toBeLessThan(0.1);
    }
  });

  it('finds the coefficients of a regression with a full-rank normal', async () => {
    // (XᵀX + I/4)⁻¹ Xᵀy and its covariance, for two correlated columns
    const n = 600;
    const x1 = Array.from({ length: n }, () => random.normal());
    const x2 = x1.map((value) => 0.9 * value + 0.4 * random.normal());
    const y = x1.map((value, i) => value - x2[i] + random.normal());
    const posterior = compile(`dim obs
data x1[obs]: real
data x2[obs]: real
data y[obs]: real
param b1 ~ Normal(0, 2)
param b2 ~ Normal(0, 2)
observe y ~ Normal(b1 * x1 + b2 * x2, 1)`).bind({ x1, x2, y });
    const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i], 0);
    const [a, b, d] = [dot(x1, x1) + 0.25, dot(x1, x2), dot(x2, x2) + 0.25];
    const determinant = a * d - b * b;
    const [s1, s2] = [dot(x1, y), dot(x2, y)];
    const means = [(d * s1 - b * s2) / determinant, (a * s2 - b * s1) / determinant];
    const sds = [Math.sqrt(d / determinant), Math.sqrt(a / determinant)];
    const fit = await posterior.fit(inBatches({ family: 'full-rank', draws: 50_000 }));
    fit.summary().forEach((row, k) => {
      expect(Math.abs(row.mean - means[k]) / sds[k]).toBeLessThan(0.1);
      expect(Math.abs(Math.log(row.sd / sds[k]))).toBeLessThan(0.1);
    });
    // independent normals are too narrow here, and say so
    const narrow = await posterior.fit(inBatches());
    expect(narrow.diagnostics.trustworthy).toBe(false);
  });

  it('gives the same numbers for a seed, and goes on from any checkpoint bit for bit', async () => {
    const x = Array.from({ length: 30_000 }, () => random.normal());
    const posterior = compile(`dim obs
data x[obs]: real
data y[obs]: binary
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
observe y ~ BernoulliLogit(a + b * x)`).bind({
      x,
      y: x.map((value) => (random.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0)),
    });
    const options = inBatches({ batch: { obs: 700 }, seed: 4 });
    const texts: string[] = [];
    const onCheckpoint = (checkpoint: Checkpoint) => texts.push(stringifyExact(checkpoint));
    const whole = await byQuickClock(() => posterior.fit({ ...options, onCheckpoint }));
    expect(texts.length).toBeGreaterThan(1);
    for (const text of [texts[0], texts[texts.length >> 1], texts[texts.length - 1]]) {
      const resumed = await posterior.fit({ ...options, resume: parseExact(text) as Checkpoint });
      expect(resumed.draws('b')).toEqual(whole.draws('b'));
      expect(resumed.diagnostics.values).toEqual(whole.diagnostics.values);
    }
    const resume = parseExact(texts[0]) as Checkpoint;
    await expect(posterior.fit({ ...options, batch: { obs: 600 }, resume })).rejects.toThrow(
      'had batch {"obs":700}, not {"obs":600}',
    );
  }, 60_000);

  it.each<[FitOptions, string]>([
    [{ batch: {} }, 'batches are taken along one dimension, and 0 are named'],
    [{ batch: { obs: 1, k: 2 } }, 'along one dimension, and 2 are named'],
    [{ batch: { ob: 2 } }, 'the model has no dimension ob; did you mean obs?'],
    [{ batch: { obs: 2.5 } }, 'the size of a batch is a whole number from 1, not 2.5'],
    [{ batch: { obs: 1003 } }, 'obs has 1003 members, so a batch of 1003 leaves no second one'],
    [{ method: 'nuts' }, 'batch is a setting of vi, not of nuts'],
  ])('refuses %o', async (options, message) => {
    const refused = normal.fit(inBatches(options));
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(message);
  });
});

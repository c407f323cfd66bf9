import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approximation, Sample, Target } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
import { baseDraws } from '../../src/inference/variational/base-draws.ts';
import {
  emptyPath,
  extended,
  stationaryAverage,
} from '../../src/inference/variational/iterates.ts';
import { type VariationalState, variational } from '../../src/inference/variational/variational.ts';
import { cholesky, solveCholesky } from '../../src/linear-algebra/cholesky.ts';
import { Random } from '../../src/random/random.ts';
import {
  betaOnLogit,
  eightSchools,
  gammaOnLog,
  gaussian,
  regression,
  targetOf,
} from './targets.ts';

const approximate = (target: Target, options = {}, seed = 1): Promise<Approximation> =>
  run(variational, target, { ...variational.defaults, ...options }, Random.fromSeed(seed));

const refusal = (target: Target, options = {}): Promise<unknown> =>
  approximate(target, options).catch((error: unknown) => error);

/** Of the fitted normal. */
function moments({ normal }: Approximation): { mean: number[]; sd: number[] } {
  return { mean: [...normal!.mean], sd: [...normal!.sd] };
}

/** A precision matrix with the given scales: D⁻¹ (B Bᵀ + ridge I) D⁻¹. */
function precisionOf(b: readonly number[], scales: readonly number[], ridge: number): number[][] {
  const n = scales.length;
  return scales.map((s, i) =>
    scales.map((t, j) => {
      let sum = i === j ? ridge : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
      return sum / (s * t);
    }),
  );
}

describe('base draws', () => {
  it('have mean 0 and covariance 1 exactly, and the fourth moment of a normal closely', () => {
    const { values } = baseDraws(512, 6, Random.fromSeed(4));
    for (let i = 0; i < 6; i++) {
      let fourth = 0;
      for (let row = 0; row < 512; row++) fourth += values[row * 6 + i] ** 4 / 512;
      expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
      for (let j = 0; j <= i; j++) {
        let second = 0;
        for (let row = 0; row < 512; row++) second += values[row * 6 + i] * values[row * 6 + j];
        expect(second / 512).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  it('have variance 1 in each coordinate where there are few of them', () => {
    const { values } = baseDraws(16, 40, Random.fromSeed(4));
    for (let i = 0; i < 40; i++) {
      let second = 0;
      for (let row = 0; row < 16; row++) second += values[row * 40 + i] ** 2;
      expect(second / 16).toBeCloseTo(1, 12);
    }
  });
});

describe('mean-field approximation: normal targets, where variances are 1 / precisionᵢᵢ', () => {
  it('of correlation 0.9', async () => {
    // Standard deviation √(1 − 0.81) = 0.43588989, KL(q‖p) = −½ log(1 − 0.81) = 0.83036560.
    const d = 0.19;
    const p = [
      [1 / d, -0.9 / d],
      [-0.9 / d, 1 / d],
    ];
    const target = gaussian([3, -2], p, -Math.log(2 * Math.PI) - 0.5 * Math.log(d));
    const fit = await approximate(target, { assessmentDraws: 20000 });
    const { mean, sd } = moments(fit);
    expect(mean[0]).toBeCloseTo(3, 8);
    expect(mean[1]).toBeCloseTo(-2, 8);
    for (const s of sd) expect(s).toBeCloseTo(0.43588989, 8);
    const { elbo, elboStandardError } = fit.values;
    expect(elboStandardError).toBeLessThan(0.01);
    expect(Math.abs(elbo + 0.8303656)).toBeLessThan(4 * elboStandardError);
    // √(1 − 0.9²) = 0.436
    expect(fit.notes).toContainEqual({
      code: 'correlated',
      severity: 'warning',
      message:
        'Parameters are correlated in the posterior, and mean-field approximations treat them as independent: standard deviations are too small, that of x[1] only about 0.4 of what it should be. Means are good. Use --family full-rank or --method nuts for standard deviations.',
    });
  });

  it('trusts what is close but for its tails', async () => {
    // Beta(8, 4) on the logit scale has exponential tails: a large Pareto k, but moments that are nearly right
    const { values, notes } = await approximate(betaOnLogit(8, 4));
    expect(values.paretoK).toBeGreaterThan(0.7);
    expect(values.efficiency).toBeGreaterThan(0.8);
    expect(notes.filter((note) => note.severity === 'warning')).toEqual([]);
  });

  it('corrects the draws for correlations that are small', async () => {
    const { notes } = await approximate(
      gaussian(
        [0, 0],
        [
          [1, 0.3],
          [0.3, 1],
        ],
      ),
    );
    expect(notes.map(({ code, severity }) => [code, severity])).toEqual([
      ['settled', 'note'],
      ['corrected', 'note'],
    ]);
  });

  it('of random covariances in up to 10 dimensions with scales from 1e-3 to 1e4', async () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    const cases = fc.integer({ min: 1, max: 10 }).chain((n) =>
      fc.record({
        b: fc.array(entry, { minLength: n * n, maxLength: n * n }),
        powers: fc.array(fc.integer({ min: -3, max: 4 }), { minLength: n, maxLength: n }),
        mean: fc.array(entry, { minLength: n, maxLength: n }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ b, powers, mean }) => {
        const scales = powers.map((power) => 10 ** power);
        const centre = mean.map((m, i) => m * scales[i]);
        const precision = precisionOf(b, scales, 0.3);
        const target = gaussian(centre, precision);
        const fit = moments(await approximate(target));
        centre.forEach((m, i) => {
          const exact = 1 / Math.sqrt(precision[i][i]);
          expect(Math.abs(fit.mean[i] - m) / exact).toBeLessThan(1e-3);
          expect(fit.sd[i] / exact).toBeCloseTo(1, 3);
        });
        expect(target.gradients).toBeLessThan(5000);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it('in 60 dimensions', async () => {
    const n = 60;
    const random = Random.fromSeed(11);
    const b = Array.from({ length: n * n }, () => random.normal() / 3);
    const precision = precisionOf(b, new Array(n).fill(1), 0.1);
    const right = Float64Array.from({ length: n }, () => random.normal());
    const factor = cholesky(Float64Array.from(precision.flat()), n)!;
    const centre = Array.from(solveCholesky(factor, n, right));
    const fit = moments(await approximate(gaussian(centre, precision)));
    centre.forEach((m, i) => {
      const exact = 1 / Math.sqrt(precision[i][i]);
      expect(Math.abs(fit.mean[i] - m) / exact).toBeLessThan(1e-2);
      expect(fit.sd[i] / exact).toBeCloseTo(1, 2);
    });
  });
});

describe('mean-field approximation: more parameters than a Hessian is asked for', () => {
  it('finds scales from 1e-2 to 1e2', async () => {
    const n = 501;
    const sds = Array.from({ length: n }, (_, i) => 10 ** (4 * (i / n) - 2));
    const centres = sds.map((s, i) => s * Math.sin(i));
    const target = targetOf({
      names: sds.map((_, i) => `x[${i + 1}]`),
      density: (x, gradient) =>
        sds.reduce((sum, s, i) => {
          const z = (x[i] - centres[i]) / s;
          gradient[i] = -z / s;
          return sum - 0.5 * z * z;
        }, 0),
      hessian: () => {
        throw new Error('the Hessian of 501 coordinates was asked for');
      },
    });
    const { mean, sd } = moments(await approximate(target, { assessmentDraws: 100 }));
    sds.forEach((s, i) => {
      expect((mean[i] - centres[i]) / s).toBeCloseTo(0, 2);
      expect(sd[i] / s).toBeCloseTo(1, 3);
    });
  });
});

describe('mean-field approximation: targets that are not normal', () => {
  it.each([1, 3, 50])('Gamma of shape %i on the log scale', async (shape) => {
    // The bound a m − b exp(m + s²/2) + log s is highest at s = a^(−1/2), m = log(a / b) − 1 / (2 a).
    const { mean, sd } = moments(await approximate(gammaOnLog(shape, 200)));
    const exact = 1 / Math.sqrt(shape);
    expect(Math.abs(sd[0] / exact - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean[0] - Math.log(shape / 200) + 0.5 / shape) / exact).toBeLessThan(0.02);
  });

  // With flat priors on b and s the bound is highest at least squares for b, E[s⁻²] = (n − 1 − k) / SSE = P,
  // sd(bⱼ) = (P (XᵀX)ⱼⱼ)^(−1/2), var(log s) = v = 1 / (2 (n − 1)), mean(log s) = v − ½ log P.
  it.each([
    ['years about 4000', Array.from({ length: 62 }, (_, i) => 3952 + i), 0.02, 1],
    ['heights and incomes', Array.from({ length: 200 }, (_, i) => 58 + ((i * 37) % 20)), 1300, 2e4],
  ])('a flat-prior regression on a bad scale: %s', async (_, xs, trend, noise) => {
    const n = xs.length;
    const y = xs.map((x, i) => trend * x + noise * Math.sin(i * i));
    const centre = xs.reduce((a, x) => a + x, 0) / n;
    const meanY = y.reduce((a, b) => a + b, 0) / n;
    const sxx = xs.reduce((sum, x) => sum + (x - centre) ** 2, 0);
    const slope = xs.reduce((sum, x, i) => sum + (x - centre) * y[i], 0) / sxx;
    const sse = y.reduce((s, v, i) => s + (v - meanY - slope * (xs[i] - centre)) ** 2, 0);
    const p = (n - 3) / sse;
    const v = 1 / (2 * (n - 1));
    const sds = [1 / Math.sqrt(p * n), 1 / Math.sqrt(p * (sxx + n * centre ** 2)), Math.sqrt(v)];
    const means = [meanY - slope * centre, slope, v - 0.5 * Math.log(p)];
    const target = regression(
      xs.map((x) => [1, x]),
      y,
    );
    const fit = moments(await approximate(target));
    means.forEach((m, i) => {
      expect(Math.abs(fit.mean[i] - m) / sds[i]).toBeLessThan(0.02);
      expect(Math.abs(fit.sd[i] / sds[i] - 1)).toBeLessThan(0.02);
    });
    expect(target.gradients).toBeLessThan(3000);
  });

  it('reaches the best bound of eight schools, non-centred', async () => {
    // The best mean-field bound is −31.5976 (optimised to convergence with many draws, four digits).
    const target = eightSchools(false);
    const { values } = await approximate(target, { assessmentDraws: 50000 });
    expect(values.elboStandardError).toBeLessThan(0.01);
    expect(Math.abs(values.elbo + 31.5976)).toBeLessThan(4 * values.elboStandardError + 0.005);
    expect(target.gradients).toBeLessThan(20000);
  });

  it('stays away from the spike of eight schools, centred', async () => {
    // The log evidence, by quadrature, is −31.3113473523: no bound is above it.
    const { values, notes } = await approximate(eightSchools(true), { assessmentDraws: 5000 });
    expect(values.elbo).toBeLessThan(-31.3113473523);
    expect(values.elbo).toBeGreaterThan(-33.5);
    expect(notes.map((note) => note.code)).toContain('correlated');
  });
});

describe('mean-field approximation: what it refuses and notes', () => {
  it('a flat direction', async () => {
    expect(
      await refusal(
        gaussian(
          [1, 0],
          [
            [1, 0],
            [0, 0],
          ],
        ),
      ),
    ).toMatchObject({
      code: 'improper',
      message:
        'The spread of x[2] grows without bound, so the posterior cannot be normalised. Give each of these parameters a proper prior.',
    });
  });

  it('a density that is nowhere defined', async () => {
    const nowhere = targetOf({ names: ['a'], density: () => Number.NaN, hessian: () => [[0]] });
    expect(await refusal(nowhere)).toMatchObject({ code: 'no-start' });
  });

  it('an approximation far from the posterior', async () => {
    const d = 1 - 0.999 ** 2;
    const p = [
      [1 / d, -0.999 / d],
      [-0.999 / d, 1 / d],
    ];
    const { notes, values } = await approximate(gaussian([0, 0], p));
    // independent normals closest to a correlation of 0.999 cover √(1 − 0.999²) of each direction
    expect(values.efficiency).toBeLessThan(0.5);
    const worth = (100 * values.efficiency).toPrecision(2);
    expect(notes).toContainEqual({
      code: 'poor-approximation',
      severity: 'warning',
      message: `The approximation is far from the posterior (as a sample of the posterior the draws are worth ${worth}% of their number, Pareto k ${values.paretoK.toFixed(2)}): this result should not be trusted. Compare it with --method nuts.`,
    });
  });

  it('an early end', async () => {
    const { notes, draws } = await approximate(eightSchools(false), { maxSteps: 40 });
    expect(notes).toContainEqual({
      code: 'max-steps',
      severity: 'warning',
      message: 'The fit was stopped after 40 steps, before it settled.',
    });
    expect(draws(3, Random.fromSeed(1)).points.every(Number.isFinite)).toBe(true);
    expect(await refusal(eightSchools(false), { maxSteps: 2 })).toMatchObject({ code: 'no-fit' });
  });

  it('a density that is 0 beyond a bound', async () => {
    // N(−1, 1) cut off two standard deviations above its mean.
    const bounded = targetOf({
      names: ['x'],
      density([x], gradient) {
        gradient[0] = -x - 1;
        return x < 1 ? -0.5 * (x + 1) ** 2 : -Infinity;
      },
      hessian: () => [[-1]],
    });
    const { values, notes } = await approximate(bounded);
    expect(values.elbo).toBe(-Infinity);
    expect(values.elboStandardError).toBe(Infinity);
    expect(notes.map((note) => note.code)).toEqual(
      expect.arrayContaining(['cut-off', 'zero-density']),
    );
    expect(notes.find((note) => note.code === 'cut-off')).toMatchObject({ severity: 'warning' });
  });
});

describe('mean-field approximation: state', () => {
  it('gives identical draws when every state goes through JSON', () => {
    const target = eightSchools(false);
    const options = { ...variational.defaults, maxDraws: 128 };
    let straight = variational.init(target, options, Random.fromSeed(5));
    let stored = JSON.parse(JSON.stringify(straight)) as VariationalState;
    let steps = 0;
    for (let done = false; !done; steps++) {
      const result = variational.step(target, straight, options);
      straight = result.state;
      stored = JSON.parse(JSON.stringify(variational.step(target, stored, options).state));
      done = result.info.done;
    }
    expect(steps).toBeGreaterThan(20);
    const draws = (state: VariationalState): Sample =>
      variational
        .posterior(target, state, options, Random.fromSeed(1))
        .draws(50, Random.fromSeed(2));
    expect(draws(stored)).toEqual(draws(straight));
  });

  it('depends on the seed alone', async () => {
    const draws = async (seed: number): Promise<Sample> =>
      (await approximate(gammaOnLog(2, 3), {}, seed)).draws(20, Random.fromSeed(3));
    expect(await draws(1)).toEqual(await draws(1));
    expect(await draws(1)).not.toEqual(await draws(2));
  });

  it('works without any parameter', async () => {
    const { values, draws } = await approximate(gaussian([], [], -3.5));
    expect(values.elbo).toBe(-3.5);
    expect(draws(4, Random.fromSeed(1)).points).toHaveLength(0);
  });
});

describe('the average of iterates', () => {
  it('has the error of dependent iterates', () => {
    // x' = 0.9 x + e: the mean of n has the variance 1 / (0.1² n); groups of 40 see about three quarters of it
    const random = Random.fromSeed(5);
    const replications = 200;
    const count = 63 * 10;
    let squares = 0;
    for (let replication = 0; replication < replications; replication++) {
      let path = emptyPath(10);
      let x = random.normal() / Math.sqrt(1 - 0.9 ** 2);
      for (let k = 0; k < count; k++) {
        x = 0.9 * x + random.normal();
        path = extended(path, { count: 1, mean: [0.01 * x], squares: [0] }).path;
      }
      // small beside what halves may differ by: the window is all of the path
      const { errors } = stationaryAverage(path)!;
      squares += errors[0] ** 2 / replications;
    }
    const ratio = squares / (0.01 ** 2 / (0.1 ** 2 * count));
    expect(ratio).toBeGreaterThan(0.65);
    expect(ratio).toBeLessThan(0.95);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approximation, Sample, Target } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
import { baseDraws } from '../../src/inference/variational/base-draws.ts';
import { fullRank } from '../../src/inference/variational/full-rank.ts';
import { type VariationalState, variational } from '../../src/inference/variational/variational.ts';
import { cholesky, logDeterminant, solveCholesky } from '../../src/linear-algebra/cholesky.ts';
import { Random } from '../../src/random/random.ts';
import {
  betaOnLogit,
  eightSchools,
  gammaOnLog,
  gaussian,
  regression,
  targetOf,
} from './targets.ts';

const options = { ...variational.defaults, family: 'full-rank' as const };
const approximate = (target: Target, more = {}): Promise<Approximation> =>
  run(variational, target, { ...options, ...more }, Random.fromSeed(1));

interface Optimum {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  readonly covariance: number;
  readonly elbo: number;
}
const optima: Record<string, Record<string, Optimum>> = JSON.parse(
  readFileSync(new URL('reference/full-rank.json', import.meta.url), 'utf8'),
);

/** As in reference/full-rank.py. */
const banana = targetOf({
  names: ['a', 'b'],
  density([a, b], gradient) {
    const residual = (b - 0.5 * a - 0.3 * a * a) / 0.5;
    gradient[0] = -a + (residual * (0.5 + 0.6 * a)) / 0.5;
    gradient[1] = -residual / 0.5;
    return -0.5 * a * a - 0.5 * residual ** 2 - Math.log(0.5) - Math.log(2 * Math.PI);
  },
  hessian([a, b]) {
    const slope = 0.5 + 0.6 * a;
    const residual = b - 0.5 * a - 0.3 * a * a;
    return [
      [-1 - 4 * slope ** 2 + 4 * 0.6 * residual, 4 * slope],
      [4 * slope, -4],
    ];
  },
});
const sleep = regression(new Array(10).fill([1]), [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);

describe('full-rank approximation: normal targets are met exactly', () => {
  it('with random covariances in up to 10 dimensions and scales from 1e-3 to 1e4', async () => {
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
        const n = mean.length;
        const scales = powers.map((power) => 10 ** power);
        const precision = scales.map((s, i) =>
          scales.map((t, j) => {
            const sum = mean.reduce((all, _, k) => all + b[i * n + k] * b[j * n + k], 0);
            return (sum + (i === j ? 0.3 : 0)) / (s * t);
          }),
        );
        const centre = mean.map((m, i) => m * scales[i]);
        const target = gaussian(centre, precision);
        const { normal, values } = await approximate(target, { assessmentDraws: 500 });
        const factor = cholesky(Float64Array.from(precision.flat()), n)!;
        centre.forEach((m, i) => {
          const unit = new Float64Array(n);
          unit[i] = 1;
          const sd = Math.sqrt(solveCholesky(factor, n, unit)[i]);
          expect(Math.abs(normal!.mean[i] - m) / sd).toBeLessThan(1e-4);
          expect(normal!.sd[i] / sd).toBeCloseTo(1, 4);
        });
        const logDet = logDeterminant(factor, n);
        expect(normal!.marginal(0, n).logDeterminant + logDet).toBeCloseTo(0, 3);
        // the evidence of an unnormalised normal
        expect(values.elbo).toBeCloseTo(0.5 * n * Math.log(2 * Math.PI) - 0.5 * logDet, 4);
        expect(target.gradients).toBeLessThan(6000);
      }),
      { numRuns: 10, seed: 3 },
    );
  }, 30_000);

  it('in 60 dimensions, in few gradients', async () => {
    const n = 60;
    const random = Random.fromSeed(11);
    const b = Array.from({ length: n * n }, () => random.normal() / 3);
    const precision = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (__, j) => {
        let sum = i === j ? 0.1 : 0;
        for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
        return sum;
      }),
    );
    const target = gaussian(new Array(n).fill(0), precision);
    const { normal, values, notes } = await approximate(target);
    const factor = cholesky(Float64Array.from(precision.flat()), n)!;
    expect(normal!.marginal(0, n).logDeterminant + logDeterminant(factor, n)).toBeCloseTo(0, 4);
    expect(values.elboStandardError).toBeLessThan(1e-4);
    expect(notes.map(({ code }) => code)).toEqual(['settled']);
    expect(target.gradients).toBeLessThan(4000);
  });
});

describe('full-rank approximation: targets that are not normal', () => {
  it.each([
    ['sleep', sleep],
    ['banana', banana],
  ])('has the bound and moments that scipy finds by quadrature: %s', async (name, target) => {
    const expected = optima[name]['full-rank'];
    const { normal, values } = await approximate(target, { assessmentDraws: 100_000 });
    expect(Math.abs(values.elbo - expected.elbo)).toBeLessThan(4 * values.elboStandardError + 5e-4);
    expected.sd.forEach((sd, i) => {
      expect(Math.abs(normal!.mean[i] - expected.mean[i]) / sd).toBeLessThan(0.02);
      expect(Math.abs(normal!.sd[i] / sd - 1)).toBeLessThan(0.02);
    });
    const determinant = (expected.sd[0] * expected.sd[1]) ** 2 - expected.covariance ** 2;
    expect(Math.abs(normal!.marginal(0, 2).logDeterminant - Math.log(determinant))).toBeLessThan(
      0.04,
    );
  });

  it('the same with independent normals, on the target whose best ones are unique', async () => {
    const expected = optima.sleep['mean-field'];
    const { normal } = await approximate(sleep, { family: 'mean-field' });
    expected.sd.forEach((sd, i) => {
      expect(Math.abs(normal!.mean[i] - expected.mean[i]) / sd).toBeLessThan(0.02);
      expect(Math.abs(normal!.sd[i] / sd - 1)).toBeLessThan(0.02);
    });
  });

  it('reaches the best bound of eight schools, non-centred', async () => {
    // The best full-rank bound is −31.5365 (optimised to convergence with many draws, four digits).
    const target = eightSchools(false);
    const { values } = await approximate(target, { assessmentDraws: 50_000 });
    expect(values.elboStandardError).toBeLessThan(0.01);
    expect(Math.abs(values.elbo + 31.5365)).toBeLessThan(4 * values.elboStandardError + 0.005);
    expect(target.gradients).toBeLessThan(30_000);
  });

  it('has a gradient that finite differences confirm', () => {
    const target = eightSchools(false);
    const size = fullRank.coordinates(10);
    const centre = {
      mean: Array.from({ length: 10 }, (_, i) => Math.sin(i)),
      scale: Array.from({ length: 100 }, (_, k) => {
        const [i, j] = [Math.floor(k / 10), k % 10];
        return i === j ? 0.5 + 0.1 * i : j < i ? 0.2 * Math.cos(k) : 0;
      }),
    };
    const objective = fullRank.objective(target, { centre }, baseDraws(32, 10, Random.fromSeed(2)));
    const at = Float64Array.from({ length: size }, (_, k) => 0.3 * Math.sin(3 * k));
    const gradient = new Float64Array(size);
    objective(at, gradient);
    const unused = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      const shifted = (step: number): number =>
        objective(
          at.map((x, i) => x + (i === k ? step : 0)),
          unused,
        );
      const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
      expect(Math.abs(slope - gradient[k])).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
    }
  });
});

describe('full-rank approximation: draws', () => {
  it('are corrected to the posterior', async () => {
    // log λ of Gamma(3, 200): mean ψ(3) − log 200, variance ψ′(3); mpmath.
    const [mean, sd] = [0.9227843350984671 - Math.log(200), Math.sqrt(0.3949340668482264)];
    const { draws, notes } = await approximate(gammaOnLog(3, 200));
    expect(notes.map(({ code }) => code)).toContain('corrected');
    const count = 40_000;
    const { points: x } = draws(count, Random.fromSeed(4));
    const average = x.reduce((a, b) => a + b, 0) / count;
    const variance = x.reduce((sum, v) => sum + (v - average) ** 2, 0) / count;
    // the normal itself has its mean 0.26 of these standard deviations off
    expect(Math.abs(average - mean) / sd).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(variance) / sd - 1)).toBeLessThan(0.03);
    expect(draws(200, Random.fromSeed(4))).toEqual(draws(200, Random.fromSeed(4)));
  });

  it('are corrected by heavier tails where those of the normal are too light', async () => {
    // Beta(1, 1) on the logit scale is the logistic distribution: variance π²/3.
    const { draws, notes, values } = await approximate(betaOnLogit(1, 1));
    expect(values.paretoK).toBeGreaterThan(0.7);
    const [, k] =
      /; with heavier tails they are worth \d+% of their number, Pareto k (-?[\d.]+)\)/.exec(
        notes.map(({ message }) => message).join(),
      )!;
    expect(Number(k)).toBeLessThan(0.7);
    const count = 40_000;
    const { points: x } = draws(count, Random.fromSeed(4));
    const variance = x.reduce((sum, v) => sum + v * v, 0) / count;
    expect(Math.abs(variance / (Math.PI ** 2 / 3) - 1)).toBeLessThan(0.05);
  });
});

describe('full-rank approximation: what it refuses and notes', () => {
  it('more parameters than it is good for', async () => {
    const names = Array.from({ length: 501 }, (_, i) => `x[${i + 1}]`);
    const large = targetOf({ names, density: () => 0, hessian: () => [] });
    await expect(approximate(large)).rejects.toMatchObject({
      code: 'too-large',
      message:
        'The family full-rank takes at most 500 parameters, as its numbers grow with their square, and the model has 501. Use --family mean-field.',
    });
  });

  it('optima of like probability', async () => {
    // 0.6 N(−4, 1) + 0.4 N(4, 1)
    const mixture = targetOf({
      names: ['x'],
      density([x], gradient) {
        const a = Math.log(0.6) - 0.5 * (x + 4) ** 2;
        const b = Math.log(0.4) - 0.5 * (x - 4) ** 2;
        const top = Math.max(a, b);
        const value = top + Math.log(Math.exp(a - top) + Math.exp(b - top));
        gradient[0] = -(x + 4) * Math.exp(a - value) - (x - 4) * Math.exp(b - value);
        return value;
      },
      hessian([x]) {
        const odds = Math.exp(Math.log(0.6 / 0.4) - 8 * x);
        const w = odds / (1 + odds);
        return [[w * (1 - w) * 64 - 1]];
      },
    });
    const { normal, notes, values } = await approximate(mixture, { starts: 8 });
    expect(normal!.mean[0]).toBeCloseTo(-4, 2);
    expect(values.startSpread).toBeCloseTo(8, 1);
    const note = notes.find(({ code }) => code === 'several-optima');
    expect(note).toMatchObject({ severity: 'warning' });
    expect(note!.message).toContain('about 67% as much');
  });

  it('a flat direction', async () => {
    const flat = gaussian(
      [1, 0],
      [
        [1, 0],
        [0, 0],
      ],
    );
    await expect(approximate(flat)).rejects.toMatchObject({ code: 'improper' });
  });
});

it('gives identical draws when every state goes through JSON', () => {
  const target = eightSchools(false);
  const short = { ...options, maxDraws: 128 };
  let straight = variational.init(target, short, Random.fromSeed(5));
  let stored = JSON.parse(JSON.stringify(straight)) as VariationalState;
  for (let done = false; !done; ) {
    const result = variational.step(target, straight, short);
    straight = result.state;
    stored = JSON.parse(JSON.stringify(variational.step(target, stored, short).state));
    done = result.info.done;
  }
  const draws = (state: VariationalState): Sample =>
    variational.posterior(target, state, short, Random.fromSeed(1)).draws(50, Random.fromSeed(2));
  expect(draws(stored)).toEqual(draws(straight));
});

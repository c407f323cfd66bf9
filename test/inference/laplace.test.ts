import { describe, expect, it } from 'vitest';
import { type LaplaceState, laplace } from '../../src/inference/laplace.ts';
import type { Approximation, Sample, Target } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
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
  run(laplace, target, { ...laplace.defaults, ...options }, Random.fromSeed(seed));

async function refusal(target: Target, options = {}): Promise<{ code: string; message: string }> {
  const error: unknown = await approximate(target, options).catch((e: unknown) => e);
  expect(error).toMatchObject({ name: 'InferenceError' });
  const { code, message } = error as { code: string; message: string };
  return { code, message };
}

const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
const logNormal = (x: number, mean: number, sd: number): number =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

describe('Laplace approximation: values known in closed form', () => {
  it('is exact for the normal mean of the sleep data', async () => {
    // y ~ N(mu, 1.5), mu ~ N(0, 2): closed form, by mpmath.
    const target = targetOf({
      names: ['mu'],
      density([mu], gradient) {
        gradient[0] = sleep.reduce((sum, y) => sum + (y - mu) / 2.25, -mu / 4);
        return sleep.reduce((sum, y) => sum + logNormal(y, mu, 1.5), logNormal(mu, 0, 2));
      },
      hessian: () => [[-sleep.length / 2.25 - 0.25]],
    });
    const { values, draws, notes } = await approximate(target);
    expect(Math.abs(values.logEvidence - -18.0315832124)).toBeLessThan(1e-9);
    expect(values.newtonDecrement).toBeLessThan(1e-8);
    expect(values.paretoK).toBe(0);
    expect(notes).toEqual([]);
    // With z = 0 and z = 1 in place of random numbers the draws are the mean and one sd above it.
    const fixed = (z: number): Random =>
      ({ fillNormal: (values: Float64Array) => values.fill(z) }) as unknown as Random;
    expect(draws(1, fixed(0)).points[0]).toBeCloseTo(1.4958579882, 9);
    expect(draws(1, fixed(1)).points[0]).toBeCloseTo(1.4958579882 + 0.4615384615, 9);
  });

  // Expected values: mpmath, 30 digits; the errors of the approximation are those of the closed form.
  it.each([
    ['Beta(51, 51) on the logit scale', betaOnLogit(51, 51), -71.3989621689 - 0.00245094113, 1e-9],
    [
      'Beta(80, 80) on the logit scale',
      betaOnLogit(80, 80),
      -69.80929915633 - 42.019750927113,
      1e-9,
    ],
    [
      'Gamma(123, 201) on the log scale',
      gammaOnLog(123, 201),
      -184.894304119659 - 0.000677505282,
      1e-9,
    ],
  ])('has the known error of the log evidence for %s', async (_, target, expected, tolerance) => {
    const { values } = await approximate(target);
    expect(Math.abs(values.logEvidence - expected)).toBeLessThan(tolerance);
    expect(values.paretoK).toBeLessThan(0.5);
  });

  it('has mean, covariance and evidence of a correlated normal with scales 1e-3 and 1e4', async () => {
    // Correlation 0.9 with sds 1e-3 and 1e4: precision = inverse by hand.
    const [s, t, r] = [1e-3, 1e4, 0.9];
    const d = 1 - r * r;
    const precision = [
      [1 / (s * s * d), -r / (s * t * d)],
      [-r / (s * t * d), 1 / (t * t * d)],
    ];
    const { values, draws } = await approximate(gaussian([5, -3e4], precision));
    const exact = Math.log(2 * Math.PI) + Math.log(s * t) + 0.5 * Math.log(d);
    expect(values.logEvidence).toBeCloseTo(exact, 8);
    const count = 40000;
    const { points: x } = draws(count, Random.fromSeed(3));
    const moment = (f: (a: number, b: number) => number): number => {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += f((x[2 * k] - 5) / s, (x[2 * k + 1] + 3e4) / t);
      return sum / count;
    };
    // Five standard errors of the Monte Carlo means.
    expect(Math.abs(moment((a) => a))).toBeLessThan(0.025);
    expect(Math.abs(moment((a) => a * a) - 1)).toBeLessThan(0.036);
    expect(Math.abs(moment((_, b) => b * b) - 1)).toBeLessThan(0.036);
    expect(Math.abs(moment((a, b) => a * b) - r)).toBeLessThan(0.034);
  });
});

describe('Laplace approximation: flat-prior regressions on bad scales', () => {
  it('finds least squares with an intercept and a predictor of about 4000', async () => {
    // A trend over 62 "years"; the mode is least squares with s² = SSE / (n − 1). The centred
    // regression has the same slope and SSE and is solved here in closed form.
    const years = Array.from({ length: 62 }, (_, i) => 3952 + i);
    const y = years.map((year, i) => 9.3 + 0.02 * (year - 3982.5) + Math.sin(i * i));
    const mean = y.reduce((a, b) => a + b, 0) / 62;
    const centred = years.map((year) => year - 3982.5);
    const slope =
      centred.reduce((sum, c, i) => sum + c * y[i], 0) / centred.reduce((sum, c) => sum + c * c, 0);
    const sse = y.reduce((sum, value, i) => sum + (value - mean - slope * centred[i]) ** 2, 0);
    const target = regression(
      years.map((year) => [1, year]),
      y,
    );
    const { values, normal, notes } = await approximate(target);
    expect(values.newtonDecrement).toBeLessThan(1e-6);
    const mode = normal!.mean;
    expect(mode[1] / slope).toBeCloseTo(1, 8);
    expect(mode[0] / (mean - slope * 3982.5)).toBeCloseTo(1, 8);
    expect(mode[2]).toBeCloseTo(0.5 * Math.log(sse / 61), 8);
    // log σ: to first order its mean is 3 / 122 above its mode, √122 standard deviations to a unit
    expect(notes.map(({ code }) => code)).toEqual(['skewed', 'corrected']);
    expect(notes[0].message).toContain('lies about 0.27 standard deviations above its mode');
  });

  it('finds incomes of tens of thousands from heights in inches', async () => {
    const height = Array.from({ length: 200 }, (_, i) => 58 + ((i * 37) % 20));
    const male = height.map((h, i) => (h + 3 * (i % 5) > 74 ? 1 : 0));
    const y = height.map((h, i) => 1300 * h - 61000 + 9000 * male[i] + 2e4 * Math.sin(i * i));
    const target = regression(
      height.map((h, i) => [1, h, male[i]]),
      y,
    );
    const { normal, values } = await approximate(target);
    expect(values.newtonDecrement).toBeLessThan(1e-6);
    const b = normal!.mean;
    // The normal equations: residuals are orthogonal to each predictor.
    for (const column of [height.map(() => 1), height, male]) {
      const terms = column.map((v, i) => v * (y[i] - b[0] - b[1] * height[i] - b[2] * male[i]));
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      expect(Math.abs(terms.reduce((sum, term) => sum + term, 0)) / size).toBeLessThan(1e-8);
    }
  });
});

describe('Laplace approximation: what is not a maximum is refused', () => {
  it('a saddle', async () => {
    const saddle = gaussian(
      [0, 0],
      [
        [1, 0],
        [0, -1],
      ],
    );
    expect(await refusal(saddle, { starts: 1 })).toEqual({
      code: 'saddle',
      message:
        'The log density curves upwards along x[2] at the best point found, which is a saddle and not a maximum. Try more starting points, or --method nuts.',
    });
  });

  it('a flat direction', async () => {
    const flat = gaussian(
      [1, 1, 0],
      [
        [1, -1, 0],
        [-1, 1, 0],
        [0, 0, 1],
      ],
    );
    expect(await refusal(flat)).toEqual({
      code: 'flat-direction',
      message:
        'The log density is flat along x[1], x[2] at the best point found, so there is no single best point. Give each of these parameters a proper prior, or leave one of them out.',
    });
  });

  it('a density without bound', async () => {
    // Three effects in the centred form, whose common scale may shrink to 0.
    const centred = targetOf({
      names: ['log(tau)', 'theta[1]', 'theta[2]', 'theta[3]'],
      density(x, gradient) {
        const precision = Math.exp(-2 * x[0]);
        const squares = x[1] ** 2 + x[2] ** 2 + x[3] ** 2;
        gradient[0] = precision * squares - 3;
        for (let i = 1; i < 4; i++) gradient[i] = -precision * x[i];
        return -3 * x[0] - 0.5 * precision * squares;
      },
      hessian(x) {
        const p = Math.exp(-2 * x[0]);
        const squares = x[1] ** 2 + x[2] ** 2 + x[3] ** 2;
        return [
          [-2 * p * squares, 2 * p * x[1], 2 * p * x[2], 2 * p * x[3]],
          [2 * p * x[1], -p, 0, 0],
          [2 * p * x[2], 0, -p, 0],
          [2 * p * x[3], 0, 0, -p],
        ];
      },
    });
    expect(await refusal(centred)).toEqual({
      code: 'unbounded',
      message:
        'The log density grows without bound along log(tau) (downwards), so it has no mode. Give these parameters priors that rule this out, or try --method nuts.',
    });
  });

  it('more parameters than there is memory for their second derivatives', async () => {
    const names = Array.from({ length: 5001 }, (_, k) => `x[${k + 1}]`);
    const hessian = (): never => {
      throw new Error('not to be asked for');
    };
    expect(await refusal(targetOf({ names, density: () => 0, hessian }))).toEqual({
      code: 'too-many-parameters',
      message:
        'The Laplace approximation takes the second derivatives of all pairs of parameters, for at most 5000 unconstrained coordinates, and this model has 5001. Use --method vi.',
    });
  });

  it('the spike of eight schools, centred', async () => {
    const { code, message } = await refusal(eightSchools(true));
    expect(code).toBe('unbounded');
    expect(message).toContain('grows without bound along log(tau) (downwards)');
  });

  it('a density that levels off: separated outcomes under a flat prior', async () => {
    const separated = targetOf({
      names: ['slope'],
      density([b], gradient) {
        gradient[0] = 2 / (1 + Math.exp(b));
        return -2 * Math.log1p(Math.exp(-b));
      },
      hessian([b]) {
        const p = 1 / (1 + Math.exp(-b));
        return [[-2 * p * (1 - p)]];
      },
    });
    const { code, message } = await refusal(separated);
    expect(code).toBe('never-falls');
    expect(message).toBe(
      'The log density does not fall along slope (upwards), however far one goes, so the posterior cannot be normalised. Flat priors with perfectly separated outcomes do this: give these parameters a proper prior.',
    );
  });

  it('a density that is 0 everywhere', async () => {
    const nowhere = targetOf({
      names: ['a'],
      density: () => -Infinity,
      hessian: () => [[Number.NaN]],
    });
    expect((await refusal(nowhere)).message).toMatch(
      /^The log density is −infinity or undefined at all 104/,
    );
  });
});

describe('Laplace approximation: several modes', () => {
  // 0.6 N(−4, 1) + 0.4 N(4, 1).
  const mixture = targetOf({
    names: ['x'],
    density([x], gradient) {
      const a = Math.log(0.6) + logNormal(x, -4, 1);
      const b = Math.log(0.4) + logNormal(x, 4, 1);
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

  it('describes the one with most mass and warns of the other', async () => {
    const { normal, notes, values } = await approximate(mixture);
    expect(normal!.mean[0]).toBeCloseTo(-4, 5);
    expect(values.logEvidence).toBeCloseTo(Math.log(0.6), 5);
    expect(notes.map((note) => [note.code, note.severity])).toContainEqual([
      'several-modes',
      'warning',
    ]);
    expect(notes.find((note) => note.code === 'several-modes')?.message).toContain('67%');
  });
});

describe('Laplace approximation: state', () => {
  it('gives the same numbers for the same seed, and after JSON at every step', () => {
    const target = gammaOnLog(3, 0.01);
    const options = laplace.defaults;
    let straight = laplace.init(target, options, Random.fromSeed(9));
    let stored = JSON.parse(JSON.stringify(straight)) as LaplaceState;
    for (let done = false; !done; ) {
      const result = laplace.step(target, straight, options);
      straight = result.state;
      stored = JSON.parse(JSON.stringify(laplace.step(target, stored, options).state));
      done = result.info.done;
    }
    const draws = (state: LaplaceState): Sample =>
      laplace.posterior(target, state, options, Random.fromSeed(1)).draws(50, Random.fromSeed(2));
    expect(draws(stored)).toEqual(draws(straight));
  });

  it('works without any parameter', async () => {
    const { values, draws } = await approximate(gaussian([], [], -3.5));
    expect(values.logEvidence).toBe(-3.5);
    expect(draws(4, Random.fromSeed(1)).points).toHaveLength(0);
  });
});

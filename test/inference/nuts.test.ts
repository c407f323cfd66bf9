import { describe, expect, it, vi } from 'vitest';
import type { Approximation, Target } from '../../src/inference/method.ts';
import { denseMetric } from '../../src/inference/nuts/dense-metric.ts';
import { diagonalMetric } from '../../src/inference/nuts/diagonal-metric.ts';
import { energy } from '../../src/inference/nuts/leapfrog.ts';
import { inverseMetric } from '../../src/inference/nuts/metric.ts';
import { metricFor } from '../../src/inference/nuts/metrics.ts';
import {
  energyBfmi,
  type NutsOptions,
  type NutsState,
  nuts,
} from '../../src/inference/nuts/nuts.ts';
import { PhaseSpace } from '../../src/inference/nuts/phase-space.ts';
import { Scatter } from '../../src/inference/nuts/scatter.ts';
import { warmupSchedule } from '../../src/inference/nuts/warmup.ts';
import { run } from '../../src/inference/run.ts';
import { cholesky } from '../../src/linear-algebra/cholesky.ts';
import { geometricMean } from '../../src/linear-algebra/geometric-mean.ts';
import { symmetricEigen } from '../../src/linear-algebra/symmetric-eigen.ts';
import { Random } from '../../src/random/random.ts';
import { essBulk, essMean, rhat } from '../../src/results/convergence.ts';
import { betaOnLogit, eightSchools, gaussian, targetOf } from './targets.ts';

const sample = (
  target: Target,
  options: Partial<NutsOptions> = {},
  seed = 1,
): Promise<Approximation> =>
  run(nuts, target, { ...nuts.defaults, ...options }, Random.fromSeed(seed));

/** The chains of a function of the point. */
function chainsOf(
  { draws, chains }: Approximation,
  dimension: number,
  of: (point: Float64Array) => number,
): Float64Array[] {
  const { points: all } = draws(0, Random.fromSeed(0));
  const count = all.length / dimension;
  const values = Float64Array.from({ length: count }, (_, k) =>
    of(all.subarray(k * dimension, (k + 1) * dimension)),
  );
  const length = count / chains!;
  return Array.from({ length: chains! }, (_, c) => values.subarray(c * length, (c + 1) * length));
}

/** The mean lies within four of its own standard errors, and the chains agree. */
function expectMean(chains: readonly Float64Array[], expected: number, sd: number): void {
  const all = chains.flatMap((chain) => [...chain]);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  expect(Math.abs(mean - expected)).toBeLessThan((4 * sd) / Math.sqrt(essMean(chains)));
  expect(rhat(chains)).toBeLessThan(1.01);
}

/**
 * The covariance Q D Q with eigenvalues spread evenly by their logarithm up to the condition number, and its
 * inverse. Q = I − 2 u uᵀ / uᵀu, a reflection, so that the coordinates are correlated.
 */
function correlated(dimension: number, condition: number) {
  const u = Array.from({ length: dimension }, (_, i) => Math.sin(1 + 3 * i));
  const norm = u.reduce((sum, x) => sum + x * x, 0);
  const q = u.map((a, i) => u.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / norm));
  const matrix = (power: number): number[][] =>
    q.map((row, i) =>
      q.map((_, j) =>
        row.reduce(
          (sum, _, k) => sum + q[i][k] * condition ** ((power * k) / (dimension - 1)) * q[j][k],
          0,
        ),
      ),
    );
  return { covariance: matrix(1), precision: matrix(-1) };
}

describe('the warm-up schedule', () => {
  it('is that of Stan, with windows in the first interval too', () => {
    // Stan reference manual: windows of 25, 50, 100, … after 75, the last stretched to end 50 before the end
    expect(warmupSchedule(1000)).toEqual({
      from: 0,
      to: 950,
      windowEnds: [10, 25, 50, 100, 150, 250, 450, 950],
    });
    // windows end where Stan's do (windowed_adaptation.hpp), which stretches the last one
    for (const [iterations, ...ends] of [
      [300, 100, 150, 250],
      [500, 100, 150, 250, 450],
      [600, 100, 150, 250, 550],
      [720, 100, 150, 250, 670],
      [2000, 100, 150, 250, 450, 850, 1950],
    ])
      expect(warmupSchedule(iterations).windowEnds).toEqual([10, 25, 50, ...ends]);
    expect(warmupSchedule(150)).toEqual({ from: 0, to: 100, windowEnds: [10, 25, 50, 100] });
    expect(warmupSchedule(100)).toEqual({ from: 15, to: 90, windowEnds: [90] });
    expect(warmupSchedule(10)).toEqual({ from: 10, to: 10, windowEnds: [] });
  });
});

describe('metrics', () => {
  /** The condition number of the covariance after the scaling that the metric stands for: 1 where it fits. */
  function misfit(inverse: readonly number[], covariance: Float64Array, size: number): number {
    const mean = geometricMean(covariance, Float64Array.from(inverse), size)!;
    const { values } = symmetricEigen(mean, size);
    return (values[size - 1] / values[0]) ** 2;
  }

  it('know the scales of a normal distribution from few points and the gradients there', () => {
    const [size, count] = [8, 40];
    const { covariance, precision } = correlated(size, 100);
    const random = Random.fromSeed(2);
    const factor = cholesky(Float64Array.from(covariance.flat()), size)!;
    const [points, gradients] = [0, 1].map(() => new Scatter(denseMetric, size));
    const [alone, slopes] = [0, 1].map(() => new Scatter(diagonalMetric, size));
    const scales = Array.from({ length: size }, (_, k) => 10 ** (k - 4));
    for (let k = 0; k < count; k++) {
      const z = Float64Array.from({ length: size }, () => random.normal());
      const x = z.map((_, i) => z.reduce((sum, value, j) => sum + factor[i * size + j] * value, 0));
      points.add(x);
      gradients.add(
        x.map((_, i) => -x.reduce((sum, value, j) => sum + precision[i][j] * value, 0)),
      );
      alone.add(z.map((value, i) => scales[i] * value));
      slopes.add(z.map((value, i) => -value / scales[i]));
    }
    // independent coordinates: exactly
    diagonalMetric.balance(alone, slopes).forEach((variance, k) => {
      expect(variance / scales[k] ** 2).toBeCloseTo(1, 10);
    });
    const truth = Float64Array.from(covariance.flat());
    const [byBoth, byPoints] = [
      denseMetric.balance(points, gradients),
      denseMetric.covariance(points),
    ];
    expect(misfit(byBoth, truth, size)).toBeLessThan(2);
    expect(misfit(byPoints, truth, size)).toBeGreaterThan(3);
    expect(inverseMetric(denseMetric, points, gradients)).toEqual(byBoth);
    while (points.count < 20 * size) {
      const x = Float64Array.from({ length: size }, () => random.normal());
      points.add(x);
      gradients.add(x);
    }
    expect(inverseMetric(denseMetric, points, gradients)).toEqual(denseMetric.covariance(points));
  });

  it.each([diagonalMetric, denseMetric])(
    'have a scale where a chain stood still: $summary',
    (kind) => {
      const stuck = new Scatter(kind, 2);
      for (let k = 0; k < 10; k++) stuck.add(Float64Array.of(3, 4));
      const expected = kind.unit(2).map((entry) => 1e-3 * entry);
      expect(kind.covariance(stuck)).toEqual(expected);
      expect(kind.balance(stuck, stuck)).toEqual(expected);
    },
  );

  it('are chosen by the number of coordinates', () => {
    expect(metricFor('auto', 20)).toBe(denseMetric);
    expect(metricFor('auto', 21)).toBe(diagonalMetric);
    expect(metricFor('diagonal', 2)).toBe(diagonalMetric);
  });
});

describe('the space of points', () => {
  it('keeps all vectors, and the views of points, when it grows', () => {
    const space = new PhaseSpace(3, 1);
    const first = space.addPoint();
    first.positionView.set([1, 2, 3]);
    first.gradientView.set([4, 5, 6]);
    const sum = space.addVector();
    const second = space.addPoint();
    space.vectors[second.position] = 7;
    space.vectors[first.position + 1] = 8;
    expect([...first.positionView, ...first.gradientView]).toEqual([1, 8, 3, 4, 5, 6]);
    expect([...second.positionView]).toEqual([7, 0, 0]);
    const starts = [first, second].flatMap(({ position, momentum, velocity, gradient }) => [
      position,
      momentum,
      velocity,
      gradient,
    ]);
    expect(new Set([...starts, sum]).size).toBe(9);
  });
});

describe('NUTS', () => {
  it('counts an energy beyond all numbers as +∞, also where it is a difference of two such', () => {
    const space = new PhaseSpace(2, 1);
    const point = { ...space.addPoint(), logDensity: 0 };
    space.vectors.fill(1e308, point.momentum, point.momentum + 2);
    for (const inverse of [
      [4, -3, -3, 4],
      [4, 0, 0, 4],
    ]) {
      denseMetric.prepare(inverse, 2).arrive(space.vectors, point, 1);
      expect(energy(point)).toBe(Infinity);
    }
  });

  it('treats a region where the density and its gradient are undefined as one of density 0', async () => {
    // a half-normal, as a covariance that stops being positive definite beyond 0 would leave it
    const target = targetOf({
      names: ['x'],
      density(x, gradient) {
        gradient[0] = x[0] > 0 ? -x[0] : Number.NaN;
        return x[0] > 0 ? -0.5 * x[0] ** 2 : Number.NaN;
      },
      hessian: () => [[-1]],
    });
    const chains = chainsOf(await sample(target), 1, (x) => x[0]);
    expectMean(chains, Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI));
  });

  it('draws from a correlated normal of very different scales', async () => {
    // precision of sd 1 and 100 with correlation 0.9
    const r = 0.9;
    const p = 1 / (1 - r * r);
    const target = gaussian(
      [3, -500],
      [
        [p, (-r * p) / 100],
        [(-r * p) / 100, p / 1e4],
      ],
    );
    const result = await sample(target);
    expectMean(
      chainsOf(result, 2, (x) => x[0]),
      3,
      1,
    );
    expectMean(
      chainsOf(result, 2, (x) => x[1]),
      -500,
      100,
    );
    // E (x − μ)² = σ², with variance 2 σ⁴
    expectMean(
      chainsOf(result, 2, (x) => (x[0] - 3) ** 2),
      1,
      Math.SQRT2,
    );
    expectMean(
      chainsOf(result, 2, (x) => ((x[1] + 500) / 100) ** 2),
      1,
      Math.SQRT2,
    );
    expectMean(
      chainsOf(result, 2, (x) => ((x[0] - 3) * (x[1] + 500)) / 100),
      r,
      Math.sqrt(1 + r * r),
    );
    expect(result.values.divergences).toBe(0);
    expect(result.notes).toEqual([]);
  });

  it('learns correlations with the dense metric, and needs far fewer gradients for it', async () => {
    const { covariance, precision } = correlated(20, 1e4);
    const target = gaussian(
      covariance.map((_, i) => i),
      precision,
    );
    const options = { chains: 2, warmup: 500, draws: 500 };
    const diagonal = await sample(target, { ...options, metric: 'diagonal' });
    const dense = await sample(target, { ...options, metric: 'dense' });
    expect(dense.values.gradients).toBeLessThan(diagonal.values.gradients / 5);
    for (const [i, j] of [
      [0, 0],
      [7, 7],
      [19, 19],
      [0, 1],
      [3, 12],
    ]) {
      const [a, b, c] = [covariance[i][i], covariance[j][j], covariance[i][j]];
      expectMean(
        chainsOf(dense, 20, (x) => x[i]),
        i,
        Math.sqrt(a),
      );
      // Isserlis: the variance of a product of two centred normals is σᵢᵢ σⱼⱼ + σᵢⱼ²
      expectMean(
        chainsOf(dense, 20, (x) => (x[i] - i) * (x[j] - j)),
        c,
        Math.sqrt(a * b + c * c),
      );
    }
    expect(dense.values.divergences).toBe(0);
  }, 60_000);

  it('refuses the dense metric for too many coordinates', async () => {
    const n = 1001;
    const target = {
      ...gaussian([0], [[1]]),
      dimension: n,
      logDensityGradient: (x: Float64Array, gradient: Float64Array) => {
        gradient.set(x.map((value) => -value));
        return -0.5 * x.reduce((sum, value) => sum + value * value, 0);
      },
    };
    await expect(sample(target, { metric: 'dense' })).rejects.toThrow(
      'The dense metric is for at most 1000 unconstrained coordinates, and this model has 1001: leave the metric out.',
    );
  });

  it('draws from a Beta distribution on the logit scale', async () => {
    const [a, b] = [3, 9];
    const chains = chainsOf(await sample(betaOnLogit(a, b)), 1, ([x]) => 1 / (1 + Math.exp(-x)));
    // mean a / (a + b), variance ab / ((a + b)² (a + b + 1))
    expectMean(chains, a / (a + b), Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1))));
    expect(essBulk(chains)).toBeGreaterThan(1000);
  });

  it('warns of the funnel of a centred hierarchy', async () => {
    const { values, notes } = await sample(eightSchools(true));
    expect(values.divergences).toBeGreaterThan(0);
    expect(notes.map((note) => note.code)).toContain('divergences');
    expect(notes[0].message).toMatch(
      /^\d+ of 4000 transitions diverged: .* Try smaller steps \(--target-acceptance 0\.95\)/,
    );
  });

  it('takes smaller steps for a higher target acceptance', async () => {
    const target = gaussian(
      [0, 0],
      [
        [1, 0.5],
        [0.5, 1],
      ],
    );
    const options = { warmup: 300, draws: 300 };
    const [usual, high] = [
      await sample(target, options),
      await sample(target, { ...options, targetAcceptance: 0.95 }),
    ];
    const acceptance = ({ draws }: Approximation): number => {
      const all = draws(0, Random.fromSeed(0)).statistics!.acceptance;
      return all.reduce((sum, x) => sum + x, 0) / all.length;
    };
    expect(acceptance(high)).toBeGreaterThan(acceptance(usual));
    expect(high.values.stepSize).toBeLessThan(0.8 * usual.values.stepSize);
  });

  it('says when trees were cut off', async () => {
    const { values, notes } = await sample(
      gaussian(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
      {
        maxDepth: 1,
        draws: 50,
      },
    );
    expect(values.treeDepthReached).toBe(200);
    expect(notes.map((note) => [note.code, note.severity])).toContainEqual(['tree-depth', 'note']);
  });

  it.each(['diagonal', 'dense'])(
    'gives the same numbers for the same seed, also continued from JSON, with a %s metric',
    async (metric) => {
      const target = eightSchools(false);
      const options = { ...nuts.defaults, chains: 2, warmup: 60, draws: 20, metric };
      const whole = (await run(nuts, target, options, Random.fromSeed(7))).draws(
        0,
        Random.fromSeed(0),
      );
      // as if time were up after each transition
      let time = 0;
      vi.spyOn(performance, 'now').mockImplementation(() => {
        time += 1000;
        return time;
      });
      let state: NutsState = nuts.init(target, options, Random.fromSeed(7).stream(0));
      for (let done = false; !done; ) {
        const result = nuts.step(target, state, options);
        state = JSON.parse(JSON.stringify(result.state));
        done = result.info.done;
      }
      vi.restoreAllMocks();
      const pieces = nuts.posterior(target, state, options, Random.fromSeed(0));
      expect(pieces.draws(0, Random.fromSeed(0))).toEqual(whole);
      const other = await run(nuts, target, options, Random.fromSeed(8));
      expect(other.draws(0, Random.fromSeed(0))).not.toEqual(whole);
    },
  );

  it('refuses a density that is nowhere defined', async () => {
    const nowhere = targetOf({ names: ['x'], density: () => Number.NaN, hessian: () => [[0]] });
    await expect(sample(nowhere)).rejects.toMatchObject({ code: 'no-start' });
  });

  it('refuses a density that is flat', async () => {
    const flat = targetOf({
      names: ['x'],
      density(_, gradient) {
        gradient[0] = 0;
        return 0;
      },
      hessian: () => [[0]],
    });
    await expect(sample(flat)).rejects.toMatchObject({
      code: 'improper',
      message:
        'The log density does not fall however far one goes, so the posterior cannot be normalised. Give each parameter a proper prior, or data that bear on it.',
    });
  });

  it('never leaves the support', async () => {
    // standard exponential on x > 0, written without a transform: mean 1, sd 1
    const halfLine = targetOf({
      names: ['x'],
      density([x], gradient) {
        gradient[0] = -1;
        return x > 0 ? -x : Number.NEGATIVE_INFINITY;
      },
      hessian: () => [[0]],
    });
    const chains = chainsOf(await sample(halfLine), 1, ([x]) => x);
    expect(chains.every((chain) => chain.every((x) => x > 0))).toBe(true);
  });
});

describe('E-BFMI', () => {
  it('is the mean squared change over the variance', () => {
    // by hand: squared changes 1, 4, 1; squared deviations from 2: 4, 1, 1, 4
    expect(energyBfmi([0, 1, 3, 4])).toBeCloseTo((1 + 4 + 1) / 10, 12);
    expect(energyBfmi([1])).toBeNaN();
  });
});

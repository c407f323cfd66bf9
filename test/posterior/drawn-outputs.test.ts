import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { Random } from '../../src/random/random.ts';

/** Draws of outputs at a point of a model's unconstrained space. */
function drawsOf(text: string, data: Record<string, unknown>, point: number[], names: string[]) {
  const { generated } = compile(text).bind(data);
  const random = Random.fromSeed(1);
  return (k: number): Record<string, number[]> => {
    const values = generated.evaluate(names, Float64Array.from(point), random.stream(k));
    return Object.fromEntries(names.map((name) => [name, Array.from(values[name])]));
  };
}

describe('random outputs that build on each other', () => {
  const text = `
    dim time = 4   dim chain = 2
    param phi ~ Normal(0, 1)
    output x[c in chain, t in time] ~
      if t == 1 then Normal(10 * c, 0.001) else Normal(phi * x[c, t - 1] + 1, 0.001)
    output z = x[1, 4] - x[1, 3]
    output y[t in time] ~ Normal(x[2, t], 0.001)`;

  it('draw elements in order: each from the ones before', () => {
    const { x, z, y } = drawsOf(text, {}, [0.5], ['x', 'z', 'y'])(0);
    // x₁ = 10 c, xₜ = xₜ₋₁ / 2 + 1, with errors of at most a few thousandths
    const expected = [10, 6, 4, 3, 20, 11, 6.5, 4.25];
    expected.forEach((value, k) => {
      expect(Math.abs(x[k] - value)).toBeLessThan(0.01);
    });
    expect(z[0]).toBe(x[3] - x[2]);
    y.forEach((value, t) => {
      expect(Math.abs(value - x[4 + t])).toBeLessThan(0.006);
    });
  });

  it('have the joint distribution of the process', () => {
    const walk = `
      dim time = 3
      param s ~ Normal(0, 1)
      output w[t in time] ~ if t > 1 then Normal(w[t - 1], 1) else Normal(0, 1)`;
    const draw = drawsOf(walk, {}, [0], ['w']);
    const n = 20_000;
    const sums = [0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const { w } = draw(k);
      sums[0] += w[0] ** 2;
      sums[1] += w[1] ** 2;
      sums[2] += w[2] ** 2;
      sums[3] += w[0] * w[2];
    }
    // a random walk: variances 1, 2, 3, covariance 1 of the first and the third; standard errors
    // √(2 v² / n) and √((v₁ v₃ + c²) / n), here at five of them
    [1, 2, 3].forEach((variance, t) => {
      expect(Math.abs(sums[t] / n - variance)).toBeLessThan(5 * Math.sqrt((2 * variance ** 2) / n));
    });
    expect(Math.abs(sums[3] / n - 1)).toBeLessThan(5 * Math.sqrt(4 / n));
  });

  it('draw counts that depend on earlier counts', () => {
    const left = `
      dim time = 5
      param s ~ Normal(0, 1)
      output n[t in time] ~ if t == 1 then Binomial(100, 0.5) else Binomial(n[t - 1], 0.5)`;
    const draw = drawsOf(left, {}, [0], ['n']);
    for (let k = 0; k < 50; k++) {
      const { n } = draw(k);
      for (let t = 1; t < 5; t++) expect(n[t]).toBeLessThanOrEqual(n[t - 1]);
      expect(n[0]).toBeGreaterThan(20);
    }
  });

  it('draw whole vectors in order', () => {
    const walk = `
      dim time = 3   dim k = 2
      data V[k, k]: real
      param a ~ Normal(0, 1)
      output x[t in time, k] ~ if t == 1 then MultiNormal([1, -1], cov = V) else MultiNormal(a * x[t - 1, :], cov = V)`;
    const V = [
      [2, 0.5],
      [0.5, 1],
    ];
    const draw = drawsOf(walk, { V }, [0.5], ['x']);
    const n = 6000;
    const xs = Array.from({ length: n }, (_, k) => draw(k).x);
    const mean = (f: (x: number[]) => number): number => xs.reduce((sum, x) => sum + f(x), 0) / n;
    // means (1, -1) / 2ᵗ; Var x₃ = (1 + 1/4 + 1/16) V, Cov(x₁, x₃) = V / 4
    const [m1, m3] = [
      [1, -1],
      [0.25, -0.25],
    ];
    for (const i of [0, 1]) {
      const sd = Math.sqrt((1.3125 * V[i][i]) / n);
      expect(Math.abs(mean((x) => x[4 + i]) - m3[i])).toBeLessThan(5 * sd);
      for (const j of [0, 1]) {
        const spread = Math.sqrt((V[i][i] * V[j][j] + V[i][j] ** 2) / n);
        const last = mean((x) => (x[4 + i] - m3[i]) * (x[4 + j] - m3[j]));
        expect(Math.abs(last - 1.3125 * V[i][j])).toBeLessThan(5 * 1.3125 * spread);
        const lagged = mean((x) => (x[i] - m1[i]) * (x[4 + j] - m3[j]));
        const error = Math.sqrt((V[i][i] * 1.3125 * V[j][j] + (V[i][j] / 4) ** 2) / n);
        expect(Math.abs(lagged - V[i][j] / 4)).toBeLessThan(5 * error);
      }
    }
  });
});

describe('random outputs of a declared type', () => {
  it('are drawn from the distribution within it', () => {
    const text = `
      dim i = 2
      param m ~ Normal(0, 1)
      output y[i]: real(lower = [0, 2]) ~ Normal(-1, 1)
      output n: int(lower = 1) ~ Poisson(0.5)
      output free: real ~ Normal(m, 1)`;
    const draw = drawsOf(text, {}, [0], ['y', 'n']);
    const runs = Array.from({ length: 4000 }, (_, k) => draw(k));
    const mean = (f: (run: (typeof runs)[0]) => number): number =>
      runs.reduce((sum, run) => sum + f(run), 0) / runs.length;
    // scipy: truncnorm.mean(1, inf, -1), truncnorm.mean(3, inf, -1), 0.5 / (1 − e^−0.5), and their sds
    const expected = [
      [(run: (typeof runs)[0]) => run.y[0], 0.5251352761609811, 0.4462],
      [(run: (typeof runs)[0]) => run.y[1], 2.28309865493044, 0.2656],
      [(run: (typeof runs)[0]) => run.n[0], 1.2707470412683992, 0.5397],
    ] as const;
    for (const [value, exact, sd] of expected) {
      expect(Math.abs(mean(value) - exact)).toBeLessThan((5 * sd) / Math.sqrt(runs.length));
    }
    expect(runs.every(({ y, n }) => y[0] > 0 && y[1] > 2 && n[0] >= 1)).toBe(true);
  });

  it('walk over the members of a dimension', () => {
    const text = `
      dim time = 30   dim state = 3
      data step[state, state]: unit
      param m ~ Normal(0, 1)
      output s[t in time]: state ~ if t == 1 then Categorical([0, 1, 0]) else Categorical(step[s[t - 1], :])
      output z[t in time] ~ Normal(10 * s[t], 0.01)`;
    const step = [
      [0, 1, 0],
      [0.5, 0, 0.5],
      [0, 1, 0],
    ];
    const { s, z } = drawsOf(text, { step }, [0], ['s', 'z'])(1);
    s.forEach((state, t) => {
      if (t % 2 === 0) expect(state).toBe(2);
      else expect([1, 3]).toContain(state);
      expect(Math.abs(z[t] - 10 * state)).toBeLessThan(0.1);
    });
    expect(new Set(s).size).toBe(3);
  });
});

it('draws parameters that are whole vectors in order from their priors', async () => {
  const model = compile(`
    dim time = 4   dim k = 2
    param x[t in time, k] ~ if t == 1 then Dirichlet([3, 7]) else Dirichlet(1e8 * x[t - 1, :])
    output last = x[4, 1]`);
  const prior = await model.simulate({}, { draws: 20, seed: 2 });
  const runs = prior.draws('x') as number[][][];
  expect(runs).toHaveLength(20);
  expect(new Set(runs.map(([first]) => first[0])).size).toBe(20);
  for (const run of runs) {
    // each step leaves the probabilities of the one before within about 1e-4
    for (let t = 1; t < 4; t++) expect(Math.abs(run[t][0] - run[t - 1][0])).toBeLessThan(3e-4);
    expect(run[3]).not.toEqual(run[2]);
  }
});

describe('computed outputs that the rest of the model uses', () => {
  const text = `
    dim time = 3
    data y[time]: real
    param m ~ Normal(0, 1)
    output twice = 2 * m
    param s ~ HalfNormal(exp(twice))
    output level[t in time] = if t == 1 then twice else level[t - 1] + s
    let middle = level[2]
    observe y ~ Normal(level, 1)
    factor -square(middle - 1)
    output end ~ Normal(level[3], 0.001)`;
  const y = [0.3, 1.1, 2];

  it('are to it what a let is', () => {
    const posterior = compile(text).bind({ y });
    const same = compile(
      text.replace('output twice', 'let twice').replace('output level', 'let level'),
    );
    const [point, gradient, expected] = [
      [0.2, -0.4],
      [0, 0],
      [0, 0],
    ].map((x) => Float64Array.from(x));
    const density = same.bind({ y }).logDensityGradient(point, expected);
    expect(posterior.logDensityGradient(point, gradient)).toBe(density);
    expect(gradient).toEqual(expected);
  });

  it('are reported', async () => {
    const fit = await compile(text).bind({ y }).fit({ method: 'laplace', draws: 50 });
    expect(fit.summary().map(({ key }) => key)).toEqual([
      'm',
      's',
      'twice',
      'level[1]',
      'level[2]',
      'level[3]',
      'end',
    ]);
    const m = fit.draws('m').map(Number);
    expect(fit.draws('twice').map(Number)).toEqual(m.map((value) => 2 * value));
    const drawn = await compile(text).simulate({ y }, { draws: 5 });
    expect(drawn.draws('twice').map(Number)).toEqual(
      drawn.draws('m').map((value) => 2 * Number(value)),
    );
  });

  it('that look back at the states of a chain are not among them', () => {
    const chain = `
      dim t dim k = 2
      data y[t]: real
      param m[k]: ordered ~ Normal(0, 1)
      observe y ~ hidden_markov([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]], Normal(m, 1))
      output first = state_probability(y)[1, 1]
      observe y[1] ~ Normal(first, 1)`;
    expect(() => compile(chain)).toThrow('cannot depend on a random output');
  });
});

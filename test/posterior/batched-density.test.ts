/** The average of the estimates from the batches of an epoch is the whole log density and its gradient. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { Random } from '../../src/random/random.ts';

const random = Random.fromSeed(11);
const n = 10;
const numbers = (count: number): number[] => Array.from({ length: count }, () => random.normal());
const x = numbers(n);
const y = numbers(n);
const X = Array.from({ length: n }, () => numbers(3));
const counts = Array.from({ length: n }, () => random.poisson(3));
const group = [1, 2, 3, 1, 2, 3, 1, 1, 2, 2];

interface Case {
  readonly model: string;
  readonly data: Record<string, unknown>;
}

const cases: Record<string, Case> = {
  'a regression whose predictor is standardised with all members': {
    model: `dim obs
      data x[obs]: real
      data y[obs]: real
      param a ~ Normal(0, 2)
      param b ~ Normal(0, 2)
      param s ~ HalfNormal(1)
      let z = (x - mean(x)) / sd(x)
      let m = a + b * z
      observe y ~ Normal(m, s / sqrt(size(obs)))`,
    data: { x, y },
  },
  'a hierarchy over another dimension': {
    model: `dim home
      dim county
      data county[home]: county
      data x[home]: real
      data y[home]: real
      data u[county]: real
      param g ~ Normal(0, 1)
      param tau ~ HalfNormal(1)
      param alpha[c in county] ~ Normal(g * u[c], tau)
      param beta ~ Normal(0, 1)
      param s ~ HalfNormal(1)
      let m[i in home] = alpha[county[i]] + beta * x[i]
      observe y[i in home] ~ Normal(m[i], s)`,
    data: { county: group, x, y, u: [0.3, -0.2, 0.5] },
  },
  'a matrix product, and a statement that does not run along the dimension': {
    model: `dim obs
      dim k
      data X[obs, k]: real
      data counts[obs]: count
      data z: real
      param beta[k] ~ Normal(0, 1)
      observe counts ~ Poisson(exp(X @ beta / 3))
      observe z ~ Normal(sum(beta), 1)`,
    data: { X, counts, z: 0.7 },
  },
  'a condition, cells that are missing, and factors': {
    model: `dim obs
      data x[obs]: real
      data y[obs]: real?
      param a ~ Normal(0, 1)
      param s ~ HalfNormal(1)
      observe y ~ Normal(a + x, s) where x > -0.5
      factor -a^2 / size(obs)
      factor sum[i in obs](logpdf(StudentT(4, a, s), x[i]))`,
    data: { x, y: y.map((value, i) => (i % 4 === 1 ? null : value)) },
  },
  'vectors, one a member': {
    model: `dim obs
      dim k
      data X[obs, k]: real
      param m[k] ~ Normal(0, 1)
      param L[k, k]: cholesky_corr ~ LKJCholesky(2)
      observe X ~ MultiNormal(m, chol = L)`,
    data: { X },
  },
  'a mixture, and an axis before the dimension': {
    model: `dim time
      dim obs
      data Y[time, obs]: real
      data w[obs]: positive
      param m[time] ~ Normal(0, 1)
      param p ~ Beta(2, 2)
      observe Y[t in time, i in obs] ~ mixture([p, 1 - p], [Normal(m[t], w[i]), Normal(0, 3)])`,
    data: { Y: [x, y], w: x.map((value) => 1 + Math.abs(value)) },
  },
  'ranges whose ends depend on members, and a choice between parameters': {
    model: `dim obs
      dim k
      data last[obs]: k
      data X[obs, k]: real
      data y[obs]: real
      param b[k] ~ Normal(0, 1)
      param s ~ HalfNormal(1)
      let m[i in obs] = sum[j in 1..last[i]](b[j] * X[i, j])
      observe y[i in obs] ~ Normal(if X[i, 1] > 0 then m[i] else -m[i], s)`,
    data: { last: group, X, y },
  },
  'a recurrence along another dimension': {
    model: `dim time
      dim obs
      data Y[time, obs]: real
      data x[obs]: real
      param phi ~ Normal(0, 1)
      param s ~ HalfNormal(1)
      let e[t in time, i in obs] = if t == 1 then x[i] * phi else phi * e[t - 1, i] + x[i]
      observe Y ~ Normal(e, s)`,
    data: { Y: [x, y, y.map((value, i) => value + x[i])], x },
  },
};

describe.each(Object.entries(cases))('%s', (_, { model, data }) => {
  const posterior = compile(model).bind(data);
  const size = posterior.dimension;
  const point = Float64Array.from({ length: size }, (_, i) => 0.3 * Math.sin(i + 1));
  const whole = new Float64Array(size);
  const value = posterior.logDensityGradient(point, whole);

  it.each([1, 3, 5, 9])('in batches of %i', (members) => {
    for (const engine of [wasmEngine, referenceEngine]) {
      const [dimension] = Object.keys(
        Object.fromEntries([...posterior.bound.dimensions].filter(([, d]) => d.size === n)),
      );
      const batches = posterior.batches(engine, { [dimension]: members });
      expect(batches.count).toBe(Math.ceil(n / members));
      for (const epoch of [0, 1]) {
        const order = batches.order(epoch, Random.fromSeed(5));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, k) => k));
        const average = new Float64Array(size);
        let total = 0;
        for (let batch = 0; batch < batches.count; batch++) {
          const gradient = new Float64Array(size);
          const share = batches.weight(batch) / batches.count;
          total += share * batches.target(order, batch).logDensityGradient(point, gradient);
          for (let i = 0; i < size; i++) average[i] += share * gradient[i];
        }
        expect(Math.abs(total - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-12);
        for (let i = 0; i < size; i++)
          expect(Math.abs(average[i] - whole[i]) / Math.max(1, Math.abs(whole[i]))).toBeLessThan(
            1e-12,
          );
      }
      batches.dispose();
    }
  });
});

it('a sum that repeats its terms along another dimension is no sum over members alone', () => {
  const model = `dim obs
    dim part = 3
    data x[obs]: real
    param a ~ Normal(0, 1)
    factor sum[i in obs, k in part](-(x[i] - a)^2)`;
  const posterior = compile(model).bind({ x });
  expect(() => posterior.batches(wasmEngine, { obs: 2 })).toThrow(
    '`sum` depends on parameters and on other members of `obs`',
  );
});

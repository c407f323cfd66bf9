import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';

/** The log joint density at the unconstrained point 0.1, 0.2, 0.3, … */
function logDensityAt(text: string, data: Record<string, unknown>): number {
  const posterior = compile(text, { fileName: 'test.bayes' }).bind(data);
  const point = Float64Array.from({ length: posterior.dimension }, (_, i) => 0.1 * (i + 1));
  return posterior.logDensityGradient(point, new Float64Array(posterior.dimension));
}

// Expected values: the same densities written with numpy and scipy.stats (SciPy 1.x, float64).
describe('what a checked model means, against scipy', () => {
  it('index variables, gathers, functions, reductions and lists', () => {
    const text = `
      dim obs   dim g = 2
      data y[obs]: real
      data w[g]: real
      data ix[obs]: g
      param a[g] ~ Normal(0, 1)
      param b[obs] ~ Normal(w[ix], 1)
      fun f(v) = sum(v * v)
      fun pick(v, i) = v[i]
      fun kernel(u, v) = exp(-abs(u - v))
      let m = f(a) + pick(a, 2) + pick(w, ix)
      let D[i in obs, j in obs] = kernel(y[i], y[j])
      let nested[i in obs] = sum[j in obs](sum[k in g](a[k] * D[i, j]))
      let q[i in obs] = max[j in obs](if i == j then 0 else D[i, j])
      let z = sum[i in g](a[i] * [1, 2][1])
      let c = if y > 0 then a[ix] else [1.5, 2.5][1]
      observe y ~ Normal(m + b + nested + q + c, 1 + exp(z))`;
    const data = { y: [0.5, -1, 2], w: [0.1, 0.2], ix: [1, 2, 1] };
    expect(logDensityAt(text, data)).toBeCloseTo(-11.568379234338941, 11);
  });

  it('categories, products under index variables, bounds, truncation and broadcast heads', () => {
    const text = `
      dim ex   dim digit = 0 .. 2   dim p   dim k = 2
      data label[ex]: digit
      data X[ex, p]: real
      data y[ex]: real
      data M[k, digit]: real = [[1, 2, 3], [4, 5, 6]]
      data lo: real
      param beta[p] ~ Normal([1, 2], 2)
      param lg[digit, ex] ~ Normal(0, 1)
      param u: real(lower = lo) ~ Exponential(2)
      param v: unit ~ Normal(0, u)
      param un ~ Uniform(-1, u)
      let mu[i in ex] = X[i, :] @ beta + sum[j in ex](1) + [y[i], 2 * u][2]
      let zero[k, digit] = 0
      let A[i in ex, j in p] = [X[i, j], beta[j]][1] * i
      let W = M * zero + M * [1, 2]
      observe label[i in ex] ~ CategoricalLogit(lg[:, i])
      observe y ~ Normal(mu + v * un + sum(A) + sum(W) - 60, if y > 0 then 1 else 2)
      observe label ~ Categorical(softmax(lg[:, 1]))
      observe y[i in ex] ~ Normal(sum(X[i, :] * [1, 2]), 1)`;
    const X = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const data = { label: [0, 2, 1], X, y: [0.5, -1, 2], lo: -1 };
    expect(logDensityAt(text, data)).toBeCloseTo(-1828.13884587163, 9);
  });
});

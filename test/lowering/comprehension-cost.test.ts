/** What is written element by element costs what its vectorised form costs: numbers computed for one gradient. */
import { describe, expect, it } from 'vitest';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { compile } from '../../src/index.ts';

const x = Array.from({ length: 40 }, (_, k) => k / 7);
const data = { x, y: x.map(Math.sin), X: x.map((a) => [a, a * a, Math.cos(a)]) };

const kernel = (lines: string): string => `dim obs
data x[obs]: real
data y[obs]: real
param rho ~ Gamma(25, 4)
param alpha ~ HalfNormal(2)
param sigma ~ HalfNormal(1)
${lines}
observe y ~ MultiNormal(0, cov = K)`;

const forward = (lines: string): string => `dim time
dim state = 2
data y[time]: real
param init[state] ~ Dirichlet(1)
param trans[state, state] ~ Dirichlet(1)
param m[state]: ordered ~ Normal(0, 10)
${lines}
factor logsumexp[state](alpha[last(time), :])`;

const regression = (lines: string): string => `dim obs
dim p
data X[obs, p]: real
data y[obs]: real
param w[p] ~ Normal(0, 1)
param s ~ HalfNormal(1)
${lines}
observe y ~ StudentT(4, mu, s)`;

describe('a comprehension costs what the vectorised form costs', () => {
  it.each([
    [
      'the kernel of a Gaussian process',
      kernel(
        'let K[i in obs, j in obs] = alpha^2 * exp(-0.5 * ((x[i] - x[j]) / rho)^2) + (if i == j then sigma else 0)',
      ),
      kernel(`let D[i in obs, j in obs] = x[i] - x[j]
let I[i in obs, j in obs] = if i == j then 1 else 0
let K = alpha^2 * exp(-0.5 * (D / rho)^2) + sigma * I`),
    ],
    [
      'the forward algorithm, its logarithms taken once',
      forward(`let alpha[t in time, k in state] = logpdf(Normal(m[k], 1), y[t]) +
  (if t == 1 then log(init[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[j, k])))`),
      forward(`let e[t in time, k in state] = logpdf(Normal(m[k], 1), y[t])
let steps = log(trans)
let start = log(init)
let alpha[t in time, k in state] =
  e[t, k] + (if t == 1 then start[k] else logsumexp[j in state](alpha[t - 1, j] + steps[j, k]))`),
    ],
    [
      'centring a design matrix',
      regression('let mu[i in obs] = sum[j in p]((X[i, j] - mean[k in obs](X[k, j])) * w[j])'),
      regression(`let centred = X - mean[obs](X)
let mu = centred @ w`),
    ],
    [
      'centring by something unknown',
      regression('let mu[i in obs] = sum[j in p]((X[i, j] - mean[k in obs](X[k, j] * s)) * w[j])'),
      regression(`let centre = mean[obs](X * s)
let Z = X - centre
let mu = Z @ w`),
    ],
  ])('%s', (_, comprehension, vectorised) => {
    const [written, reference] = [comprehension, vectorised].map((source) => {
      const posterior = compile(source).bind(data);
      const point = Float64Array.from({ length: posterior.dimension }, (_, k) => 0.3 - k / 10);
      const gradient = new Float64Array(posterior.dimension);
      const value = posterior.logDensityGradient(point, gradient);
      return { value, gradient, computed: posterior.density(wasmEngine).size.computed };
    });
    expect(written.value).toBeCloseTo(reference.value, 9);
    written.gradient.forEach((slope, k) => {
      expect(slope).toBeCloseTo(reference.gradient[k], 8);
    });
    expect(written.computed / reference.computed).toBeLessThan(1.3);
  });
});

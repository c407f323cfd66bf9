/**
 * The log density of hidden Markov models and its gradient where numbers overflow or underflow and along
 * long chains, against mpmath (see reference/hidden_chains.py), and against forward recursions that are
 * written out in the model.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { expectClose } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data?: Record<string, unknown>;
  /** The number of elements of `y`, made as the script makes them. */
  readonly series?: number;
  readonly points: readonly {
    readonly point: readonly number[];
    readonly logDensity: number;
    readonly gradient: readonly number[] | null;
  }[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('./reference/hidden-chains.json', import.meta.url), 'utf8'),
);

/** Exact in binary, between −3 and 5. */
const series = (length: number): number[] =>
  Array.from({ length }, (_, t) => ((t * 7919) % 1021) / 128 - 3);

function expectGradient(
  actual: Float64Array,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  const scale = Array.from(expected).reduce((most, slope) => Math.max(most, Math.abs(slope)), 1);
  actual.forEach((slope, k) => {
    expect(Math.abs(slope - expected[k]) / scale, `slope ${k}`).toBeLessThan(tolerance);
  });
}

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, { model, data, ...one }) => {
  it('has the log density and the gradient that mpmath gives', () => {
    const posterior = compile(model).bind(data ?? { y: series(one.series!) });
    const gradient = new Float64Array(posterior.dimension);
    for (const { point, logDensity, gradient: expected } of one.points) {
      const at = Float64Array.from(point);
      expectClose(posterior.logDensityGradient(at, gradient), logDensity, 1e-12, String(point));
      if (expected !== null) expectGradient(gradient, expected, 1e-9);
      else expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });
});

/** The same model with the chain summed out by `hidden_markov`, and by a recurrence. */
const written: readonly (readonly [name: string, common: string, chain: string, byHand: string])[] =
  [
    [
      'a chain of parameters',
      `dim time   dim state = 3
     data y[time]: real
     param init[state] ~ Dirichlet(1)
     param trans[state, state] ~ Dirichlet(2)
     param m[state]: ordered ~ Normal(0, 10)
     param s[state] ~ HalfNormal(2)`,
      'observe y ~ hidden_markov(init, trans, Normal(m, s))',
      `let alpha[t in time, k in state] = logpdf(Normal(m[k], s[k]), y[t]) +
       (if t == 1 then log(init[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[j, k])))
     factor logsumexp[state](alpha[last(time), :])`,
    ],
    [
      'moves put together of simplexes',
      `dim time   dim state = 2
     data y[time]: real
     param stay[state] ~ Dirichlet([4, 1])
     param leave[state] ~ Dirichlet(1)
     param m[state] ~ Normal(0, 5)
     let trans[j in state, k in state] = if j == 1 then stay[k] else leave[k]`,
      'observe y ~ hidden_markov(stay, trans, Normal(m, 1))',
      `let alpha[t in time, k in state] = logpdf(Normal(m[k], 1), y[t]) +
       (if t == 1 then log(stay[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[j, k])))
     factor logsumexp[state](alpha[last(time), :])`,
    ],
    [
      'moves that depend on data at each step',
      `dim time   dim state = 2
     data y[time]: real
     param a ~ Normal(0, 1)
     param b ~ Normal(0, 1)
     param m[state] ~ Normal(0, 5)
     let stay[t in time] = sigmoid(a + b * sin(y[t]))
     let trans[t in time, j in state, k in state] = if j == k then stay[t] else 1 - stay[t]`,
      'observe y ~ hidden_markov([0.25, 0.75], trans, StudentT(4, m, 1))',
      `let init[k in state] = if k == 1 then 0.25 else 0.75
     let alpha[t in time, k in state] = logpdf(StudentT(4, m[k], 1), y[t]) +
       (if t == 1 then log(init[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[t, j, k])))
     factor logsumexp[state](alpha[last(time), :])`,
    ],
  ];

describe.each(written)('%s, by hidden_markov and by hand', (_, common, chain, byHand) => {
  it('are the same', () => {
    const y = series(120);
    const [short, long] = [chain, byHand].map((rest) => compile(`${common}\n${rest}`).bind({ y }));
    const [gradient, expected] = [short, long].map(({ dimension }) => new Float64Array(dimension));
    for (let k = 0; k < 10; k++) {
      const point = gradient.map((_, i) => 1.2 * Math.sin(3 * k + 1.7 * i + 1));
      const value = long.logDensityGradient(point, expected);
      expectClose(short.logDensityGradient(point, gradient), value, 1e-12);
      expectGradient(gradient, expected, 1e-11);
    }
  });
});

it('is −∞ of data that no state can emit', () => {
  const posterior = compile(`
    dim time   dim state = 2
    data n[time]: count
    param trans[state, state] ~ Dirichlet(1)
    param r[state] ~ HalfNormal(1)
    observe n ~ hidden_markov([0.5, 0.5], trans, Poisson(r * 0))`).bind({ n: [0, 1, 0] });
  expect(posterior.logDensity(new Float64Array(4))).toBe(Number.NEGATIVE_INFINITY);
});

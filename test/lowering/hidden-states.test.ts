/**
 * `state_probability` and `most_likely_path` against recursions and sums over all paths in numpy: see
 * reference/hidden_states.py.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { loadTfjs } from '../../src/engines/tfjs/backends.ts';
import { Generated } from '../../src/posterior/generated.ts';
import { Random } from '../../src/random/random.ts';
import { expectClose } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data: Record<string, unknown>;
  readonly point: readonly number[];
  readonly expected: Readonly<Record<string, readonly number[]>>;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('./reference/hidden-states.json', import.meta.url), 'utf8'),
);

/** The values of outputs at a point of the unconstrained space. */
function outputs(
  model: string,
  data: Record<string, unknown>,
  point: readonly number[],
  names: readonly string[],
): Readonly<Record<string, ArrayLike<number>>> {
  const { generated } = compile(model).bind(data);
  return generated.evaluate(names, Float64Array.from(point), Random.fromSeed(1));
}

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, { expected, ...one }) => {
  it('has the states that numpy gives', () => {
    const names = Object.keys(expected);
    const values = outputs(one.model, one.data, one.point, names);
    for (const name of names) {
      expect(values[name].length).toBe(expected[name].length);
      expected[name].forEach((value, k) => {
        expectClose(values[name][k], value, 1e-12, `${name}[${k}]`);
      });
    }
  });
});

const LONG = `
  dim time   dim state = 2
  data y[time]: real
  param m[state] ~ Normal(0, 2)
  observe y ~ hidden_markov([0.5, 0.5], [[0.95, 0.05], [0.1, 0.9]], Normal(m, 1))
  output probability = state_probability(y)
  output path = most_likely_path(y)`;

it('stays as accurate along a chain of 100,000 steps', () => {
  // what is far ahead or behind says nothing of a step: its surroundings alone give the same
  const y = Array.from({ length: 100_000 }, (_, t) => 2 * Math.sin(t) + 3 * Math.sin(t * t));
  const whole = outputs(LONG, { y }, [-0.5, 1], ['probability', 'path']);
  for (const middle of [200, 50_000, 99_800]) {
    const part = outputs(
      LONG,
      { y: y.slice(middle - 200, middle + 200) },
      [-0.5, 1],
      ['probability', 'path'],
    );
    for (let k = -5; k <= 5; k++) {
      for (const state of [0, 1]) {
        const [far, near] = [2 * (middle + k) + state, 2 * (200 + k) + state];
        expectClose(whole.probability[far], part.probability[near], 1e-13);
      }
      expect(whole.path[middle + k]).toBe(part.path[200 + k]);
    }
  }
  expect(new Set(Array.from(whole.path))).toEqual(new Set([1, 2]));
});

it('is NaN of sequences whose data are impossible, and of probabilities that are none', () => {
  const model = `
    dim animal   dim time   dim state = 2
    data n[animal, time]: count
    param q ~ Uniform(-1, 2)
    observe n ~ hidden_markov([1, 0], [[0, 1], [0, 1]], Poisson([3, 0]))
    observe n * 1 ~ hidden_markov([q, 1 - q], [[0.5, 0.5], [0.5, 0.5]], Poisson([3, 1]))
    output p[animal, time, state] = state_probability(n)
    output path = most_likely_path(n)
    output p_of_none[animal, time, state] = state_probability(n * 1)
    output path_of_none = most_likely_path(n * 1)`;
  const n = [
    [2, 0, 0],
    [2, 0, 1],
  ];
  const none = outputs(model, { n }, [9], ['p', 'path', 'p_of_none', 'path_of_none']);
  const nan = Number.NaN;
  expect(Array.from(none.p)).toEqual([1, 0, 0, 1, 0, 1, nan, nan, nan, nan, nan, nan]);
  expect(Array.from(none.path)).toEqual([1, 2, 2, nan, nan, nan]);
  expect(Array.from(none.p_of_none)).toEqual(new Array(12).fill(nan));
  expect(Array.from(none.path_of_none)).toEqual(new Array(6).fill(nan));
});

it('is empty for sequences without a step, which add nothing to the density', () => {
  const values = outputs(LONG, { y: [] }, [-0.5, 1], ['probability', 'path']);
  expect([values.probability.length, values.path.length]).toEqual([0, 0]);
  const density = compile(LONG).bind({ y: [] }).logDensity(Float64Array.of(-0.5, 1));
  // two normal densities of standard deviation 2
  expectClose(density, -Math.log(2 * Math.PI) - 2 * Math.log(2) - (0.25 + 1) / 8, 1e-14);
});

it('is drawn, summarised and predicted as other outputs are', async () => {
  const y = [-1.2, -0.7, -1.5, 2.2, 1.6, 2.4];
  const model = compile(`
    dim time   dim state = ["low", "high"]
    data y[time]: real
    param m[state]: ordered ~ Normal(0, 2)
    observe y ~ hidden_markov([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]], Normal(m, 0.5))
    output probability = state_probability(y)
    output path = most_likely_path(y)
    output next ~ Categorical(probability[last(time), :])`);
  const fit = await model.bind({ y }).fit({ seed: 1, chains: 1, draws: 200, warmup: 200 });
  const means = new Map(fit.summary().map(({ label, key, mean }) => [label ?? key, mean]));
  expect(means.get('probability[1,low]')).toBeGreaterThan(0.95);
  expect(means.get('path[6]')).toBeGreaterThan(1.95);
  const prediction = await fit.predict({ y: [2, 2.5, 2.1, -1, -0.9, -1.1] });
  const paths = prediction.draws('path');
  expect(paths.filter((path) => String(path) === '2,2,2,1,1,1').length).toBeGreaterThan(180);
});

it('is the same on every engine', async () => {
  const { engine: tfjs } = await loadTfjs({ backend: 'cpu' });
  const tolerances = [
    [referenceEngine, 1e-12],
    [tfjs, 1e-4],
  ] as const;
  for (const { model, data, point, expected } of cases.slice(1, 3)) {
    const { typed, lowered, coordinates } = compile(model).bind(data);
    for (const [engine, tolerance] of tolerances) {
      const generated = new Generated(typed, lowered, coordinates, engine);
      const names = ['probability', 'path'];
      const values = generated.evaluate(names, Float64Array.from(point), Random.fromSeed(1));
      for (const name of names) {
        expected[name].forEach((value, k) => {
          expectClose(values[name][k], value, tolerance, `${engine.name}: ${name}[${k}]`);
        });
      }
      generated.dispose();
    }
  }
});

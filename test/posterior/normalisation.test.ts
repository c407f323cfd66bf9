/** Which priors integrate to 1, and what is said of the others. */
import { expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';

const graph = `
  dim area = 4  dim edge
  data a[edge]: area
  data b[edge]: area`;
const connected = { a: [1, 2, 3], b: [2, 3, 4] };
const apart = { a: [1, 3], b: [2, 4] };

const whysOf = (text: string, data: Record<string, unknown> = {}): string[] =>
  compile(text)
    .bind(data)
    .unnormalised.map(({ what, why }) => `${what}: ${why}`);

it.each([
  ['dim k = 3  param m[k]: ordered ~ Normal([0, 1, 2], 1)'],
  ['dim k = 3  param s ~ HalfNormal(1)  param m[k]: ordered ~ Normal(0, s)'],
  ['dim k = 3  param s ~ HalfNormal(1)  param m[k]: positive_ordered ~ Normal(0, s)'],
  ['dim k = 3  param s ~ HalfNormal(1)  param m[k]: sum_to_zero ~ Normal(0, s)'],
])('%s', (text) => {
  expect(whysOf(text)).toEqual([]);
});

it.each([
  [
    'dim k = 3  param a[k] ~ Normal(0, 1)  param m[k]: ordered ~ Normal(a, 1)',
    'm: how much of `Normal` is left by `ordered` is not known',
  ],
  [
    'dim k = 3  param m[k]: sum_to_zero ~ Cauchy(0, 1)',
    'm: how much of `Cauchy` is left by `sum_to_zero` is not known',
  ],
  [
    'dim k = 2  param m[k]: ordered ~ MultiNormal(0, cov = [[1, 0.5], [0.5, 1]])',
    'm: how much of `MultiNormal` is left by `ordered` is not known',
  ],
  ['param m ~ Flat()', 'm: `Flat` has no finite integral'],
  ['param m: positive ~ Flat()', 'm: `Flat` has no finite integral'],
  ['param m: unit ~ Flat()', 'm: `Flat` has the density 1 everywhere, whatever it integrates to'],
  [
    'dim k = 2  param m[k]: simplex ~ Flat()',
    'm: `Flat` has the density 1 everywhere, whatever it integrates to',
  ],
  ['param m ~ Normal(0, 1)  factor -m^2', 'factor -m^2: no data bear on it'],
])('%s', (text, why) => {
  expect(whysOf(text)).toEqual([why]);
});

it('a map is normalised where its graph is connected', () => {
  const model = `${graph}  param phi[area]: sum_to_zero ~ ICAR(a, b)`;
  expect(whysOf(model, connected)).toEqual([]);
  expect(whysOf(model, apart)).toEqual([
    'phi: `ICAR` has no finite integral where the graph is not connected: the levels of its parts are free',
  ]);
  expect(whysOf(`${graph}  param phi[area] ~ ICAR(a, b)`, connected)).toEqual([
    'phi: `ICAR` has no finite integral',
  ]);
});

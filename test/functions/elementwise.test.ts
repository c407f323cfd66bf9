import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementwiseFunctions } from '../../src/functions/index.ts';
import { deviation, differentiate, evaluate, type Formula } from '../distributions/evaluate.ts';

interface Row {
  readonly function: string;
  readonly arguments: readonly number[];
  readonly value: number;
  readonly derivatives?: readonly number[];
}

/** mpmath at 60 digits: reference/generate.py. */
const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('reference/elementwise.json', import.meta.url), 'utf8'),
);

const formulaOf =
  (name: string): Formula =>
  (b, inputs) =>
    elementwiseFunctions.get(name)!.build(b, ...Object.values(inputs));

/** Arguments under the names of the parameters. */
const named = (name: string, values: readonly number[]): Record<string, number> =>
  Object.fromEntries(
    elementwiseFunctions.get(name)!.parameters.map((parameter, k) => [parameter, values[k]]),
  );

it('every function has reference values, and nothing else', () => {
  const tested = new Set(rows.map((row) => row.function));
  expect([...tested].sort()).toEqual([...elementwiseFunctions.keys()].sort());
});

describe.each([...elementwiseFunctions.keys()])('%s', (name) => {
  const own = rows.filter((row) => row.function === name);

  it.each(own)('of $arguments', (row) => {
    const values = named(name, row.arguments);
    const [value] = evaluate(formulaOf(name), values);
    // relative, near a zero of the function relative to its arguments
    const size = Math.min(1, ...row.arguments.map(Math.abs).filter((v) => v > 0));
    expect(deviation(value, row.value, size), `${value}, not ${row.value}`).toBeLessThan(2e-14);

    if (row.derivatives === undefined) return;
    const variables = Object.keys(values);
    const { first } = differentiate(formulaOf(name), values, variables);
    row.derivatives.forEach((expected, k) => {
      const [derivative] = first[variables[k]];
      const message = `derivative in ${variables[k]}: ${derivative}, not ${expected}`;
      // in the middle of lchoose two logarithms cancel
      const scale = name === 'lchoose' ? 1e-6 : 1e-8 / Math.max(1, Math.abs(row.arguments[k]));
      expect(deviation(derivative, expected, scale), message).toBeLessThan(1e-8);
    });
  });
});

describe('edges', () => {
  const { NaN: nan, POSITIVE_INFINITY: inf, MIN_VALUE: tiny } = Number;
  /** Limits and conventions of IEEE 754 and of the functions' definitions. */
  const edges: readonly [string, readonly number[], number][] = [
    ['exp', [-inf], 0],
    ['exp', [inf], inf],
    ['log', [0], -inf],
    ['log', [-1], nan],
    ['log', [tiny], -744.4400719213812], // mpmath
    ['log1p', [-1], -inf],
    ['log1p', [-2], nan],
    ['expm1', [-inf], -1],
    ['sqrt', [-1], nan],
    ['sqrt', [inf], inf],
    ['sign', [nan], nan],
    ['inv', [0], inf],
    ['inv', [inf], 0],
    ['floor', [inf], inf],
    ['round', [nan], nan],
    ['min', [nan, 1], nan],
    ['max', [1, nan], nan],
    ['clip', [nan, 0, 1], nan],
    ['clip', [inf, 0, 1], 1],
    ['asin', [1.5], nan],
    ['acos', [-1], Math.PI],
    ['atan', [inf], Math.PI / 2],
    ['atan2', [0, -1], Math.PI],
    ['tanh', [inf], 1],
    ['sigmoid', [-inf], 0],
    ['sigmoid', [inf], 1],
    ['logit', [0], -inf],
    ['logit', [1], inf],
    ['logit', [1.5], nan],
    ['softplus', [-inf], 0],
    ['softplus', [inf], inf],
    ['gelu', [-inf], 0],
    ['gelu', [inf], inf],
    ['gelu', [nan], nan],
    ['silu', [-inf], 0],
    ['silu', [inf], inf],
    ['erf', [inf], 1],
    ['erfc', [inf], 0],
    ['normal_cdf', [-inf], 0],
    ['normal_quantile', [0], -inf],
    ['normal_quantile', [1], inf],
    ['normal_quantile', [1.5], nan],
    ['lgamma', [0], inf],
    ['lgamma', [-3], inf],
    ['lchoose', [5, 6], -inf],
    ['lchoose', [5, -1], -inf],
    ['lchoose', [-3, 2], nan],
    ['lchoose', [nan, 2], nan],
    ['log_add_exp', [-inf, -inf], -inf],
    ['log_add_exp', [inf, 0], inf],
    ['log_diff_exp', [1, 1], -inf],
    ['log_diff_exp', [-inf, -inf], -inf],
    ['log_diff_exp', [3, -inf], 3],
    ['log_diff_exp', [0, 1], nan],
    ['log1m', [1], -inf],
    ['log1m_exp', [0], -inf],
    ['log1m_exp', [-inf], 0],
    ['log1m_exp', [1], nan],
    ['log_mix', [0, 1, 2], 2],
    ['log_mix', [1, 1, 2], 1],
    ['log_mix', [1.5, 1, 2], nan],
  ];
  it.each(edges)('%s of %j is %d', (name, arguments_, expected) => {
    const [value] = evaluate(formulaOf(name), named(name, arguments_));
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else expect(deviation(value, expected), `${value}`).toBeLessThan(1e-15);
  });
});

it('arguments broadcast', () => {
  const values = { x: [1, 5, 9], lower: 2, upper: [3, 6, 7] };
  expect(evaluate(formulaOf('clip'), values)).toEqual([2, 5, 7]);
});

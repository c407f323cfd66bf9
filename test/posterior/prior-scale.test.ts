/** Warnings of priors far from the scale of the data; no example model has one: test/models. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';

const incomes = Array.from({ length: 40 }, (_, k) => 56_000 + 3_000 * Math.sin(k));
const x = incomes.map((_, k) => Math.cos(3 * k));

const start = `dim person
data y[person]: real
`;

function warningsOf(text: string, data: Record<string, unknown>): string[] {
  const model = compile(start + text);
  expect(model.warnings).toEqual([]);
  return model.bind(data).warnings.map(({ code, severity, span, message }) => {
    expect([code, severity]).toEqual(['prior-far-from-data', 'warning']);
    return `${model.source.text.slice(span.start, span.end)}: ${message}`;
  });
}

const error = 'param s ~ HalfNormal(2000)\n';

describe('a prior far from the data', () => {
  it.each([
    ['of a mean', 'param mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, s)', 'mu'],
    [
      'of coefficients',
      'data x[person]: real\nparam a ~ Normal(0, 1)\nparam b ~ Normal(0, 2)\nlet m = a + b * x\nobserve y ~ StudentT(4, m - 1, s)',
      'm - 1',
    ],
    [
      'of a hierarchy',
      'param mu ~ Normal(0, 5)\nparam tau ~ HalfNormal(5)\nparam a[person] ~ Normal(mu, tau)\nobserve y ~ Normal(a, s)',
      'a',
    ],
  ])('%s', (_, text, location) => {
    const data = { y: incomes, ...(text.includes('data x') && { x }) };
    const [warning, ...others] = warningsOf(error + text, data);
    expect(others).toEqual([]);
    expect(warning.startsWith(`${location}: the priors have \`${location}\` at `)).toBe(true);
    expect(warning).toMatch(/where `y` is 56000 ± 2100: more than 1000 times as far away as they/);
  });

  it('in units much larger than the data', () => {
    const y = incomes.map((income) => income / 1e5);
    const [warning] = warningsOf(
      'param mu ~ Normal(0, 9000)\nparam s ~ HalfNormal(1)\nobserve y ~ Normal(mu, s)',
      { y },
    );
    expect(warning).toContain('more than 1000 times as wide as the data');
    expect(warning).toContain('where `y` is 0.56 ± 0.021');
  });

  it('is silenced at its statement, and nowhere else', () => {
    const observe = 'observe y ~ Normal(mu, s)';
    const allowance = '// credence: allow prior-far-from-data';
    const mean = `${error}param mu ~ Normal(0, 1)`;
    expect(warningsOf(`${mean}\n${observe} ${allowance}`, { y: incomes })).toEqual([]);
    expect(warningsOf(`${mean} ${allowance}\n${observe}`, { y: incomes })).toHaveLength(1);
  });
});

describe('nothing is said', () => {
  it.each([
    ['of priors that reach the data', 'param mu ~ Normal(0, 100)\nobserve y ~ Normal(mu, s)'],
    ['where a prior cannot be drawn from', 'param mu ~ Flat()\nobserve y ~ Normal(mu, s)'],
    ['of locations that are not linear', 'param mu ~ Normal(0, 1)\nobserve y ~ Normal(exp(mu), s)'],
    [
      'of a quotient by a parameter',
      'param mu ~ Normal(0, exp(-20))\nobserve y ~ Normal(1 / mu, s)',
    ],
    [
      'of priors that are wide beside the spread of the data, not beside the data',
      'param mu ~ Normal(56 * 1000, 56 * 1000)\nobserve y / 1000 + 55000 ~ Normal(mu, s)',
    ],
    ['of values left out', 'param mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, s) where y < 1000'],
  ])('%s', (_, text) => {
    expect(warningsOf(error + text, { y: incomes })).toEqual([]);
  });

  it('of one value alone, of which nobody knows how far others would be', () => {
    const text = 'param mu ~ Normal(0, 5)\nobserve y ~ Normal(mu, 1)';
    expect(warningsOf(text, { y: [0] })).toEqual([]);
  });
});

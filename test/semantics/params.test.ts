import { describe, expect, it } from 'vitest';
import type { TypedExpression } from '../../src/semantics/typed-expression.ts';
import type { TypedParam } from '../../src/semantics/typed-model.ts';
import { typedModel } from './checking.ts';

const DECLARATIONS = `
dim k = 3   dim j
data s: real
data t: positive
param p0 ~ Beta(1, 1)
param q0 ~ HalfNormal(1)
`;

function paramOf(text: string): TypedParam {
  const model = typedModel(`${DECLARATIONS}\nparam ${text}`);
  return model.statements.filter((statement) => statement.kind === 'param').pop()!;
}

/** A bound as text: its number, its name, or the function it is. */
function shown(bound: TypedExpression | undefined): string {
  if (bound === undefined) return '-';
  if (bound.kind === 'number') return String(bound.value);
  if (bound.kind === 'variable') return bound.name;
  if (bound.kind === 'unary') return `-${shown(bound.operand)}`;
  if (bound.kind === 'apply') return `${bound.function}(${bound.arguments.map(shown).join(', ')})`;
  return bound.kind;
}

describe('where a parameter lies', () => {
  // the intersection of the declared type and the prior's support, by hand
  it.each<[string, string, string, string, string]>([
    ['x ~ Normal(0, 1)', '-', '-', '-', '-'],
    ['x ~ HalfNormal(1)', '0', '-', '-', '-'],
    ['x ~ Beta(2, 2)', '0', '1', '-', '-'],
    ['x: real ~ HalfNormal(1)', '0', '-', '-', '-'],
    ['x: positive ~ HalfNormal(1)', '0', '-', '-', '-'],
    ['x: positive ~ Normal(0, 1)', '0', '-', '0', '-'],
    ['x: nonnegative ~ Normal(0, 1)', '0', '-', '0', '-'],
    ['x: unit ~ Normal(0, 1)', '0', '1', '0', '1'],
    ['x: unit ~ Beta(2, 2)', '0', '1', '-', '-'],
    ['x: unit ~ Exponential(1)', '0', '1', '-', '1'],
    ['x: real(lower = -1) ~ Exponential(1)', '0', '-', '-', '-'],
    ['x: real(lower = 2) ~ Exponential(1)', '2', '-', '2', '-'],
    ['x: real(upper = 0.5) ~ Beta(2, 2)', '0', '0.5', '-', '0.5'],
    ['x: real(lower = -inf, upper = inf) ~ Normal(0, 1)', '-', '-', '-', '-'],
    ['x: real(lower = s) ~ Normal(0, 1)', 's', '-', 's', '-'],
    ['x: real(lower = t) ~ Exponential(1)', 't', '-', 't', '-'],
    ['x: real(lower = s) ~ Exponential(1)', 'max(s, 0)', '-', 'max(s, 0)', '-'],
    ['x: real(upper = q0) ~ Normal(0, 1)', '-', 'q0', '-', 'q0'],
    ['x ~ Uniform(-1, 1)', '-1', '1', '-', '-'],
    ['x ~ Uniform(0, t)', '0', 't', '-', '-'],
    ['x: unit ~ Uniform(0, 1)', '0', '1', '-', '-'],
    ['x: unit ~ Uniform(-1, 1)', '0', '1', '0', '-'],
    ['x: unit ~ Uniform(0, t)', '0', 'min(1, t)', '-', 'min(1, t)'],
    ['x: positive ~ Flat()', '0', '-', '-', '-'],
    ['x: real(lower = 0, upper = 1 - p0) ~ Flat()', '0', 'binary', '-', '-'],
  ])('param %s', (text, lower, upper, truncatedLower, truncatedUpper) => {
    const param = paramOf(text);
    expect([shown(param.lower), shown(param.upper)]).toEqual([lower, upper]);
    expect([shown(param.truncation?.lower), shown(param.truncation?.upper)]).toEqual([
      truncatedLower,
      truncatedUpper,
    ]);
    const isTruncated = truncatedLower !== '-' || truncatedUpper !== '-';
    expect(param.truncation === undefined).toBe(!isTruncated);
  });

  it('bounds may vary along the dimensions of the parameter', () => {
    const param = paramOf('x[k]: real(lower = [0, 1, 2]) ~ Normal(0, 1)');
    expect(param.lower).toMatchObject({ kind: 'rename', axes: ['k'] });
  });
});

describe('priors', () => {
  it('list literals take the dimension of the left side', () => {
    const { prior } = paramOf('x[k] ~ Normal([1, 2, 3], [0.5, 0.5, 1])');
    expect(prior.axes).toEqual(['k']);
    expect(prior.arguments).toMatchObject({
      mean: { kind: 'rename', axes: ['k'] },
      sd: { kind: 'rename', axes: ['k'] },
    });
    expect(paramOf('x[j] ~ Normal([1, 2], 1)').prior.arguments.mean!.axes).toEqual(['j']);
    expect(paramOf('x[j, k] ~ Normal([1, 2, 3], 1)').prior.arguments.mean!.axes).toEqual(['k']);
  });

  it('named arguments may stand in any order', () => {
    const { prior } = paramOf('x ~ Gamma(rate = 0.1, shape = 2)');
    expect(Object.keys(prior.arguments)).toEqual(['shape', 'rate']);
    expect(prior.arguments).toMatchObject({ shape: { value: 2 }, rate: { value: 0.1 } });
    expect(paramOf('x ~ Normal(1, sd = 2)').prior.arguments).toMatchObject({ sd: { value: 2 } });
  });

  it('the arguments need not have the dimensions of each other', () => {
    const { prior, axes } = typedModel(`
      dim row   dim col
      param a[row] ~ Normal(0, 1)
      param s[col] ~ HalfNormal(1)
      param x[row, col] ~ Normal(a, s)`).statements.at(-1) as TypedParam;
    expect(axes).toEqual(['row', 'col']);
    expect(prior.axes).toEqual(['row', 'col']);
    expect(prior.stage).toBe('parameter');
  });
});

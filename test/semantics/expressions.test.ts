import { describe, expect, it } from 'vitest';
import type { TypedExpression } from '../../src/semantics/typed-expression.ts';
import type { TypedLet, TypedOutput } from '../../src/semantics/typed-model.ts';
import { checkText, typedModel } from './checking.ts';

const DECLARATIONS = `
dim obs   dim predictor   dim county   dim day = ["mon", "tue"]   dim k = 3
data X[obs, predictor]: real
data x[obs]: real
data county[obs]: county
data day[obs]: day
data flag[obs]: binary
data n[obs]: count
data s: real
data K[obs, obs]: real
param beta[predictor] ~ Normal(0, 1)
param a[county] ~ Normal(0, 1)
param g[county, day] ~ Normal(0, 1)
param m[day] ~ Normal(0, 1)
param mu ~ Normal(0, 1)
fun hill(u, h) = u^h / (1 + u^h)
fun second(z) = z[2]
`;

function letOf(head: string, text: string): TypedLet {
  const model = typedModel(`${DECLARATIONS}\nlet result${head} = ${text}`);
  const statement = model.statements.find((s) => s.kind === 'let' && s.name === 'result');
  return statement as TypedLet;
}

/** Axes with the numbers of index variables left out: `i:obs` for `i#3:obs`. */
function axesOf({ axes }: { readonly axes: readonly string[] }): string {
  return axes.map((axis) => axis.replace(/#\d+/, '')).join(' ');
}

function typeOf({ type }: TypedExpression): string {
  return type.kind === 'index' ? `index ${type.dimension}` : type.kind;
}

describe('axes, type and stage of an expression', () => {
  // the rules of section 5 of the language page, by hand
  it.each<[string, string, string, string]>([
    ['1', '', 'int', 'constant'],
    ['1.5', '', 'real', 'constant'],
    ['true', '', 'binary', 'constant'],
    ['pi', '', 'real', 'constant'],
    ['-x', 'obs', 'real', 'data'],
    ['-n', 'obs', 'int', 'data'],
    ['flag + flag', 'obs', 'int', 'data'],
    ['n / 2', 'obs', 'real', 'data'],
    ['n % 2', 'obs', 'int', 'data'],
    ['n ^ 2', 'obs', 'int', 'data'],
    ['2 ^ n', 'obs', 'real', 'data'],
    ['s * x', 'obs', 'real', 'data'],
    ['x * s', 'obs', 'real', 'data'],
    ['X * beta', 'obs predictor', 'real', 'parameter'],
    ['beta * X', 'obs predictor', 'real', 'parameter'],
    ['x * X', 'obs predictor', 'real', 'data'],
    ['K * K', 'obs obs', 'real', 'data'],
    ['K + s', 'obs obs', 'real', 'data'],
    ['x > 0 and not flag', 'obs', 'binary', 'data'],
    ['day == "mon"', 'obs', 'binary', 'data'],
    ['"mon" != day', 'obs', 'binary', 'data'],
    ['day == 2', 'obs', 'binary', 'data'],
    ['if flag then mu else 0', 'obs', 'real', 'parameter'],
    ['if flag then 1 else 0', 'obs', 'int', 'data'],
    ['if flag then flag else x > 0', 'obs', 'binary', 'data'],
    ['X @ beta', 'obs', 'real', 'parameter'],
    ['x @ X', 'predictor', 'real', 'data'],
    ['x @ x', '', 'real', 'data'],
    ['K @ K', 'obs obs', 'real', 'data'],
    ['n @ n', '', 'int', 'data'],
    ['a[county]', 'obs', 'real', 'parameter'],
    ['g[county, day]', 'obs', 'real', 'parameter'],
    ['g[:, "mon"]', 'county', 'real', 'parameter'],
    ['g[county, :]', 'obs day', 'real', 'parameter'],
    ['g[:, day]', 'county obs', 'real', 'parameter'],
    ['g[1, last(day)]', '', 'real', 'parameter'],
    ['m["tue"]', '', 'real', 'parameter'],
    ['m[2]', '', 'real', 'parameter'],
    ['m[1 + 1]', '', 'real', 'parameter'],
    ['(X * beta)[1, :]', 'predictor', 'real', 'parameter'],
    ['[1, 2, 3][2]', '', 'int', 'constant'],
    ['m + [3, 10]', 'day', 'real', 'parameter'],
    ['[3, 10] * m', 'day', 'real', 'parameter'],
    ['g * [1, 2]', 'county day', 'real', 'parameter'],
    ['sum([1, 2, 3])', '', 'int', 'constant'],
    ['X @ beta + [1.5, 2][1]', 'obs', 'real', 'parameter'],
    ['exp(X)', 'obs predictor', 'real', 'data'],
    ['abs(n)', 'obs', 'int', 'data'],
    ['floor(x)', 'obs', 'int', 'data'],
    ['max(x, s)', 'obs', 'real', 'data'],
    ['max(x)', '', 'real', 'data'],
    ['max[predictor](X)', 'obs', 'real', 'data'],
    ['sum(X)', '', 'real', 'data'],
    ['sum(n)', '', 'int', 'data'],
    ['mean[obs](n)', '', 'real', 'data'],
    ['sum[obs, predictor](X)', '', 'real', 'data'],
    ['sum[predictor](X * beta)', 'obs', 'real', 'parameter'],
    ['sum[i in obs](x[i] * n[i])', '', 'real', 'data'],
    ['sum[i in obs](X[i, :])', 'predictor', 'real', 'data'],
    ['sum[i in obs, j in predictor](X[i, j] * beta[j])', '', 'real', 'parameter'],
    ['sum[i in obs](1)', '', 'int', 'constant'],
    ['argmax[day](m)', '', 'index day', 'parameter'],
    ['softmax[day](g)', 'county day', 'real', 'parameter'],
    ['softmax(m)', 'day', 'real', 'parameter'],
    ['cumsum[obs](n)', 'obs', 'int', 'data'],
    ['size(obs)', '', 'int', 'data'],
    ['size(k)', '', 'int', 'constant'],
    ['first(day)', '', 'index day', 'constant'],
    ['hill(x, mu)', 'obs', 'real', 'parameter'],
    ['hill(h = 2, u = x)', 'obs', 'real', 'data'],
    ['second(m)', '', 'real', 'parameter'],
    ['second([5, 6])', '', 'int', 'constant'],
  ])('%s', (text, axes, type, stage) => {
    const { value } = letOf('', text);
    expect([axesOf(value), typeOf(value), value.stage]).toEqual([axes, type, stage]);
  });

  it('element by element: index variables are axes of their own', () => {
    const outer = letOf('[i in obs, j in obs]', 'x[i] * x[j]');
    expect(axesOf(outer)).toBe('obs obs');
    expect(outer.headAxes.map((axis) => axis.replace(/#\d+/, ''))).toEqual(['i:obs', 'j:obs']);
    expect(new Set(outer.headAxes).size).toBe(2);
    expect([...outer.value.axes].sort()).toEqual([...outer.headAxes].sort());
  });

  it.each<[string, string, string]>([
    ['[i in obs]', 'a[county[i]] + x[i]', 'i:obs'],
    ['[i in obs]', 'X[i, :] @ beta', 'i:obs'],
    ['[i in obs]', 'sum(X[i, :] * beta)', 'i:obs'],
    ['[i in obs]', 'sum[j in obs](K[i, j] * x[j])', 'i:obs'],
    ['[i in obs, predictor]', 'X[i, :] * mu', 'i:obs predictor'],
    ['[j in predictor, i in obs]', 'X[i, j]', 'i:obs j:predictor'],
    ['[i in obs, j in obs]', 'K[j, i]', 'j:obs i:obs'],
    ['[i in obs]', 'if i == 1 then 0 else x[i]', 'i:obs'],
    ['[i in obs]', 's * i', 'i:obs'],
    ['[i in obs]', 'hill(x[i], mu)', 'i:obs'],
    ['[day]', '[3, 10]', 'day'],
    ['[k]', '0', ''],
    ['[predictor, obs]', 'X', 'obs predictor'],
    ['[k, day]', '[[1, 2], [3, 4], [5, 6]]', 'k day'],
  ])('let result%s = %s', (head, text, axes) => {
    const { value, axes: seen, headAxes } = letOf(head, text);
    expect(axesOf(value)).toBe(axes);
    expect(seen).toEqual(headAxes.map((axis) => axis.replace(/^.*:/, '')));
    expect(headAxes).toEqual(expect.arrayContaining([...value.axes]));
  });

  it('a list literal takes the name of the dimension it meets by a renaming', () => {
    const { value } = letOf('', 'm + [3, 10]');
    expect(value).toMatchObject({
      kind: 'binary',
      right: { kind: 'rename', axes: ['day'], operand: { kind: 'list', axes: ['[2]'] } },
    });
  });

  it('a product with index variables on one side is a product of matrices', () => {
    expect(letOf('[i in obs]', 'X[i, :] @ beta').value).toMatchObject({ kind: 'matmul' });
  });

  it('a product with an index variable on both sides is a sum over the contracted dimension', () => {
    expect(letOf('[i in obs]', 'X[i, :] @ X[i, :]').value).toMatchObject({
      kind: 'reduce',
      reduction: 'sum',
      over: ['predictor'],
    });
  });

  it('a user function is replaced by its body', () => {
    expect(letOf('', 'hill(x, 2)').value).toMatchObject({
      kind: 'binary',
      operator: '/',
      left: { kind: 'binary', operator: '^', left: { kind: 'variable', name: 'x' } },
    });
  });

  it('a name that is a dimension, a value and a function is told apart by its place', () => {
    const { model, diagnostics } = checkText(`
      dim home   dim floor = 2
      data floor[home]: floor
      data y[home]: real
      param b[floor] ~ Normal(0, 1)
      observe y ~ Normal(b[floor] + floor(1.5) * size(floor), 1)`);
    expect(diagnostics).toEqual([]);
    expect(model).toBeDefined();
  });

  it('long sums need no deep recursion limits', () => {
    const sum = Array.from({ length: 1500 }, () => 'x').join(' + ');
    expect(axesOf(letOf('', sum).value)).toBe('obs');
  });
});

describe('outputs', () => {
  const outputOf = (text: string): TypedOutput => {
    const model = typedModel(`${DECLARATIONS}\n${text}`);
    return model.statements.filter((s) => s.kind === 'output').pop()!;
  };

  it('derived ones have the stage of what they use', () => {
    expect(outputOf('output odds = exp(beta)')).toMatchObject({
      axes: ['predictor'],
      value: { stage: 'parameter' },
    });
  });

  it('random ones have the dimensions of their head, and later outputs may use them', () => {
    expect(outputOf('output y[obs] ~ Normal(a[county], 1)')).toMatchObject({
      axes: ['obs'],
      distribution: { name: 'Normal', axes: ['obs'], stage: 'parameter' },
    });
    const later = outputOf('output y[obs] ~ Normal(mu, 1)\noutput t = sum(y)');
    expect(later).toMatchObject({ value: { stage: 'output', axes: [] } });
  });

  it('a random index picks members', () => {
    const drawn = outputOf(
      'output c[obs] ~ CategoricalLogit(m)\noutput y[i in obs] ~ Normal(m[c[i]], 1)',
    );
    expect(drawn.axes).toEqual(['obs']);
    expect(drawn.headAxes[0]).toMatch(/^i#\d+:obs$/);
  });
});

import { describe, expect, it } from 'vitest';
import { checkText, typedModel } from './checking.ts';

describe('dimensions and data', () => {
  it('all forms of a dimension', () => {
    const { dimensions } = typedModel(`
      dim a   dim b = 5   dim c = ["x", "y"]   dim d = 0 .. 9   dim e = 0 ..   dim f = size(a) - 1
      data v[a, b, c, d, e, f]: real`);
    const kinds = [...dimensions.values()].map(({ name, definition }) => [name, definition.kind]);
    expect(kinds).toEqual([
      ['a', 'data'],
      ['b', 'size'],
      ['c', 'labels'],
      ['d', 'integers'],
      ['e', 'integers'],
      ['f', 'size'],
    ]);
    expect(dimensions.get('e')!.definition).not.toHaveProperty('to');
  });

  it.each<[string, object]>([
    ['real', { kind: 'real', words: 'real' }],
    ['int', { kind: 'int', words: 'int' }],
    ['count', { kind: 'int', lower: { value: 0 } }],
    ['binary', { kind: 'int', lower: { value: 0 }, upper: { value: 1 } }],
    ['positive', { kind: 'real', lower: { value: 0 }, lowerOpen: true }],
    ['nonnegative', { kind: 'real', lower: { value: 0 } }],
    ['unit', { kind: 'real', lower: { value: 0 }, upper: { value: 1 } }],
    ['real(lower = s, upper = 3)', { lower: { name: 's' }, upper: { value: 3 } }],
    ['int(lower = 1)', { kind: 'int', lower: { value: 1 }, words: 'int(lower = 1)' }],
    ['county', { kind: 'index', dimension: 'county', words: 'county' }],
    ['county by label', { kind: 'index', dimension: 'county', byLabel: true }],
  ])('data of type %s', (type, expected) => {
    const model = typedModel(`dim county\ndata s: real\ndata x[county]: ${type}`);
    expect(model.statements.at(-1)).toMatchObject({
      kind: 'data',
      axes: ['county'],
      type: expected,
    });
  });

  it('defaults, columns and documentation', () => {
    const model = typedModel(`
      dim day = ["mon", "tue"]
      /// How warm it was.
      data warmth[day]: real = [1, 2.5] from "warmth.celsius"
      data best: day = "tue"`);
    expect(model.statements[1]).toMatchObject({
      documentation: 'How warm it was.',
      column: 'warmth.celsius',
      defaultValue: { kind: 'rename', axes: ['day'] },
    });
    expect(model.statements[2]).toMatchObject({
      defaultValue: { kind: 'label', dimension: 'day', label: 'tue' },
    });
  });
});

describe('observe and factor', () => {
  it('keeps the left side as it is written', () => {
    const model = typedModel('dim obs\ndata y[obs]: positive\nobserve log( y ) ~ Normal(0, 1)');
    expect(model.statements.at(-1)).toMatchObject({
      kind: 'observe',
      leftText: 'log( y )',
      left: { kind: 'apply', function: 'log', axes: ['obs'], stage: 'data' },
    });
  });

  it('the categories are the last axis of the argument', () => {
    const model = typedModel(`
      dim example   dim digit = 0 .. 9
      data label[example]: digit
      param b[digit] ~ Normal(0, 1)
      param logits[digit, example] ~ Normal(0, 1)
      observe label ~ CategoricalLogit(b)
      observe label[i in example] ~ CategoricalLogit(logits[:, i])`);
    const [first, second] = model.statements.filter((s) => s.kind === 'observe');
    expect(first!.distribution).toMatchObject({
      axes: [],
      arguments: { logits: { axes: ['digit'] } },
    });
    const { axes } = second!.distribution.arguments.logits!;
    expect(axes.map((axis) => axis.replace(/#\d+/, ''))).toEqual(['i:example', 'digit']);
    expect(second!.distribution.axes).toEqual(second!.left.axes);
  });

  it('a list of probabilities takes the dimension of the outcome', () => {
    const model = typedModel(`
      dim colour = ["red", "green"]
      data c: colour
      observe c ~ Categorical([0.25, 0.75])`);
    expect(model.statements.at(-1)).toMatchObject({
      distribution: { axes: [], arguments: { p: { kind: 'rename', axes: ['colour'] } } },
    });
  });

  it('element by element', () => {
    const model = typedModel(`
      dim row   dim col
      data Y[row, col]: real
      param a[row] ~ Normal(0, 1)
      param b[col] ~ Normal(0, 1)
      observe Y[i in row, j in col] ~ Normal(a[i] * b[j], 1)`);
    const observe = model.statements.at(-1);
    expect(observe).toMatchObject({ kind: 'observe', leftText: 'Y[i in row, j in col]' });
    if (observe?.kind !== 'observe') return;
    expect(observe.left.axes).toHaveLength(2);
    expect(observe.distribution.axes).toEqual(observe.left.axes);
  });

  it('a discrete distribution takes whole data, whatever their type says', () => {
    const { diagnostics } = checkText(`
      dim obs
      data n[obs]: count
      data k[obs]: binary
      data i[obs]: int(lower = 0, upper = 1)
      data y[obs]: real
      param r ~ HalfNormal(1)
      param p ~ Beta(1, 1)
      observe n ~ Poisson(r)
      observe k ~ Poisson(r)
      observe i ~ Bernoulli(p)
      observe y > 0 ~ Bernoulli(p)
      observe n ~ Binomial(10, p)  // credence: allow observed-twice
      observe n ~ Binomial(2 * n, p)  // credence: allow observed-twice
      observe n ~ Normal(r, 1)  // credence: allow observed-twice`);
    expect(diagnostics).toEqual([]);
  });
});

describe('warnings are given only where they are meant', () => {
  const warnings = (text: string): string[] =>
    checkText(text).diagnostics.map(({ code, severity }) => `${severity} ${code}`);

  it.each<[string, string]>([
    ['a scale that cannot be negative', 'param s ~ HalfNormal(1)\nobserve y ~ Normal(0, s + 0.1)'],
    ['an even power', 'param s ~ Normal(0, 1)\nobserve y ~ Normal(0, sqrt(s^2 + 1))'],
    ['a square', 'param s ~ Normal(0, 1)\nobserve y ~ Normal(0, 1 + s * s)'],
    ['an exponential', 'param s ~ Normal(0, 1)\nobserve y ~ Normal(0, exp(s))'],
    [
      'a difference that may be anything but is bounded',
      'param p ~ Beta(1, 1)\nobserve y ~ Normal(0, 1 - p)',
    ],
    ['an unknown function', 'param s ~ Normal(0, 1)\nobserve y ~ Normal(0, lgamma(s))'],
    [
      'a hierarchical prior',
      'param m ~ Normal(0, 1)\nparam a ~ Normal(m, 1)\nobserve y ~ Normal(a, 1)',
    ],
    ['a factor on data', 'param m ~ Normal(0, 1)\nfactor -sum((y - m)^2)'],
    ['a factor on data through a let', 'param m ~ Normal(0, 1)\nlet d = y - m\nfactor -sum(d^2)'],
    [
      'a parameter seen through an output',
      'param m ~ Normal(0, 1)\noutput d = 2 * m\nobserve y ~ Normal(d, 1)',
    ],
    ['an unused let', 'param m ~ Normal(0, 1)\nlet d = y - m\nobserve y ~ Normal(m, 1)'],
    [
      'a parameter in a bound',
      'param u ~ HalfNormal(1)\nparam m: real(upper = u) ~ Normal(0, 1)\nobserve y ~ Normal(m, 1)',
    ],
    ['no parameters', 'observe y ~ Normal(0, 1)'],
    ['an ordinary gamma', 'param g ~ Gamma(2, 0.1)\nobserve y ~ Normal(0, g)'],
    [
      'data as a size',
      'data k: count\ndim part = k\nparam b[part] ~ Normal(0, 1)\nobserve y ~ Normal(sum(b), 1)',
    ],
  ])('not for %s', (_, text) => {
    expect(warnings(`dim obs\ndata y[obs]: real\n${text}`)).toEqual([]);
  });

  it('errors are not joined by warnings of what is unused', () => {
    expect(warnings('dim obs\ndata y[obs]: real\nparam a ~ Normal(0, missing)')).toEqual([
      'error unknown-name',
    ]);
  });
});

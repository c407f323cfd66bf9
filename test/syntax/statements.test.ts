import { describe, expect, it } from 'vitest';
import { codes, itemShape, read, shape, statement } from './helpers.ts';

describe('statements', () => {
  it('dim: a name, a size, labels, integers, a part of another', () => {
    expect(statement('dim school', 'dim').definition).toBeUndefined();
    const definition = (text: string) => statement(`dim d = ${text}`, 'dim').definition;
    const size = definition('size(time) - 1');
    expect(size?.kind === 'size' && shape(size.size)).toBe('(size(time) - 1)');
    const labels = definition('["mon", "say \\"tue\\"", "a\\\\b"]');
    expect(labels?.kind === 'labels' && labels.labels.map(({ value }) => value)).toEqual([
      'mon',
      'say "tue"',
      'a\\b',
    ]);
    const closed = definition('0 .. 9');
    expect(closed).toMatchObject({ kind: 'integers', from: { value: 0 }, to: { value: 9 } });
    const open = definition('0 ..');
    expect(open).toMatchObject({ kind: 'integers', from: { value: 0 } });
    expect(open).not.toHaveProperty('to');
    expect(definition('column[2 ..]')).toMatchObject({
      kind: 'sub',
      base: { text: 'column' },
      from: { value: 2 },
    });
    expect(definition('column[2 .. 4]')).toMatchObject({ kind: 'sub', to: { value: 4 } });
    expect(definition('n[2]')).toMatchObject({ kind: 'size', size: { kind: 'index' } });
  });

  it('dim: an open range can be followed by the next statement on the line', () => {
    const { model, diagnostics } = read('dim rating = 0 ..   dim home');
    expect(diagnostics).toEqual([]);
    expect(model.statements.map(({ kind }) => kind)).toEqual(['dim', 'dim']);
  });

  it('data: type, bounds, missing cells, labels, default, column', () => {
    const data = statement('data y[a, b]: real(lower = 0, upper = m)? = 3 from "mom.iq"', 'data');
    expect(data.name.text).toBe('y');
    expect(data.items.map(itemShape)).toEqual(['a', 'b']);
    expect(data.type).toMatchObject({ name: { text: 'real' }, optional: true, byLabel: false });
    expect(data.type.arguments.map((a) => `${a.name?.text}=${shape(a.value)}`)).toEqual([
      'lower=0',
      'upper=m',
    ]);
    expect(data.defaultValue && shape(data.defaultValue)).toBe('3');
    expect(data.column?.value).toBe('mom.iq');
    expect(statement('data f[home]: county by label', 'data').type.byLabel).toBe(true);
    expect(statement('data by[label]: from', 'data')).toMatchObject({
      name: { text: 'by' },
      type: { name: { text: 'from' }, byLabel: false },
    });
  });

  it('param: type and prior', () => {
    const param = statement('param x[t in time]: positive ~ Normal(x[t - 1], s)', 'param');
    expect(param.items.map(itemShape)).toEqual(['t in time']);
    expect(param.type?.name.text).toBe('positive');
    expect(param.prior && shape(param.prior)).toBe('Normal(x[(t - 1)], s)');
  });

  it('observe: an expression or a range of elements, and a condition', () => {
    const observe = statement('observe y[t in 3 .. n] ~ Normal(0, 1) where s[t] > 0', 'observe');
    expect(shape(observe.left)).toBe('y[t in 3 .. n]');
    expect(shape(observe.distribution)).toBe('Normal(0, 1)');
    expect(observe.where && shape(observe.where)).toBe('(s[t] > 0)');
    expect(shape(statement('observe log(y) ~ Normal(0, 1)', 'observe').left)).toBe('log(y)');
  });

  it('output: a value or a draw', () => {
    const value = statement('output odds = exp(b)', 'output');
    expect(value.value && shape(value.value)).toBe('exp(b)');
    expect(value).not.toHaveProperty('distribution');
    const draw = statement('output y_new[school] ~ Normal(theta, sigma)', 'output');
    expect(draw.distribution && shape(draw.distribution)).toBe('Normal(theta, sigma)');
    expect(draw).not.toHaveProperty('value');
  });

  it('let, factor and fun', () => {
    const index = statement('let p[s in student]: pattern = q[s]', 'let');
    expect(index.type?.name.text).toBe('pattern');
    expect(shape(statement('factor -x', 'factor').value)).toBe('(- x)');
    const fun = statement('fun f(t, z) = [u, -u] with u = t', 'fun');
    expect(fun.parameters.map(({ text }) => text)).toEqual(['t', 'z']);
    expect(shape(fun.body)).toBe('([u, (- u)] with u = t)');
    expect(statement('fun zero() = 0', 'fun').parameters).toEqual([]);
  });

  it('network: inputs, output, layers, nested layers, priors', () => {
    const network = statement(
      'network f(a, b) -> c { dense(3, weights ~ Laplace(0, 1)) residual { relu } weights ~ N(0) }',
      'network',
    );
    expect(network.inputs.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(network.output?.text).toBe('c');
    const [dense, residual, weights] = network.body;
    expect(dense).toMatchObject({ kind: 'layer', name: { text: 'dense' } });
    expect(dense.kind === 'layer' && dense.arguments[1].isPrior).toBe(true);
    expect(residual).toMatchObject({ kind: 'layer', body: [{ kind: 'layer' }] });
    expect(weights).toMatchObject({ kind: 'prior', target: { text: 'weights' } });
  });

  it('the title, and an empty text', () => {
    expect(read('model "Eight schools"').model.title?.value).toBe('Eight schools');
    expect(read('').model.statements).toEqual([]);
    expect(read(' // nothing\n').diagnostics).toEqual([]);
  });
});

describe('names', () => {
  it('are NFC-normalised Latin and Greek, and the micro sign is mu', () => {
    const name = (text: string): string => statement(`let ${text} = 1`, 'let').name.text;
    expect(name('e\u0301tat')).toBe('\u00e9tat');
    expect(name('\u00b5')).toBe('\u03bc');
    expect(name('\u2126')).toBe('\u03a9');
    expect(name('σ_1')).toBe('σ_1');
    expect(name('x\u0302')).toBe('x\u0302');
    expect(shape(statement('let a = e\u0301 + \u00b5', 'let').value)).toBe('(\u00e9 + \u03bc)');
  });
});

describe('numbers', () => {
  it('have the value of the nearest float64 and know whether they are whole', () => {
    const number = (text: string) => statement(`let a = ${text}`, 'let').value;
    expect(number('1')).toMatchObject({ value: 1, integer: true });
    expect(number('1.0')).toMatchObject({ value: 1, integer: false });
    expect(number('2e-3')).toMatchObject({ value: 0.002, integer: false });
    // The smallest subnormal and the largest finite number of IEEE 754 binary64.
    expect(number('4.9406564584124654e-324')).toMatchObject({ value: Number.MIN_VALUE });
    expect(number('1.7976931348623157e308')).toMatchObject({ value: Number.MAX_VALUE });
    expect(number('0.0e-999')).toMatchObject({ value: 0 });
  });
});

describe('keywords as names', () => {
  it.each([
    'data model[obs]: real',
    'let x = output + data',
    'let x = f(data, model)[let]',
    'param dim: positive ~ Normal(data, 1)',
    'data y[model]: dim',
    'observe output ~ Normal(fun, 1) where data > 1 and not factor',
    'factor network',
    'let y = if data then model else fun with dim = 2',
    'fun factor(data, fun) = data * fun',
    'output model = [let, data]',
    'let x = 1 - data',
  ])('%s', (text) => {
    const { model, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(model.statements.length).toBe(1);
  });

  it('start a statement after a complete one, on the same line or the next', () => {
    const { model, diagnostics } = read('dim home   dim county data y: real\nparam a ~ Flat()');
    expect(diagnostics).toEqual([]);
    expect(model.statements.map(({ kind }) => kind)).toEqual(['dim', 'dim', 'data', 'param']);
  });
});

describe('documentation', () => {
  it('is the run of /// lines directly above a statement', () => {
    const { model } = read(
      [
        '/// not attached: an empty line follows',
        '',
        '/// The effect.',
        '///   indented ',
        'param a ~ Flat()  /// behind other text',
        'param b ~ Flat()',
        '// ordinary',
        'param c ~ Flat()',
        '//// four slashes',
        'param d ~ Flat()',
        '/// Of the first on the line.',
        '/* one */ param e ~ Flat() param f ~ Flat()',
      ].join('\r\n'),
    );
    expect(model.statements.map(({ documentation }) => documentation)).toEqual([
      'The effect.\n  indented',
      undefined,
      undefined,
      undefined,
      'Of the first on the line.',
      undefined,
    ]);
  });
});

describe('statements that cannot be read', () => {
  it('leave the others whole, and their names are poisoned', () => {
    const { model, poisoned, diagnostics } = read(
      'param a ~ Normal(0,\nlet b = a +\nparm c ~ Normal(0))\nx ~ y\nobserve z ~ Normal(a, b)',
    );
    expect(diagnostics.length).toBe(5);
    expect([...poisoned].sort()).toEqual(['a', 'b', 'c', 'x']);
    expect(model.statements.map(({ kind }) => kind)).toEqual(['observe']);
  });

  it('give one syntax error each', () => {
    expect(codes('let a = + * / ) 3 3 (4\nlet b = 1 2 3 4 5')).toEqual([
      'unmatched-bracket',
      'syntax',
    ]);
  });

  it('do not hide a statement whose keyword is only misspelt', () => {
    const { model, poisoned } = read('parm tau ~ HalfCauchy(5)');
    expect(model.statements.map(({ kind }) => kind)).toEqual(['param']);
    expect(poisoned.size).toBe(0);
  });
});

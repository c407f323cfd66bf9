import { describe, expect, it } from 'vitest';
import { analyse, compile } from '../../src/api/compile.ts';
import { OptionError } from '../../src/api/option-error.ts';
import { parseCsv } from '../../src/binding/csv.ts';
import { DataError, ModelError } from '../../src/diagnostics/diagnostic.ts';
import { eightSchools } from './models.ts';

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('compile', () => {
  it('throws all errors of the text, each with its code and place', () => {
    const text = 'dim obs\ndata y[obs]: real\nparam m ~ Nomal(0, 1)\nobserve y ~ Normal(mu, 1)\n';
    const error = errorOf(() => compile(text, { fileName: 'm.bayes' })) as ModelError;
    expect(error).toBeInstanceOf(ModelError);
    expect(error.message).toMatch(/^m\.bayes:3:11: .*\(and 1 more\)$/s);
    expect(error.diagnostics.map((d) => d.code)).toEqual(['unknown-distribution', 'unknown-name']);
    const quoted = error.diagnostics.map(({ span }) => text.slice(span.start, span.end));
    expect(quoted).toEqual(['Nomal', 'mu']);
    expect(error.source.position(error.diagnostics[1].span.start)).toEqual({ line: 4, column: 20 });
  });

  it('gives title and warnings', () => {
    const model = compile('model "Two"\nparam a ~ Normal(0, 1)');
    expect(model.title).toBe('Two');
    expect(model.warnings.map((d) => [d.code, d.severity])).toEqual([
      ['nothing-observed', 'warning'],
    ]);
    expect(compile(eightSchools.model).warnings).toEqual([]);
    expect(analyse('param a ~').model).toBeUndefined();
  });
});

describe('bind', () => {
  const model = compile(eightSchools.model);

  it('throws every mismatch', () => {
    const { y } = eightSchools.data;
    const missing = errorOf(() => model.bind({ y })) as DataError;
    expect(missing).toBeInstanceOf(DataError);
    expect(missing.problems.map((p) => p.input)).toEqual(['sigma']);
    const wrong = errorOf(() => model.bind({ y: [1, 'x'], sigma: [1, -2] })) as DataError;
    expect(wrong.problems.map((p) => [p.input, p.row])).toEqual([
      ['y', 2],
      ['sigma', 2],
    ]);
  });

  it('refuses values outside the support of their distribution, at most five a statement', () => {
    const positive = compile(
      'dim obs\ndata y[obs]: real\nparam r ~ HalfNormal(1)\nobserve y ~ Exponential(r)',
    );
    const error = errorOf(() => positive.bind({ y: [1, -1, -2, -3, -4, -5, -6, -7] })) as DataError;
    expect(error.problems).toHaveLength(6);
    expect(error.problems[0]).toMatchObject({ input: 'y', row: 2 });
    expect(error.problems[0].message).toBe(
      'y[2] is -1, but Exponential (model.bayes, line 4) takes a number not below 0 there',
    );
    expect(error.problems[5].message).toContain('2 more values of y');
  });

  it('refuses bounds between which there is nothing', () => {
    const bounded = compile(
      'dim k = 2\ndata low[k]: real\ndata high: real\nparam a[k]: real(lower = low, upper = high) ~ Normal(0, 1)',
    );
    const error = errorOf(() => bounded.bind({ low: [1, 5], high: 2 })) as DataError;
    expect(error.message).toBe(
      'the parameter a[2] has no room: its lower bound 5 is not below its upper bound 2',
    );
    expect(() => bounded.bind({ low: [1, 2], high: 2 })).toThrow('no room');
    expect(bounded.bind({ low: [1, 1.5], high: 2 }).dimension).toBe(2);
  });

  it('refuses arguments known from data outside their range', () => {
    const scaled = compile('data s: real\nparam a ~ Normal(0, s)');
    expect(() => scaled.bind({ s: -1 })).toThrow(
      's is -1, but Normal (model.bayes, line 2) takes a positive number there',
    );
  });

  it('refuses parameters that no memory holds', () => {
    const huge = compile('dim k = 1000000000\nparam a[k] ~ Normal(0, 1)');
    expect(() => huge.bind({})).toThrow('`a` has 1000000000 elements');
  });

  it('names labels that no member has', () => {
    const labelled = compile(
      'dim k\ndata g[k]: real\nparam a[k] ~ Normal(0, 1)\nobserve g ~ Normal(a["x"], 1)',
    );
    expect(() => labelled.bind({ g: { u: 1, v: 2 } })).toThrow(/model\.bayes:4:22: "x" is not a/);
    expect(() => labelled.bind({ g: [1, 2] })).toThrow('model.bayes:4:22');
  });

  it('notes inputs that the model does not declare', () => {
    const posterior = model.bind({ ...eightSchools.data, extra: 3 });
    expect(posterior.notes.join()).toContain('extra');
    expect(model.bind(eightSchools.data).notes).toEqual([]);
  });

  it('takes a table', () => {
    const text = 'dim d  data y[d]: real  param m ~ Normal(0, 1)  observe y ~ Normal(m, 1)';
    const small = compile(text);
    const table = parseCsv('y,z\n1,4\n2.5,5\n', { fileName: 'small.csv' });
    const point = Float64Array.of(0.3);
    const byTable = small.bind(table).logDensity(point);
    expect(byTable).toBe(small.bind({ y: [1, 2.5] }).logDensity(point));
  });

  it('takes forms for parameters that have both', () => {
    const bind = (forms: Record<string, string>) => () =>
      model.bind(eightSchools.data, { forms: forms as Record<string, 'centred'> });
    const forms = bind({ theta: 'centred' })().lowered.parameters.map((p) => p.form);
    expect(forms).toEqual(['centred', 'centred', 'centred']);
    expect(model.bind(eightSchools.data).lowered.parameters[2].form).toBe('non-centred');
    expect(bind({ thta: 'centred' })).toThrow(
      new OptionError('the model has no parameter thta; did you mean theta?'),
    );
    expect(bind({ theta: 'middle' })).toThrow('a form is centred or non-centred, not middle');
    expect(bind({ mu: 'non-centred' })).toThrow('mu has no non-centred form');
  });
});

describe('a comment that allows a warning', () => {
  it('silences it, and the model remains what it is', async () => {
    const text = `
      data y: real
      param a ~ Normal(0, 1)
      observe y ~ Normal(a, 1)
      factor -a^2`;
    expect(compile(text).warnings.map(({ code }) => code)).toEqual(['unnormalised-factor']);
    const model = compile(`${text}  // credence: allow unnormalised-factor\n`);
    expect(model.warnings).toEqual([]);
    await expect(model.bind({ y: 1 }).evidence({ method: 'exact' })).rejects.toThrow(
      'the model has no evidence',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { bind } from '../../src/binding/bind.ts';
import type { DataInputs } from '../../src/binding/inputs.ts';
import { DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import { evaluateData } from '../../src/posterior/evaluate-data.ts';
import { check } from '../../src/semantics/check.ts';
import { parse } from '../../src/syntax/parse.ts';
import { complaints, labels, values } from './binding.ts';

function bindText(text: string, inputs: DataInputs) {
  const source = new SourceFile('m.bayes', text);
  const sink = new DiagnosticSink();
  const { model, poisoned } = parse(source, sink);
  const typed = check(model, source, sink, poisoned);
  expect(sink.all().filter((d) => d.severity === 'error')).toEqual([]);
  return bind(typed!, inputs, (expression, bound) => evaluateData(typed!, expression, bound));
}

describe('binding a model text', () => {
  it('computes sizes, defaults and bounds', () => {
    const text = `
      dim time
      data lags: int(lower = 1)
      dim step = size(time) - lags
      dim day = ["mon", "tue"]
      data y[time]: real
      data w[step]: positive = 2
      data z[step]: real(lower = 0, upper = 10 * lags) = 1 / lags
      data start: day = "tue"
      data k[day]: real = [3, 4]
      param mu ~ Normal(k[start], 1)
      observe y ~ Normal(mu, sum(w) + sum(z))`;
    const result = bindText(text, { y: [1, 2, 3, 4], lags: 2 });
    expect(result.dimensions.get('step')).toEqual({ name: 'step', size: 2 });
    expect(labels(result, 'day')).toEqual(['mon', 'tue']);
    expect(values(result, 'w')).toEqual([2, 2]);
    expect(values(result, 'z')).toEqual([0.5, 0.5]);
    expect(values(result, 'start')).toEqual([2]);
    expect(values(result, 'k')).toEqual([3, 4]);
    const wrong = { y: [1, 2, 3], lags: 2, z: [21] };
    expect(complaints(() => bindText(text, wrong))).toEqual([
      '`z[1]` is 21, but `z` is `real(lower = 0, upper = 10 * lags)`: it must be from 0 to 20.',
    ]);
  });

  describe('bounds that vary', () => {
    const text = `
      dim obs   dim k
      data least[obs]: real
      data most[k]: int
      data y[obs]: real(lower = least)?
      data n[obs, k]: int(lower = least, upper = most) = 2`;
    const given = { least: { a: 1, b: -1, c: 2 }, most: [3, 2] };

    it('belong to the cells with their labels, and leave missing cells alone', () => {
      const bound = bindText(text, { ...given, y: { c: 2, b: null, a: 1.5 } });
      expect(values(bound, 'y')).toEqual([1.5, Number.NaN, 2]);
      expect(values(bound, 'n')).toEqual([2, 2, 2, 2, 2, 2]);
    });

    it('tell the cell, its row and its own bound', () => {
      const rows = { c: [3, 2], b: [-1, -2], a: [0, 3] };
      const problems = complaints(() =>
        bindText(text, { ...given, y: { c: 1, b: -1, a: 1 }, n: rows }),
      );
      expect(problems).toEqual([
        '`y[c]` is 1, but `y` is `real(lower = least)?`: it must be at least 2.',
        '`n[b, 2]` is -2, but `n` is `int(lower = least, upper = most)`: it must be from -1 to 2.',
        '`n[a, 1]` is 0, but `n` is `int(lower = least, upper = most)`: it must be from 1 to 3.',
        '`n[a, 2]` is 3, but `n` is `int(lower = least, upper = most)`: it must be from 1 to 2.',
      ]);
    });

    it('bound the default, too', () => {
      const low = { ...given, least: [1, 3, 1], y: [1, 3, 1] };
      expect(complaints(() => bindText(text, low))).toEqual([
        '`n[2, 1]` in its default value is 2, but `n` is `int(lower = least, upper = most)`: it must be from 3 to 3.',
        '`n[2, 2]` in its default value is 2, but `n` is `int(lower = least, upper = most)`: it must be from 3 to 2.',
      ]);
    });

    it('of a matrix over one dimension twice are those of its own cells', () => {
      const square =
        'dim i   data low[i, i]: real   data m[i, i]: real(lower = low)   data c[i, i]: real = low';
      const low = [
        [1, 2],
        [3, 4],
      ];
      const m = (cell: number) => [
        [1, 2],
        [cell, 4],
      ];
      expect(values(bindText(square, { low, m: m(3) }), 'c')).toEqual([1, 2, 3, 4]);
      expect(complaints(() => bindText(square, { low, m: m(2) }))).toEqual([
        '`m[2, 1]` is 2, but `m` is `real(lower = low)`: it must be at least 3.',
      ]);
    });
  });

  it('tells where the text does not fit the sizes and labels of the data', () => {
    const text = `dim obs
dim rate
data y[obs]: real
data r[rate]: real
param th[rate] ~ Normal([1, 2], 1)
observe y ~ Normal(th[1] + th[4] + th["b"], r[1])`;
    expect(complaints(() => bindText(text, { y: [1], r: { a: 1, bb: 2, c: 3 } }))).toEqual([
      'm.bayes:5:25: The list has 2 elements, but `rate` has 3 members.',
      'm.bayes:6:28: Position 4 is outside `rate`, which has 3 members.',
      'm.bayes:6:39: "b" is not a label of `rate`. (did you mean "bb"?)',
    ]);
  });
});

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

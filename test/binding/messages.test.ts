import { describe, expect, it } from 'vitest';
import type { DataInputs } from '../../src/binding/inputs.ts';
import { parseJsonData } from '../../src/binding/json.ts';
import type { TypedModel } from '../../src/semantics/typed-model.ts';
import { bound, complaints } from './binding.ts';
import {
  arithmetic,
  binary,
  count,
  data,
  dim,
  indexed,
  int,
  label,
  letValue,
  list,
  member,
  model,
  number,
  over,
  positive,
  real,
  size,
  unit,
  variable,
} from './models.ts';

type Case = readonly [
  what: string,
  typed: TypedModel,
  inputs: DataInputs,
  lines: readonly string[],
];

const schools = model(
  dim('school'),
  data('y', ['school'], real),
  data('sigma', ['school'], positive),
);
const predictors = model(dim('obs'), dim('predictor'), data('X', ['obs', 'predictor'], real));
const homes = model(dim('home'), dim('county'), data('county', ['home'], member('county')));
const counties = model(...homes.statements, data('u', ['county'], real));
const day = dim('day', { kind: 'labels', labels: ['mon', 'tue'] });
const digit = dim('digit', { kind: 'integers', from: number(0), to: number(9) });
const vectorOf = (type: Parameters<typeof data>[2]) => model(dim('obs'), data('v', ['obs'], type));
const flat = (...statements: Parameters<typeof model>) =>
  model(dim('obs'), ...statements, data('X', ['obs', 'predictor'], real));
const three = dim('predictor', { kind: 'size', size: number(3) });

function check(cases: readonly Case[]): void {
  it.each(cases)('%s', (_, typed, inputs, lines) => {
    expect(complaints(() => bound(typed, inputs))).toEqual(lines);
  });
}

describe('a value that is not of its type', () => {
  check([
    [
      'missing',
      schools,
      { y: [1, null, Number.NaN, undefined], sigma: [1, 'NA', '', ' '] },
      [
        '`y[2]` is null, but `y` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
        '`y[3]` is NaN, but `y` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
        '`y[4]` is undefined, but `y` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
        '`sigma[2]` is NA, but `sigma` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
        '`sigma[3]` is empty, but `sigma` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
        '`sigma[4]` is empty, but `sigma` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
      ],
    ],
    [
      'infinite',
      schools,
      { y: [1, Number.POSITIVE_INFINITY], sigma: Float64Array.of(1, Number.NEGATIVE_INFINITY) },
      [
        '`y[2]` is infinite, but data must be finite numbers.',
        '`sigma[2]` is minus infinity, but data must be finite numbers.',
      ],
    ],
    [
      'not above an open bound',
      schools,
      { y: { Choate: 1, Andover: 2 }, sigma: { Choate: 0, Andover: -0 } },
      [
        '`sigma[Choate]` is 0, but `sigma` is `positive`: it must be greater than 0.',
        '`sigma[Andover]` is 0, but `sigma` is `positive`: it must be greater than 0.',
      ],
    ],
    [
      'a number in quotes, text, a truth value',
      schools,
      parseJsonData('{"y": ["1", "abc"], "sigma": [1, true]}', 'd.json'),
      [
        '`y[1]` in d.json is the text "1", but `y` is `real`: a number was expected. (write numbers without quotes)',
        '`y[2]` in d.json is "abc", but `y` is `real`: a number was expected.',
        '`sigma[2]` in d.json is true, but `sigma` is `positive`: a number was expected.',
      ],
    ],
    [
      'other kinds of values',
      schools,
      { y: [1, 2n], sigma: [() => 1, Symbol('s')] },
      [
        '`sigma[1]` is a function, but `sigma` is `positive`: a number was expected.',
        '`sigma[2]` is Symbol(s), but `sigma` is `positive`: a number was expected.',
      ],
    ],
    [
      'not a whole number, or one that cannot be held exactly',
      vectorOf(int),
      { v: [1.5, 2 ** 53, -1e20, 2 ** 53 - 1, -7] },
      [
        '`v[1]` is 1.5, but `v` is `int`: a whole number was expected.',
        '`v[2]` is 9007199254740992, but whole numbers beyond 9007199254740991 cannot be held exactly.',
        '`v[3]` is -100000000000000000000, but whole numbers beyond 9007199254740991 cannot be held exactly.',
      ],
    ],
    [
      'below a count',
      vectorOf(count),
      { v: [0, -1] },
      ['`v[2]` is -1, but `v` is `count`: it must be at least 0.'],
    ],
    [
      'outside an interval',
      vectorOf(unit),
      { v: [0, 1, 1.0000001, -5e-324] },
      [
        '`v[3]` is 1.0000001, but `v` is `unit`: it must be from 0 to 1.',
        '`v[4]` is -5e-324, but `v` is `unit`: it must be from 0 to 1.',
      ],
    ],
    [
      'above an upper bound alone',
      vectorOf({ kind: 'real', upper: number(2), words: 'real(upper = 2)' }),
      { v: [2, 3] },
      ['`v[2]` is 3, but `v` is `real(upper = 2)`: it must be at most 2.'],
    ],
    [
      'outside bounds that the data give',
      model(
        dim('obs'),
        data('n', [], int),
        data('v', ['obs'], { kind: 'int', upper: variable('n'), words: 'int(upper = n)' }),
      ),
      { n: 5, v: [5, 6] },
      ['`v[2]` is 6, but `v` is `int(upper = n)`: it must be at most 5.'],
    ],
    [
      'a bound that is not a number',
      model(
        dim('obs'),
        data('n', [], int),
        data('v', ['obs'], {
          kind: 'real',
          lower: arithmetic(variable('n'), '/', variable('n')),
          words: 'real(lower = n / n)',
        }),
      ),
      { n: 0, v: [1] },
      ['A bound of `v: real(lower = n / n)` is not a number.'],
    ],
    [
      'neither 0 nor 1',
      vectorOf(binary),
      { v: [true, false, 2, 'TRUE'] },
      [
        '`v[3]` is 2, but `v` is `binary`: it must be 0 or 1.',
        '`v[4]` is "TRUE", but `v` is `binary`: a number was expected. (write 1 for true and 0 for false)',
      ],
    ],
    [
      'a scalar',
      model(data('mu', [], positive)),
      { mu: -1 },
      ['`mu` is -1, but `mu` is `positive`: it must be greater than 0.'],
    ],
    [
      'a default',
      model(
        dim('obs'),
        data('v', ['obs'], real),
        data('w', [], positive, { defaultValue: number(0) }),
      ),
      { v: [1] },
      ['`w` in its default value is 0, but `w` is `positive`: it must be greater than 0.'],
    ],
  ]);

  it('tells twenty of an input and counts the rest', () => {
    const lines = complaints(() =>
      bound(vectorOf(real), { v: new Float64Array(1e5).fill(Number.NaN) }),
    );
    expect(lines).toHaveLength(21);
    expect(lines[19]).toBe(
      '`v[20]` is NaN, but `v` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
    );
    expect(lines[20]).toBe('And 99980 more problems in `v`.');
  });
});

describe('a shape that is not that of the model', () => {
  check([
    [
      'two inputs that disagree on a size',
      schools,
      { y: [1, 2, 3], sigma: [1, 2] },
      ['`sigma` has 2 values over `school`, but `y` has 3.'],
    ],
    [
      'one dimension twice, not square',
      model(dim('obs'), data('K', ['obs', 'obs'], real)),
      {
        K: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      ['`K` has both 2 and 3 values over `obs`.'],
    ],
    [
      'one dimension twice, with other labels',
      model(dim('obs'), data('K', ['obs', 'obs'], real)),
      { K: { a: { a: 1, c: 2 }, b: { a: 3, c: 4 } } },
      [
        '`K` has a value for "c", which is not a label of `obs` in `K`.',
        '`K` has no value for "b" of `obs`.',
      ],
    ],
    [
      'a number for an array, an array for a number',
      schools,
      { y: 3, sigma: [[1], [2]] },
      [
        '`y` is 3, but `y` has the dimension [school]: an array was expected.',
        '`sigma[1]` is an array of 1 value, but `sigma` has only the dimension [school].',
        '`sigma[2]` is an array of 1 value, but `sigma` has only the dimension [school].',
      ],
    ],
    [
      'an array for a scalar',
      model(data('mu', [], real)),
      { mu: [1, 2] },
      ['`mu` is an array of 2 values, but `mu` has no dimensions: it is one value.'],
    ],
    [
      'ragged rows',
      predictors,
      { X: [[1, 2], [3], [4, 5, 6], 7] },
      [
        '`X[2]` has 1 value, but `X[1]` has 2.',
        '`X[3]` has 3 values, but `X[1]` has 2.',
        '`X[4]` is 7, but an array over `predictor` was expected there.',
      ],
    ],
    [
      'ragged labels',
      predictors,
      { X: { a: { age: 1, iq: 2 }, b: { age: 1 }, c: { iq: 1, age: 2, sex: 0 }, d: [1, 2] } },
      [
        '`X[b]` has no value for "iq", but `X[a]` has.',
        '`X[c]` has a value for "sex", but `X[a]` has not.',
        '`X[d]` is an array, but `X[a]` is an object keyed by label.',
      ],
    ],
    [
      'an object after an array',
      predictors,
      { X: [[1, 2], { a: 1, b: 2 }] },
      ['`X[2]` is an object keyed by label, but `X[1]` is an array.'],
    ],
    [
      'nested too deep',
      predictors,
      { X: [[[1]]] },
      ['`X[1, 1]` is an array of 1 value, but `X` has only the dimensions [obs, predictor].'],
    ],
    [
      'a size that the model gives',
      model(day, data('v', ['day'], real)),
      { v: [1, 2, 3] },
      ['`v` has 3 values over `day`, but `dim day` has 2 members.'],
    ],
    [
      'a size that the model computes',
      model(
        dim('time'),
        data('v', ['time'], real),
        dim('step', { kind: 'size', size: arithmetic(size('time'), '-', number(1)) }),
        data('w', ['step'], real),
      ),
      { v: [1, 2, 3], w: [1, 2, 3] },
      ['`w` has 3 values over `step`, but `dim step` has 2 members.'],
    ],
    [
      'a size below 0',
      model(
        dim('time'),
        data('v', ['time'], real),
        dim('step', { kind: 'size', size: arithmetic(size('time'), '-', number(4)) }),
      ),
      { v: [1, 2, 3] },
      ['The size of `dim step` is -1, not a whole number from 0.'],
    ],
    [
      'a size computed from a value that is wrong: only the cause is told',
      model(
        data('lags', [], count),
        dim('lag', { kind: 'size', size: variable('lags') }),
        dim('month', { kind: 'integers', from: number(1), to: variable('lags') }),
        data('v', ['lag'], real),
        data('w', ['month'], real, { defaultValue: number(0) }),
      ),
      { lags: -2, v: [1, 2] },
      ['`lags` is -2, but `lags` is `count`: it must be at least 0.'],
    ],
    [
      'a size that is no whole number',
      model(dim('half', { kind: 'size', size: arithmetic(number(3), '/', number(2)) })),
      {},
      ['The size of `dim half` is 1.5, not a whole number from 0.'],
    ],
    [
      'integer labels that do not start at a whole number',
      model(dim('grade', { kind: 'integers', from: number(0.5), to: number(3) })),
      {},
      ['The labels of `dim grade` go from or to 0.5, not a whole number.'],
    ],
    [
      'nothing that gives a size',
      model(dim('time')),
      {},
      [
        'Nothing in the data gives the size of `dim time`. (give its size in the model, `dim time = 5`, or declare data over it)',
      ],
    ],
    [
      'only a default over a dimension',
      model(dim('time'), data('w', ['time'], real, { defaultValue: number(1) })),
      {},
      ['Nothing in the data gives the size of `dim time`. (give a value for `w`)'],
    ],
    [
      'no rows that would say how many columns there are',
      predictors,
      { X: [] },
      ['Nothing in the data gives the size of `dim predictor`. (give a value for `X`)'],
    ],
    [
      'a flat array for two unknown sizes',
      flat(dim('predictor')),
      { X: Float64Array.of(1, 2, 3, 4) },
      [
        'Nothing in the data gives the size of `dim obs`. (`X` is one flat array: give it as an array of rows)',
        'Nothing in the data gives the size of `dim predictor`. (`X` is one flat array: give it as an array of rows)',
      ],
    ],
    [
      'a flat array that does not divide',
      flat(three),
      { X: Float64Array.of(1, 2, 3, 4) },
      [
        'Nothing in the data gives the size of `dim obs`. (`X` is one flat array of 4 values, which do not fill [obs, predictor] with 3 over `predictor`)',
      ],
    ],
    [
      'a flat array of the wrong total',
      flat(three, data('v', ['obs'], real)),
      { v: [1, 2], X: Float64Array.of(1, 2, 3, 4) },
      ['`X` has 4 values, but [obs, predictor] is 2 × 3 = 6.'],
    ],
    [
      'a shape and cells that are both wrong: all is told',
      schools,
      { y: [1, 2, null], sigma: [-1, 1] },
      [
        '`sigma` has 2 values over `school`, but `y` has 3.',
        '`sigma[1]` is -1, but `sigma` is `positive`: it must be greater than 0.',
        '`y[3]` is null, but `y` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
      ],
    ],
    [
      'a flat array beside a size that is wrong: only the cause is told',
      flat(dim('predictor', { kind: 'size', size: number(-1) })),
      { X: Float64Array.of(1, 2) },
      ['The size of `dim predictor` is -1, not a whole number from 0.'],
    ],
    [
      'cells are told where a size is unknown too',
      flat(dim('predictor')),
      { X: Float64Array.of(1, Number.NaN) },
      [
        'Nothing in the data gives the size of `dim obs`. (`X` is one flat array: give it as an array of rows)',
        'Nothing in the data gives the size of `dim predictor`. (`X` is one flat array: give it as an array of rows)',
        '`X[2]` is NaN, but `X` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
      ],
    ],
  ]);
});

describe('labels and positions that do not fit', () => {
  check([
    [
      'positions from 0',
      homes,
      { county: [0, 1, 2] },
      [
        'The values of `county` are positions in `county`, counted from 1, but the smallest is 0. (if its values are labels, write `data county[home]: county by label`)',
      ],
    ],
    [
      'codes for positions',
      homes,
      { county: [1001, 3007] },
      [
        'The values of `county` are positions in `county`, but there are only 2 distinct values up to 3007. (if its values are labels, write `data county[home]: county by label`)',
      ],
    ],
    [
      'positions beyond a size',
      counties,
      { county: Int32Array.of(0, 1, 3), u: [1, 2] },
      [
        '`county[1]` is 0, but `county` has 2 members: positions go from 1 to 2. (if the values are labels, write `data county[home]: county by label`)',
        '`county[3]` is 3, but `county` has 2 members: positions go from 1 to 2.',
      ],
    ],
    [
      'a position in nothing',
      counties,
      { county: [1], u: [] },
      ['`county[1]` is 1, but `county` has 0 members: nothing can be a member of it.'],
    ],
    [
      'cells that are no position',
      homes,
      { county: [1, 2.5, null, true] },
      [
        '`county[2]` is 2.5, but a position in `county` was expected, a whole number.',
        '`county[3]` is null, but `county` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `county?`)',
        '`county[4]` is true, but a position in `county` was expected.',
      ],
    ],
    [
      'more labels than an array has values',
      counties,
      { county: ['b', 'a', 'c'], u: [1, 2] },
      ['`u` has 2 values over `county`, but `county` holds 3 labels.'],
    ],
    [
      'a label that keys do not have',
      counties,
      { county: ['Anoka', 'Stearn'], u: { Anoka: 1, Stearns: 3 } },
      ['`county[2]` is "Stearn", which is not a label of `county`. (did you mean "Stearns"?)'],
    ],
    [
      'a position where there are labels',
      counties,
      { county: ['Anoka', 1], u: { Anoka: 1, Stearns: 3 } },
      [
        '`county[2]` is 1, which is not a label of `county`. (the labels of `county` are Anoka, Stearns)',
      ],
    ],
    [
      'keys that differ',
      schools,
      { y: { a: 1, b: 2, c: 3 }, sigma: { a: 1, b: 1, d: 1 } },
      [
        '`sigma` has a value for "d", which is not a label of `school` in `y`.',
        '`sigma` has no value for "c" of `school`.',
      ],
    ],
    [
      'keys that the model does not have',
      model(day, data('v', ['day'], real)),
      { v: { mon: 1, teu: 2 } },
      [
        '`v` has a value for "teu", which is not a label of `day`. (did you mean "tue"?)',
        '`v` has no value for "tue" of `day`.',
      ],
    ],
    [
      'more keys than the model has members',
      model(dim('lag', { kind: 'size', size: number(2) }), data('v', ['lag'], real)),
      { v: { a: 1, b: 2, c: 3 } },
      ['`v` has 3 labels of `lag`, but `dim lag` has 2.'],
    ],
    [
      'fewer text values than the model has members',
      model(
        dim('state', { kind: 'size', size: number(3) }),
        dim('obs'),
        data('s', ['obs'], member('state')),
      ),
      { s: ['a', 'b', 'a'] },
      ['`s` has 2 labels of `state`, but `dim state` has 3.'],
    ],
    [
      'a value beyond integer labels',
      model(digit, dim('obs'), data('v', ['obs'], member('digit'))),
      { v: [0, 9, 10] },
      ['`v[3]` is 10, which is not a label of `digit`. (the labels of `digit` are 0, 1, 2, …, 9)'],
    ],
    [
      'a value below integer labels whose top is open',
      model(
        dim('rating', { kind: 'integers', from: number(0) }),
        dim('obs'),
        data('v', ['obs'], member('rating')),
      ),
      { v: [-1, 2, 0.5] },
      [
        '`v[1]` is -1, which is not a label of `rating`. (the labels of `rating` are 0, 1, 2)',
        '`v[3]` is 0.5, which is not a label of `rating`. (the labels of `rating` are 0, 1, 2)',
      ],
    ],
    [
      'a label in the model text',
      model(day, letValue('m', label('day', 'teu'))),
      {},
      ['test.bayes:1:1: "teu" is not a label of `day`. (did you mean "tue"?)'],
    ],
    [
      'a label in the model text where there are none',
      model(dim('obs'), data('v', ['obs'], real), letValue('m', label('obs', 'a'))),
      { v: [1] },
      ['test.bayes:1:1: "a" is not a label of `obs`. (`obs` has no labels, only positions)'],
    ],
    [
      'a list in the model text',
      model(
        dim('rate', { kind: 'size', size: number(4) }),
        letValue('m', over(list([1, 2, 3]), ['rate'])),
      ),
      {},
      ['test.bayes:1:1: The list has 3 elements, but `rate` has 4 members.'],
    ],
    [
      'a list as a default',
      model(
        dim('rate', { kind: 'size', size: number(4) }),
        data('v', ['rate'], real, { defaultValue: over(list([1, 2, 3]), ['rate']) }),
      ),
      {},
      ['test.bayes:1:1: The list has 3 elements, but `rate` has 4 members.'],
    ],
    [
      'a position in the model text',
      model(
        dim('obs'),
        data('v', ['obs'], real),
        letValue('m', indexed(variable('v', ['obs']), [number(3)])),
      ),
      { v: [1, 2] },
      ['test.bayes:1:1: Position 3 is outside `obs`, which has 2 members.'],
    ],
  ]);
});

describe('an input that is not there', () => {
  check([
    ['at all', schools, { y: [1] }, ['The data give no value for `sigma[school]: positive`.']],
    [
      'under a name that is near',
      model(dim('kid'), data('mom_iq', ['kid'], real)),
      { 'mom.iq': [1] },
      [
        'The data give no value for `mom_iq[kid]: real`. (there is `mom.iq`: rename it, or write `from "mom.iq"` in the model)',
      ],
    ],
    [
      'with its unit behind it',
      model(dim('plant'), data('height', ['plant'], real)),
      { 'Height (cm)': [1] },
      [
        'The data give no value for `height[plant]: real`. (there is `Height (cm)`: rename it, or write `from "Height (cm)"` in the model)',
      ],
    ],
    [
      'among others that are like nothing',
      model(dim('plant'), data('height', ['plant'], real)),
      { length: [1], width: [2] },
      [
        'The data give no value for `height[plant]: real`. (what the model does not use: `length`, `width`; `from "column"` takes one of another name)',
      ],
    ],
    [
      'but for case, dots and underscores',
      model(data('log_population_size', [], real)),
      { 'Log.Population.Size': 1 },
      [
        'The data give no value for `log_population_size: real`. (there is `Log.Population.Size`: rename it, or write `from "Log.Population.Size"` in the model)',
      ],
    ],
    [
      'under the name that the model gives',
      model(dim('kid'), data('mom_iq', ['kid'], real, { column: 'mom.iq' })),
      { mom_iq: [1] },
      [
        'The data give no value for `mom_iq[kid]: real` (as `mom.iq`). (there is `mom_iq`: rename it, or write `from "mom_iq"` in the model)',
      ],
    ],
    [
      'only on the prototype',
      model(data('toString', [], real), data('constructor', [], real)),
      {},
      [
        'The data give no value for `toString: real`.',
        'The data give no value for `constructor: real`.',
      ],
    ],
  ]);
});

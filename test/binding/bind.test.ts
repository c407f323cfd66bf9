import { describe, expect, it } from 'vitest';
import { parseJsonData } from '../../src/binding/json.ts';
import { bound, labels, values } from './binding.ts';
import {
  arithmetic,
  binary,
  data,
  dim,
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
  variable,
} from './models.ts';

const schools = model(
  dim('school'),
  data('y', ['school'], real),
  data('sigma', ['school'], positive),
);
const homes = model(dim('home'), dim('county'), data('county', ['home'], member('county')));
const predictors = model(dim('obs'), dim('predictor'), data('X', ['obs', 'predictor'], real));

describe('values', () => {
  it('come from arrays and typed arrays', () => {
    const result = bound(schools, { y: [28, 8, -3], sigma: Float32Array.of(15, 10, 16) });
    expect(result.dimensions.get('school')).toEqual({ name: 'school', size: 3 });
    expect(result.values.get('y')).toEqual({ shape: [3], data: Float64Array.of(28, 8, -3) });
    expect(result.values.get('sigma')).toEqual({ shape: [3], data: Float64Array.of(15, 10, 16) });
    expect(result.notes).toEqual([]);
  });

  it('are copied, so that later changes of an input do not matter', () => {
    const y = Float64Array.of(1, 2);
    const result = bound(schools, { y, sigma: [1, 1] });
    y[0] = 99;
    expect(values(result, 'y')).toEqual([1, 2]);
  });

  it('are scalars, truth values where the type is binary, and big integers', () => {
    const scalars = model(data('mu', [], real), data('b', [], binary), data('n', [], int));
    const result = bound(scalars, { mu: -1.5, b: true, n: 12n });
    expect(result.values.get('mu')).toEqual({ shape: [], data: Float64Array.of(-1.5) });
    expect([values(result, 'b'), values(result, 'n')]).toEqual([[1], [12]]);
  });

  it('are nested arrays, or arrays of typed arrays', () => {
    const rows = [Float64Array.of(1, 2, 3), [4, 5, 6]];
    expect(bound(predictors, { X: rows }).values.get('X')).toEqual({
      shape: [2, 3],
      data: Float64Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it('are flat typed arrays where at most one size is unknown', () => {
    const X = Float64Array.of(1, 2, 3, 4, 5, 6);
    const sized = model(
      dim('obs'),
      data('k', [], int),
      dim('predictor', { kind: 'size', size: variable('k') }),
      data('X', ['obs', 'predictor'], real),
    );
    expect(bound(sized, { k: 3, X }).values.get('X')).toEqual({ shape: [2, 3], data: X });
    const square = model(dim('obs'), data('K', ['obs', 'obs'], real));
    expect(bound(square, { K: Float64Array.of(1, 2, 3, 4) }).values.get('K')!.shape).toEqual([
      2, 2,
    ]);
  });

  it('may be absent where the model has a default', () => {
    const typed = model(
      data('w', ['obs', 'predictor'], real, { defaultValue: variable('u', ['predictor']) }),
      data('scale', [], positive, { defaultValue: arithmetic(size('obs'), '*', number(2)) }),
      data('u', ['predictor'], real, { defaultValue: over(list([5, 7]), ['predictor']) }),
      dim('obs'),
      dim('predictor', { kind: 'size', size: number(2) }),
      data('y', ['obs'], real),
    );
    const result = bound(typed, { y: [1, 2, 3] });
    expect(result.values.get('w')).toEqual({
      shape: [3, 2],
      data: Float64Array.of(5, 7, 5, 7, 5, 7),
    });
    expect(values(result, 'scale')).toEqual([6]);
    expect(values(bound(typed, { y: [1], scale: 3 }), 'scale')).toEqual([3]);
  });

  it('may have a default that is a label', () => {
    const typed = model(
      dim('day', { kind: 'labels', labels: ['mon', 'tue'] }),
      data('start', [], member('day'), { defaultValue: label('day', 'tue') }),
    );
    expect(bound(typed, {}).values.get('start')).toEqual({ shape: [], data: Int32Array.of(2) });
    expect(values(bound(typed, { start: 'mon' }), 'start')).toEqual([1]);
  });

  it('are taken from the name that the model gives', () => {
    const typed = model(dim('kid'), data('iq', ['kid'], real, { column: 'mom.iq' }));
    expect(values(bound(typed, { 'mom.iq': [100] }), 'iq')).toEqual([100]);
  });

  it('that the model does not declare are ignored, with a note', () => {
    const result = bound(schools, { y: [1], sigma: [1], N: 1, toString: 2 });
    expect(result.notes).toEqual([
      'Ignored 2 inputs that the model does not declare: `N`, `toString`.',
    ]);
  });

  it('may be none: dimensions may be empty', () => {
    const result = bound(schools, { y: [], sigma: new Float64Array(0) });
    expect(result.dimensions.get('school')!.size).toBe(0);
    expect(result.values.get('y')).toEqual({ shape: [0], data: new Float64Array(0) });
    expect(result.notes).toEqual(['`school` has no members: `y` is empty.']);
    expect(bound(homes, { county: [] }).notes).toEqual([
      '`home` has no members: `county` is empty.',
      '`county` has no members: `county` holds no position.',
    ]);
  });
});

describe('sizes', () => {
  it('are computed from data, other sizes and let statements, in any order', () => {
    const typed = model(
      dim('half', { kind: 'size', size: variable('h') }),
      letValue('h', arithmetic(size('step'), '/', number(2))),
      dim('step', { kind: 'size', size: arithmetic(size('time'), '-', variable('lags')) }),
      dim('time'),
      data('lags', [], int),
      data('y', ['time'], real),
    );
    const result = bound(typed, { y: [1, 2, 3, 4, 5, 6], lags: 2 });
    expect(result.dimensions.get('step')!.size).toBe(4);
    expect(result.dimensions.get('half')!.size).toBe(2);
  });

  it('come from the largest position, which a note says', () => {
    const result = bound(homes, { county: [1, 3, 1] });
    expect(result.dimensions.get('county')).toEqual({ name: 'county', size: 3 });
    expect(result.values.get('county')).toEqual({ shape: [3], data: Int32Array.of(1, 3, 1) });
    expect(result.notes).toEqual(['`county` has 3 members, the largest position in `county`.']);
  });

  it('come from an array over the dimension rather than from positions', () => {
    const typed = model(...homes.statements, data('u', ['county'], real));
    const result = bound(typed, { county: [1, 1], u: [1, 2, 3] });
    expect(result.dimensions.get('county')!.size).toBe(3);
    expect(result.notes).toEqual([]);
  });

  it('take ten times as many positions as values, but no more', () => {
    expect(bound(homes, { county: [10] }).dimensions.get('county')!.size).toBe(10);
    expect(() => bound(homes, { county: [11] })).toThrow('only 1 distinct value up to 11');
  });
});

describe('labels', () => {
  it('are the keys of objects, in any order', () => {
    const result = bound(schools, {
      y: { Choate: 28, Deerfield: 8, Andover: -3 },
      sigma: { Andover: 16, Choate: 15, Deerfield: 10 },
    });
    expect(labels(result, 'school')).toEqual(['Choate', 'Deerfield', 'Andover']);
    expect(values(result, 'y')).toEqual([28, 8, -3]);
    expect(values(result, 'sigma')).toEqual([15, 10, 16]);
  });

  it('are a list under the name of the dimension', () => {
    const school = ['Choate', 'Deerfield', 'Andover'];
    const sigma = { Andover: 16, Choate: 15, Deerfield: 10 };
    const result = bound(schools, { school, y: [28, 8, -3], sigma });
    expect(labels(result, 'school')).toEqual(school);
    expect(values(result, 'y')).toEqual([28, 8, -3]);
    expect(values(result, 'sigma')).toEqual([15, 10, 16]);
    expect(result.notes).toEqual([]);
    expect(() => bound(schools, { school: ['Choate'], y: [28, 8, -3], sigma: [1, 2, 3] })).toThrow(
      '`y` has 3 values over `school`, but the list `school` holds 1 label.',
    );
  });

  it('are the keys of objects at every depth', () => {
    const X = { b: { iq: 1, age: 2 }, a: { age: 4, iq: 3 } };
    const typed = model(
      dim('obs', { kind: 'labels', labels: ['a', 'b'] }),
      dim('predictor'),
      data('X', ['obs', 'predictor'], real),
    );
    const result = bound(typed, { X });
    expect(labels(result, 'predictor')).toEqual(['iq', 'age']);
    expect(values(result, 'X')).toEqual([3, 4, 1, 2]);
  });

  it('stand in the same order on both sides of a square', () => {
    const typed = model(dim('obs'), data('K', ['obs', 'obs'], real));
    const result = bound(typed, { K: { a: { b: 12, a: 11 }, b: { b: 22, a: 21 } } });
    expect(values(result, 'K')).toEqual([11, 12, 21, 22]);
  });

  it('of a dimension whose size the model gives may come from text values', () => {
    const typed = model(
      dim('state', { kind: 'size', size: number(2) }),
      dim('obs'),
      data('s', ['obs'], member('state')),
    );
    const result = bound(typed, { s: ['wet', 'dry'] });
    expect([labels(result, 'state'), values(result, 's')]).toEqual([
      ['dry', 'wet'],
      [2, 1],
    ]);
  });

  it('are the text values of an index, sorted by code points', () => {
    // U+1F600 is after U+FFFD, though its first UTF-16 unit (U+D83D) is before
    const text = ['\u{1f600}', 'b', 'B', '\ufffd', 'é', 'b', 'ba'];
    const result = bound(homes, { county: text });
    expect(labels(result, 'county')).toEqual(['B', 'b', 'ba', 'é', '\ufffd', '\u{1f600}']);
    expect(values(result, 'county')).toEqual([6, 2, 1, 5, 4, 2, 3]);
  });

  it('are shared by several index inputs', () => {
    const pairs = model(
      dim('game'),
      dim('team'),
      data('home', ['game'], member('team')),
      data('away', ['game'], member('team')),
    );
    const result = bound(pairs, { home: ['Ajax', 'Celtic'], away: ['Benfica', 'Ajax'] });
    expect(labels(result, 'team')).toEqual(['Ajax', 'Benfica', 'Celtic']);
    expect(values(result, 'away')).toEqual([2, 1]);
    expect(bound(pairs, { home: [1, 2], away: [4, 1] }).notes).toEqual([
      '`team` has 4 members, the largest position in `home` and `away`.',
    ]);
  });

  it('are numbers in their order where the model says by label', () => {
    const typed = model(dim('home'), dim('zip'), data('zip', ['home'], member('zip', true)));
    const result = bound(typed, { zip: [90210, 501, -3, 501] });
    expect(labels(result, 'zip')).toEqual(['-3', '501', '90210']);
    expect(values(result, 'zip')).toEqual([3, 2, 1, 2]);
  });

  it('of the model are what data are matched to', () => {
    const typed = model(
      dim('day', { kind: 'labels', labels: ['mon', 'tue', 'wed'] }),
      dim('obs'),
      data('d', ['obs'], member('day')),
    );
    const result = bound(typed, { d: ['wed', 'mon'] });
    expect(labels(result, 'day')).toEqual(['mon', 'tue', 'wed']);
    expect(values(result, 'd')).toEqual([3, 1]);
  });

  it('that are integers are matched as labels, not as positions', () => {
    const typed = model(
      dim('digit', { kind: 'integers', from: number(0), to: number(9) }),
      dim('obs'),
      data('d', ['obs'], member('digit')),
    );
    const result = bound(typed, { d: Int32Array.of(0, 9, 3) });
    expect(labels(result, 'digit')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(values(result, 'd')).toEqual([1, 10, 4]);
  });

  it('that are integers may take their top from the data', () => {
    const rating = dim('rating', { kind: 'integers', from: number(0) });
    const ratings = model(rating, dim('obs'), data('r', ['obs'], member('rating')));
    const fromValues = bound(ratings, { r: [0, 4, 2] });
    expect(labels(fromValues, 'rating')).toEqual(['0', '1', '2', '3', '4']);
    expect(values(fromValues, 'r')).toEqual([1, 5, 3]);
    expect(fromValues.notes).toEqual(['`rating` ends at 4, the largest value in `r`.']);

    const weights = model(rating, data('w', ['rating'], real));
    expect(labels(bound(weights, { w: [1, 2, 3] }), 'rating')).toEqual(['0', '1', '2']);
    const keyed = bound(weights, { w: { 2: 12, 0: 10, 1: 11 } });
    expect([labels(keyed, 'rating'), values(keyed, 'w')]).toEqual([
      ['0', '1', '2'],
      [10, 11, 12],
    ]);
  });

  it('in sorted order meet an array by position, which a note says', () => {
    const typed = model(...homes.statements, data('u', ['county'], real));
    expect(bound(typed, { county: ['b', 'a'], u: [1, 2] }).notes).toEqual([
      'The labels of `county` are taken from `county` in sorted order; `u` is matched to them by position.',
    ]);
  });

  it('may be names of the prototype', () => {
    const typed = model(dim('__proto__'), data('constructor', ['__proto__'], real));
    const text = '{"constructor": {"__proto__": 1, "toString": 2}, "hasOwnProperty": 3}';
    const result = bound(typed, parseJsonData(text, 'd.json'));
    expect(labels(result, '__proto__')).toEqual(['__proto__', 'toString']);
    expect(values(result, 'constructor')).toEqual([1, 2]);
    expect(({} as Record<string, unknown>).toString).toBe(Object.prototype.toString);
  });
});

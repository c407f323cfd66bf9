import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { type DataInputs, mergeInputs } from '../../src/binding/inputs.ts';
import { parseJsonData } from '../../src/binding/json.ts';
import { bound, complaints, labels, values } from './binding.ts';
import { binary, data, dim, member, model, number, positive, real } from './models.ts';

const csv = (text: string, fileName = 's.csv'): DataInputs =>
  mergeInputs([parseCsv(text, { fileName })]);

const schools = model(
  dim('school'),
  data('y', ['school'], real),
  data('sigma', ['school'], positive),
);
const predictors = model(dim('obs'), dim('predictor'), data('X', ['obs', 'predictor'], real));

describe('a table', () => {
  it('gives a value a row, and its text column named as the rows labels them', () => {
    const result = bound(schools, csv('school,y,sigma\nChoate,28,15\nDeerfield,8,10\n'));
    expect(labels(result, 'school')).toEqual(['Choate', 'Deerfield']);
    expect(values(result, 'y')).toEqual([28, 8]);
    expect(result.notes).toEqual([]);
  });

  it('is put in the order of the labels, where these come from elsewhere', () => {
    const day = dim('day', { kind: 'labels', labels: ['mon', 'tue'] });
    const days = model(day, data('y', ['day'], real), data('w', ['day'], real));
    const result = bound(days, mergeInputs([csv('day,y\ntue,2\nmon,1\n'), { w: [7, 8] }]));
    expect([values(result, 'y'), values(result, 'w')]).toEqual([
      [1, 2],
      [7, 8],
    ]);
    const two = mergeInputs([
      csv('school,y\nB,2\nA,1\n'),
      csv('school,sigma\nA,7\nB,8\n', 't.csv'),
    ]);
    expect(labels(bound(schools, two), 'school')).toEqual(['B', 'A']);
    expect(values(bound(schools, two), 'sigma')).toEqual([8, 7]);
  });

  it('is put in the order of integer labels', () => {
    const digit = dim('digit', { kind: 'integers', from: number(0), to: number(2) });
    const digits = model(digit, data('y', ['digit'], real));
    expect(values(bound(digits, csv('digit,y\n2,12\n0,10\n1,11\n')), 'y')).toEqual([10, 11, 12]);
  });

  it('whose labels repeat or are missing has unlabelled rows, with a note', () => {
    const repeated = bound(schools, csv('school,y,sigma\nA,1,1\nA,2,1\n'));
    expect(labels(repeated, 'school')).toBeUndefined();
    expect(repeated.notes).toEqual([
      'Column `school` of s.csv does not label its rows: "A" stands there more than once.',
      'Ignored 1 column of s.csv that the model does not declare: `school`.',
    ]);
    expect(bound(schools, csv('school,y,sigma\nA,1,1\n,2,1\n')).notes[0]).toBe(
      'Column `school` of s.csv does not label its rows: row 2 (line 3) of s.csv has none.',
    );
  });

  it('with other labels than another input is an error', () => {
    const inputs = mergeInputs([csv('school,y\nA,1\nB,2\n'), { sigma: { A: 1, C: 2 } }]);
    expect(complaints(() => bound(schools, inputs))).toEqual([
      '`sigma` has a value for "C", which is not a label of `school` in column `school` of s.csv.',
      '`sigma` has no value for "B" of `school`.',
    ]);
  });

  it('gives index values as the file writes them', () => {
    const homes = model(
      dim('home'),
      dim('county'),
      data('fips', ['home'], member('county', true)),
      data('floor', ['home'], binary),
    );
    const result = bound(homes, csv('fips,floor\n01003,0\n01001,1\n 01003,1\n'));
    expect(labels(result, 'county')).toEqual(['01001', '01003']);
    expect(values(result, 'fips')).toEqual([2, 1, 2]);
  });

  it('names file, row, line and column of what is wrong', () => {
    const kids = model(dim('kid'), data('iq', ['kid'], positive, { column: 'mom.iq' }));
    const text = 'mom.iq,name\n100,"two\nlines"\nx,b\n,c\n-1,d\nNA,e\nInf,f\n';
    expect(complaints(() => bound(kids, csv(text, 'kids.csv')))).toEqual([
      '`iq` in row 2 (line 4) of kids.csv, column `mom.iq` is "x", but `iq` is `positive`: a number was expected. (where a value is missing, leave the cell empty or write NA)',
      '`iq` in row 3 (line 5) of kids.csv, column `mom.iq` is empty, but `iq` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
      '`iq` in row 4 (line 6) of kids.csv, column `mom.iq` is -1, but `iq` is `positive`: it must be greater than 0.',
      '`iq` in row 5 (line 7) of kids.csv, column `mom.iq` is NA, but `iq` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
      '`iq` in row 6 (line 8) of kids.csv, column `mom.iq` is infinite, but data must be finite numbers.',
    ]);
  });

  it('gives a second dimension by columns in brackets, by label or position', () => {
    const byLabel = bound(predictors, csv('X[age],X[iq]\n1,2\n3,4\n'));
    expect(byLabel.values.get('X')).toEqual({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) });
    expect(labels(byLabel, 'predictor')).toEqual(['age', 'iq']);
    const byPosition = bound(predictors, csv('X[2],other,X[1]\n1,0,2\n3,0,4\n'));
    expect(values(byPosition, 'X')).toEqual([2, 1, 4, 3]);
    expect(labels(byPosition, 'predictor')).toBeUndefined();
    expect(byPosition.notes).toEqual([
      'Ignored 1 column of s.csv that the model does not declare: `other`.',
    ]);
    expect(values(bound(predictors, csv('X.1,X.2\n1,2\n')), 'X')).toEqual([1, 2]);
  });

  it('names the column of a wrong cell of a second dimension', () => {
    expect(complaints(() => bound(predictors, csv('X[age],X[iq]\n1,2\n3,high\n')))).toEqual([
      '`X` in row 2 (line 3) of s.csv, column `X[iq]` is "high", but `X` is `real`: a number was expected. (where a value is missing, leave the cell empty or write NA)',
    ]);
  });

  it.each([
    ['"1,234"', 'write numbers without commas between thousands'],
    ['"1,5"', 'write numbers with a decimal point, or separate the columns by semicolons'],
    ['5%', 'write the number alone, without units or other signs'],
    ['n/a', 'where a value is missing, leave the cell empty or write NA'],
  ])('says what to do with %s', (cell, hint) => {
    const [line] = complaints(() => bound(schools, csv(`y,sigma\n1,2\n${cell},3\n`)));
    expect(line).toContain(`a number was expected. (${hint})`);
  });

  it('a column of words is to be an index', () => {
    const lines = complaints(() => bound(schools, csv('y,sigma\nlow,2\nhigh,3\n')));
    expect(lines.join()).toContain(
      'words say what a row belongs to: declare `dim y` and `data y[school]: y`',
    );
  });

  it('of one column that looks like several says what separates them', () => {
    for (const text of ['y sigma\n1 2\n', 'y|sigma\n1|2\n'])
      expect(complaints(() => bound(schools, csv(text)))[0]).toMatch(
        /the only column is `y.sigma`: separate columns by commas, semicolons or tabs/,
      );
    expect(complaints(() => bound(schools, csv('y (cm)\n1\n')))[0]).toContain(
      'write `from "y (cm)"`',
    );
  });

  it('of no rows gives empty dimensions, with a note', () => {
    const { dimensions, notes } = bound(schools, csv('y,sigma\n'));
    expect(dimensions.get('school')!.size).toBe(0);
    expect(notes).toEqual(['`school` has no members: `y` is empty.']);
  });

  it('may be a list of records', () => {
    const text = '[{"school": "A", "y": 1, "sigma": 2}, {"sigma": 3, "school": "B", "y": 4}]';
    const result = bound(schools, parseJsonData(text, 'rows.json'));
    expect([labels(result, 'school'), values(result, 'sigma')]).toEqual([
      ['A', 'B'],
      [2, 3],
    ]);
    const partial = parseJsonData('[{"y": 1, "sigma": 2}, {"y": "4"}]', 'rows.json');
    expect(complaints(() => bound(schools, partial))).toEqual([
      '`y` in row 2 of rows.json is the text "4", but `y` is `real`: a number was expected. (write numbers without quotes)',
      '`sigma` in row 2 of rows.json is null, but `sigma` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `positive?`)',
    ]);
  });

  const scalar = model(dim('obs'), data('mu', [], real), data('y', ['obs'], real));
  const two = model(dim('a'), dim('b'), data('x', ['a'], real), data('y', ['b'], real));
  it.each([
    [
      'a column for one value',
      scalar,
      csv('mu,y\n1,2\n1,3\n'),
      'Column `mu` of s.csv has 2 rows, but `mu` has no dimensions: it is one value. (give it with --set mu=… or in a JSON file)',
    ],
    [
      'rows of two dimensions',
      two,
      csv('x,y\n1,2\n'),
      '`x[a]` and `y[b]` both come from s.csv, but the rows of a table are one dimension. (give one of the two in another file)',
    ],
    [
      'one column for two dimensions',
      predictors,
      csv('X\n1\n'),
      'Column `X` of s.csv has 1 row of one value, but `X` has 2 dimensions. (a table gives it as columns X[1], X[2], … or X[label])',
    ],
    [
      'columns for one dimension',
      model(dim('obs'), data('X', ['obs'], real)),
      csv('X[1],X[2]\n1,2\n'),
      'Columns such as `X[1]` of s.csv give a value a row and member, but `X` has 1 dimension. (give it as one column `X`)',
    ],
    [
      'columns for one value',
      model(data('X', [], real)),
      csv('X[1],X[2]\n1,2\n'),
      'Columns such as `X[1]` of s.csv give a value a row and member, but `X` has 0 dimensions. (give it in a JSON file)',
    ],
    [
      'a gap in the numbers of columns',
      predictors,
      csv('X.1,X.3\n1,2\n'),
      'The columns `X.1`, `X.3` of s.csv are not numbered 1, 2, … without a gap. (by label they are written X[label])',
    ],
    [
      'a member in two columns',
      predictors,
      csv('X[1],X.1\n1,2\n'),
      'Columns `X[1]` and `X.1` of s.csv both give the member 1.',
    ],
    [
      'columns in two files',
      predictors,
      mergeInputs([csv('X[1]\n1\n'), csv('X[2]\n1\n', 't.csv')]),
      'The columns of `X` are in two files: `X[1]` in s.csv, `X[2]` in t.csv.',
    ],
    [
      'tables of different lengths',
      schools,
      mergeInputs([csv('y\n1\n2\n'), csv('sigma\n1\n', 't.csv')]),
      '`sigma` has 1 value over `school`, but `y` has 2.',
    ],
  ])('tells of %s', (_, typed, inputs, message) => {
    expect(complaints(() => bound(typed, inputs))).toEqual([message]);
  });

  it('lists at most five columns that it ignores', () => {
    const result = bound(schools, csv('y,sigma,a,b,c,d,e,f,g\n1,2,3,4,5,6,7,8,9\n'));
    expect(result.notes).toEqual([
      'Ignored 7 columns of s.csv that the model does not declare: `a`, `b`, `c`, `d`, `e` and 2 more.',
    ]);
  });
});

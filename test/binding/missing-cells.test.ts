import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { mergeInputs } from '../../src/binding/inputs.ts';
import { bound, complaints, labels, values } from './binding.ts';
import { data, dim, member, model, real } from './models.ts';

const optional = { ...real, optional: true, words: 'real?' };
const optionalGroup = { ...member('group'), optional: true, words: 'group?' };
const series = model(dim('obs'), data('y', ['obs'], optional));
const grouped = model(
  dim('obs'),
  dim('group'),
  data('y', ['obs'], optional),
  data('g', ['obs'], optionalGroup),
);

describe('cells that may be missing', () => {
  it('are NaN, from null, NaN, NA and nothing, and are counted in a note', () => {
    const result = bound(series, { y: [1, null, Number.NaN, 2] });
    expect(values(result, 'y')).toEqual([1, Number.NaN, Number.NaN, 2]);
    expect(result.notes).toEqual(['2 cells of `y` (of 4) are missing.']);
    const table = bound(series, mergeInputs([parseCsv('y\n1\nNA\n', { fileName: 's.csv' })]));
    expect(values(table, 'y')).toEqual([1, Number.NaN]);
    expect(table.notes).toEqual(['1 cell of `y` (of 2) is missing.']);
    expect(values(bound(series, { y: Float64Array.of(1, Number.NaN) }), 'y')).toEqual([
      1,
      Number.NaN,
    ]);
  });

  it('are position 0 in an index, and are no label', () => {
    const text = parseCsv('y,g\n1,b\n,\n3,a\n', { fileName: 's.csv' });
    const result = bound(grouped, mergeInputs([text]));
    expect(labels(result, 'group')).toEqual(['a', 'b']);
    expect(values(result, 'g')).toEqual([2, 0, 1]);
    expect(values(bound(grouped, { y: [1, 2], g: [null, 2] }), 'g')).toEqual([0, 2]);
  });

  it('are the only ones that need not be of the type', () => {
    expect(complaints(() => bound(series, { y: [1, 'x', null] }))).toEqual([
      '`y[2]` is "x", but `y` is `real?`: a number was expected.',
    ]);
    expect(complaints(() => bound(series, { y: [1, Infinity] }))).toHaveLength(1);
  });
});

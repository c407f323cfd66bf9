import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { fileOf, mergeInputs } from '../../src/binding/inputs.ts';
import { parseJsonData } from '../../src/binding/json.ts';
import { bound, complaints, values } from './binding.ts';
import { data, dim, model, real } from './models.ts';

describe('merging inputs', () => {
  const typed = model(dim('obs'), data('y', ['obs'], real), data('mu', [], real));
  const table = parseCsv('y\n1\n2\n', { fileName: 's.csv' });
  const file = parseJsonData('{"y": [5], "mu": 3}', 'd.json');

  it('lets the later win, name by name', () => {
    expect(values(bound(typed, mergeInputs([file, table])), 'y')).toEqual([1, 2]);
    expect(values(bound(typed, mergeInputs([table, file])), 'y')).toEqual([5]);
    expect(values(bound(typed, mergeInputs([file, { mu: 4 }])), 'mu')).toEqual([4]);
  });

  it('keeps the file that each input came from', () => {
    const merged = mergeInputs([file, { mu: 'x' }]);
    expect([fileOf(merged, 'y'), fileOf(merged, 'mu')]).toEqual(['d.json', undefined]);
    expect(fileOf({ ...file, z: 1 }, 'mu')).toBe('d.json');
    expect(complaints(() => bound(typed, mergeInputs([file, { y: [null] }])))).toEqual([
      '`y[1]` is null, but `y` must have a value everywhere. (leave it out with its row, or declare that it may be missing: `real?`)',
    ]);
  });

  it('takes names of the prototype as names', () => {
    const merged = mergeInputs([parseJsonData('{"__proto__": 1}', 'd.json'), { toString: 2 }]);
    expect(Object.keys(merged)).toEqual(['__proto__', 'toString']);
    expect(Object.getPrototypeOf(merged)).toBeNull();
  });
});

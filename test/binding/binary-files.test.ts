import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArrow } from '../../src/binding/arrow.ts';
import { parseNpz } from '../../src/binding/npz.ts';
import { complaints } from './binding.ts';

// written by numpy and pyarrow: fixtures/generate.py
const bytes = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const schools = [
  ...['Choate', 'Deerfield', 'Phillips Andover', 'Phillips Exeter'],
  ...['Hotchkiss', 'Lawrenceville', "St. Paul's", 'Mt. Hermon'],
];
const y = [28, 8, -3, 7, -1, 1, 18, 12];
const sigma = [15, 10, 16, 11, 9, 11, 10, 18];

describe('.npz', () => {
  const arrays = parseNpz(bytes('arrays.npz'), 'arrays.npz');
  const count = (rows: number, columns: number, from: number) =>
    Array.from({ length: rows }, (_, r) =>
      Float64Array.from({ length: columns }, (_, c) => from + r * columns + c),
    );

  it.each([
    ['y', Float64Array.from(y)],
    ['sigma', Float64Array.from(sigma)],
    ['school', schools],
    ['code', schools],
    ['scalar', 2.5],
    ['flags', [true, false]],
    ['empty', []],
    ['by_columns', [count(3, 4, 0), count(3, 4, 12)]],
    ['by_rows', [count(3, 4, 0), count(3, 4, 12)]],
    // 6e-8 is nearest to 2^-24, the smallest half
    ['half', Float64Array.from([1, -2.5, 2 ** -24, Infinity, NaN])],
    ['greek', ['αβ', '', '😀']],
    ['big', Float64Array.from([2 ** 53 - 1])],
    ['bytes', [Float64Array.from([-128]), Float64Array.from([127])]],
  ])('holds the array %s', (name, value) => {
    expect(arrays[name]).toEqual(value);
  });

  it('says of each array that cannot be read why', () => {
    expect(complaints(() => parseNpz(bytes('refused.npz'), 'refused.npz'))).toEqual([
      '`things` in refused.npz holds Python objects, but numbers, truth values or texts were expected.',
      '`z` in refused.npz holds complex numbers, but numbers, truth values or texts were expected.',
      '`when` in refused.npz holds dates (save them as texts), but numbers, truth values or texts were expected.',
      '`id` in refused.npz holds 9007199254740993, a whole number above 2^53 that a float64 cannot hold exactly; save it as text.',
      '`records` in refused.npz holds records; save each of their fields as an array of its own.',
    ]);
  });

  it.each([
    ['another kind of file', (whole: Uint8Array) => new TextEncoder().encode(`y,${whole.length}`)],
    ['a file cut short', (whole: Uint8Array) => whole.subarray(0, whole.length / 2)],
    ['nothing', () => new Uint8Array()],
  ])('refuses %s', (_, change) => {
    expect(complaints(() => parseNpz(change(bytes('arrays.npz')), 'a.npz'))).toEqual([
      'a.npz is not a file of NumPy arrays, as numpy.savez writes them: it is no whole ZIP archive.',
    ]);
  });
});

describe('.arrow', () => {
  it.each(['schools.arrow', 'schools.feather'])('holds the columns of %s', (name) => {
    const table = parseArrow(bytes(name), name);
    expect(table.rowCount).toBe(8);
    const columns = new Map([...table.columns].map(([key, { cells }]) => [key, [...cells]]));
    expect(Object.fromEntries(columns)).toEqual({
      y,
      sigma: [...sigma.slice(0, 7), NaN],
      school: schools,
      name: schools,
      old: [true, null, false, false, false, false, false, false],
      day: y.map(() => '2026-01-05'),
      at: y.map(() => '2026-01-05T12:30:00.000Z'),
    });
    expect(table.columns.get('sigma')?.cells).toBeInstanceOf(Float64Array);
    expect(table.describeRow(2)).toBe(`row 3 of ${name}`);
  });

  it.each([
    [
      'refused.arrow',
      [
        'Column `lists` of refused.arrow holds lists, but numbers, truth values or texts were expected. Write them as columns `lists[1]`, `lists[2]`.',
        'Column `records` of refused.arrow holds records, but numbers, truth values or texts were expected.',
      ],
    ],
    [
      'zstd.arrow',
      [
        'zstd.arrow is compressed in another way than by LZ4; write it with compression "lz4" or "uncompressed".',
      ],
    ],
    [
      'arrays.npz',
      [
        'arrays.npz is not a table of Apache Arrow (an IPC file, also called Feather version 2, or a stream).',
      ],
    ],
  ])('says why %s cannot be read', (name, messages) => {
    expect(complaints(() => parseArrow(bytes(name), name))).toEqual(messages);
  });
});

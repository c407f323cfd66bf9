import { describe, expect, it } from 'vitest';
import type { BoundData } from '../../src/binding/bound-data.ts';
import { Fnv1a, fingerprint } from '../../src/binding/fingerprint.ts';

describe('the FNV-1a hash', () => {
  // Noll's test suite, test_fnv.c of fnv-5.0.2 (also draft-eastlake-fnv, appendix C)
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['b', 'af63df4c8601f1a5'],
    ['foobar', '85944171f73967e8'],
    ['chongo was here!\n', '46810940eff5f915'],
  ])('of %j', (text, digest) => {
    const hash = new Fnv1a();
    hash.bytes(new TextEncoder().encode(text));
    expect(hash.digest()).toBe(digest);
  });
});

describe('the fingerprint of data', () => {
  const base = {
    dimensions: { school: { size: 2, labels: ['a', 'b'] }, step: { size: 2 } },
    values: { y: Float64Array.of(1, 2), g: Int32Array.of(1, 2) },
  };
  const of = ({ dimensions, values }: typeof base | Record<'dimensions' | 'values', object>) => {
    const bound: BoundData = {
      dimensions: new Map(Object.entries(dimensions).map(([name, d]) => [name, { name, ...d }])),
      values: new Map(
        Object.entries(values).map(([name, v]: [string, Float64Array]) => [
          name,
          { shape: [v.length], data: v },
        ]),
      ),
      notes: [],
    };
    return fingerprint(bound);
  };

  it('does not depend on the order of statements', () => {
    const { g, y } = base.values;
    const { school, step } = base.dimensions;
    expect(of({ dimensions: { step, school }, values: { g, y } })).toBe(of(base));
    expect(of(base)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['a value', { ...base, values: { ...base.values, y: Float64Array.of(1, 2 + 2 ** -51) } }],
    ['a type', { ...base, values: { ...base.values, g: Float64Array.of(1, 2) } }],
    ['a name', { ...base, values: { z: base.values.y, g: base.values.g } }],
    [
      'a label',
      { ...base, dimensions: { ...base.dimensions, school: { size: 2, labels: ['a', 'c'] } } },
    ],
    [
      'where a label ends',
      { ...base, dimensions: { ...base.dimensions, school: { size: 2, labels: ['ab', ''] } } },
    ],
    [
      'whether there are labels',
      { ...base, dimensions: { ...base.dimensions, school: { size: 2 } } },
    ],
    ['a size', { ...base, dimensions: { ...base.dimensions, step: { size: 3 } } }],
  ])('changes with %s', (_, other) => {
    expect(of(other)).not.toBe(of(base));
  });

  it('is that of the part of a buffer that an array covers', () => {
    const part = Float64Array.of(0, 1, 2, 3).subarray(1, 3);
    expect(of({ ...base, values: { ...base.values, y: part } })).toBe(of(base));
  });
});

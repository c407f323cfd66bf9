import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { mergeInputs } from '../../src/binding/inputs.ts';
import { bound } from './binding.ts';
import { data, dim, member, model, positive } from './models.ts';

describe('large data', () => {
  it('of a million values in a typed array are bound', () => {
    const typed = model(dim('obs'), data('y', ['obs'], positive));
    const y = Float64Array.from({ length: 1e6 }, (_, k) => k + 1);
    const { data: values } = bound(typed, { y }).values.get('y')!;
    expect(values).toHaveLength(1e6);
    expect([values[0], values[999_999]]).toEqual([1, 1e6]);
    y[777_777] = -1;
    expect(() => bound(typed, { y })).toThrow('777778');
  });

  it('of a hundred thousand rows of CSV are read and bound', () => {
    const typed = model(
      dim('obs'),
      dim('g'),
      data('g', ['obs'], member('g')),
      data('y', ['obs'], positive),
    );
    const rows = Array.from({ length: 1e5 }, (_, k) => `${k},${(k + 1) * 0.37},group ${k % 50}`);
    const text = `id,y,g\n${rows.join('\n')}\n`;
    const { dimensions, values } = bound(
      typed,
      mergeInputs([parseCsv(text, { fileName: 's.csv' })]),
    );
    expect(dimensions.get('g')!.size).toBe(50);
    expect(values.get('y')!.data[99_999]).toBe(37_000);
  });
});

import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { mergeInputs } from '../../src/binding/inputs.ts';
import { bound } from './binding.ts';
import { data, dim, member, model, positive } from './models.ts';

/** The least of some runs, which other work on the machine disturbs least. */
function milliseconds(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('large data', () => {
  it('of a million values in a typed array are bound in under a tenth of a second', () => {
    const typed = model(dim('obs'), data('y', ['obs'], positive));
    const y = Float64Array.from({ length: 1e6 }, (_, k) => k + 1);
    expect(milliseconds(() => bound(typed, { y }))).toBeLessThan(100);
  });

  it('of a hundred thousand rows of CSV are read and bound in under a second', () => {
    const typed = model(
      dim('obs'),
      dim('g'),
      data('g', ['obs'], member('g')),
      data('y', ['obs'], positive),
    );
    const rows = Array.from({ length: 1e5 }, (_, k) => `${k},${(k + 1) * 0.37},group ${k % 50}`);
    const text = `id,y,g\n${rows.join('\n')}\n`;
    const read = () => bound(typed, mergeInputs([parseCsv(text, { fileName: 's.csv' })]));
    expect(read().dimensions.get('g')!.size).toBe(50);
    expect(milliseconds(read)).toBeLessThan(1000);
  });
});

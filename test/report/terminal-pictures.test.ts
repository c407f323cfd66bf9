import { describe, expect, it } from 'vitest';
import { renderForest } from '../../src/report/terminal/forest.ts';
import { sparkline } from '../../src/report/terminal/sparkline.ts';
import { displayWidth } from '../../src/report/terminal/table.ts';
import type { SummaryRow } from '../../src/results/summary-table.ts';

function row(
  key: string,
  label: string | undefined,
  q5: number,
  q50: number,
  q95: number,
): SummaryRow {
  const rest = { mean: q50, sd: 1, mcseMean: 0.1, nonFinite: 0 };
  return { key, ...(label !== undefined && { label }), q5, q50, q95, ...rest };
}

const rows = [
  row('mu', undefined, -100, 0, 100),
  row('theta[1]', 'theta[Choate]', -10, 0, 10),
  row('theta[2]', 'theta[東京]', 0, 5, 10),
  row('theta[3]', 'theta[a name that is longer than a line should be]', 10, 20, 30),
];

describe('a forest of characters', () => {
  it('has a line an element, with places in proportion', () => {
    const text = renderForest(rows, { most: 10, width: 80 });
    const lines = text.split('\n');
    expect(lines[0]).toBe('theta: 90% intervals and medians');
    expect(text).not.toContain('mu');
    // −10 to 30 in 54 characters behind names of 24
    const field = lines.slice(1, 4).map((line) => {
      return ['├', '●', '┤'].map((mark) => displayWidth(line.slice(0, line.indexOf(mark))) - 26);
    });
    const place = (value: number): number => Math.round(((value + 10) / 40) * 53);
    expect(field).toEqual([
      [-10, 0, 10].map(place),
      [0, 5, 10].map(place),
      [10, 20, 30].map(place),
    ]);
    expect(lines[3]).toContain('┊');
    const across = [row('k[1]', undefined, -10, 5, 10), row('k[2]', undefined, -10, -5, 10)];
    expect(renderForest(across, { most: 5, width: 40 })).toMatch(/─┼─+●.*\n.*●─+┼─/);
    expect(lines[4].trim()).toMatch(/^-10\.\d* +30\.\d*$/);
  });

  it.each([40, 60, 80, 200])('fits %d columns', (width) => {
    for (const line of renderForest(rows, { most: 10, width }).split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it('is left out where it would say nothing', () => {
    expect(renderForest(rows, { most: 10, width: 20 })).toBe('');
    expect(renderForest(rows.slice(0, 1), { most: 10, width: 80 })).toBe('');
    const constant = [row('k[1]', undefined, 1, 1, 1), row('k[2]', undefined, 1, 1, 1)];
    expect(renderForest(constant, { most: 10, width: 80 })).toBe('');
    const infinite = [row('k[1]', undefined, 1, 1, Number.POSITIVE_INFINITY), ...constant];
    expect(renderForest(infinite, { most: 10, width: 80 })).toBe('');
  });

  it('says how many of many it shows', () => {
    expect(renderForest(rows, { most: 3, width: 80 })).toContain('theta (2 of 3): ');
  });
});

describe('a sparkline', () => {
  it.each<[number[], number, string]>([
    [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█'],
    [[0, 1, 2, 3, 4, 5, 6, 7], 4, '▁▃▆█'],
    [[-1e9, 0, 1, 2, 3, 4, 5, 6, 7], 20, '▁▅▆▆▇▇███'],
    [[2, 2], 5, '██'],
    [[1, Number.NaN, 2], 5, '▁█'],
    [[], 5, ''],
    [[1, 2], 0, ''],
  ])('%j in %d', (values, width, line) => {
    expect(sparkline(values, width)).toBe(line);
  });
});

import { describe, expect, it } from 'vitest';
import { selectRows } from '../../src/report/select-rows.ts';
import { formatDuration, formatWithScale } from '../../src/report/terminal/format-number.ts';
import { renderSummary } from '../../src/report/terminal/summary.ts';
import { cut, cutMiddle, displayWidth, renderTable } from '../../src/report/terminal/table.ts';
import { wrap } from '../../src/report/terminal/wrap.ts';
import type { SummaryRow } from '../../src/results/summary-table.ts';

describe('a table', () => {
  it('may have the rows of a network', () => {
    const columns = [{ title: 'weight', align: 'left' }] as const;
    const rows = Array.from({ length: 130_000 }, () => ['w']);
    expect(renderTable(columns, rows)).toHaveLength('weight\n──────\n'.length + 2 * rows.length);
  });
});

describe('a table that is wider than the terminal', () => {
  it('has the figures of each row below its name', () => {
    const columns = [
      { title: 'model', align: 'left' },
      { title: 'log evidence', align: 'right' },
      { title: 'p', align: 'right' },
    ] as const;
    const rows = [
      ['robust', '-68.2', ''],
      ['normal', '-70.1', '0.1'],
    ];
    expect(renderTable(columns, rows, 26)).toContain('model   log evidence');
    expect(renderTable(columns, rows, 25)).toContain('model   log evidence');
    expect(renderTable(columns, rows, 24)).toBe(
      'robust\n  log evidence  -68.2\nnormal\n  log evidence  -70.1\n  p             0.1\n',
    );
  });
});

describe('a summary', () => {
  const row = {
    nonFinite: 0,
    mean: 4.37,
    sd: 3.33,
    q5: -1.15,
    q50: 4.37,
    q95: 9.69,
    mcseMean: 0.05,
  };
  const chains = { essBulk: 3665, essTail: 2754, rhat: 1.001 };
  const rows = [
    { ...row, ...chains, key: 'mu' },
    { ...row, ...chains, key: 'theta[1]', label: 'theta[Phillips Andover]' },
  ] as unknown as SummaryRow[];

  it.each([
    [120, ['mean', 'sd', '5%', '50%', '95%', 'MCSE', 'ESS', 'ESS tail', 'R-hat']],
    [80, ['mean', 'sd', '5%', '50%', '95%', 'ESS', 'ESS tail', 'R-hat']],
    [60, ['mean', 'sd', '5%', '50%', '95%', 'ESS', 'R-hat']],
    [40, ['mean', 'sd', '5%', '95%']],
  ])('of %d columns has no longer line, and says what it leaves out', (width, titles) => {
    const lines = renderSummary(rows, { all: false, width }).split('\n');
    expect(lines[0].trim().split(/\s{2,}/)).toEqual(titles);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    const left = width < 80 ? /^wider terminals have ESS tail/ : /^$/;
    expect(lines[4]).toMatch(left);
  });

  it('has names above their figures where cut ones would say too little, or the same', () => {
    const named = (...labels: string[]) =>
      labels.map((label, k) => ({ ...row, key: `theta[${k + 1}]`, label })) as SummaryRow[];
    const one = 'effect[a very long name that is read to its end]';
    const lines = renderSummary(named(one, 'effect[b]'), { all: false, width: 50 }).split('\n');
    expect(lines[2]).toBe(one);
    expect(lines[3]).toMatch(/^ +4\.37/);
    expect(lines[4]).toMatch(/^effect\[b\] +4\.37/);
    // alike but for what would be cut
    const alike = ['x[aaaaaaa1aaaaaaa]', 'x[aaaaaaa2aaaaaaa]'];
    const both = renderSummary(named(...alike), { all: false, width: 42 });
    for (const name of alike) expect(both).toContain(`\n${name}\n`);
  });
});

describe('numbers', () => {
  it.each<[number, number, string]>([
    [4.4, 3.3, '4.40'],
    [1234.5678, 12.3, '1234.6'],
    [1234.5678, 1230, '1235'],
    [-0.00123456, 0.000045, '-0.0012346'],
    [5, 0, '5.00'],
    [0, 0, '0'],
    [0, 1, '0.00'],
    [-0.0000256, 0, '-2.56e-5'],
    [0.00001063, 0.00000234, '1.063e-5'],
    [0.000123, 0, '0.000123'],
    [0.00044, 0.00015, '0.000440'],
    [0, 0.00015, '0.000000'],
    [1e-12, 1e-13, '1.000e-12'],
    [2.5e12, 1e11, '2.500e+12'],
    [Number.NaN, 1, 'NaN'],
    [Number.POSITIVE_INFINITY, Number.NaN, 'inf'],
    [Number.NEGATIVE_INFINITY, 1, '-inf'],
    [0.5, Number.NaN, '0.500'],
    [0.5, Number.POSITIVE_INFINITY, '0.500'],
    [5e-324, 5e-324, '4.941e-324'],
  ])('%d with a standard deviation of %d is %s', (value, scale, text) => {
    expect(formatWithScale(value, scale)).toBe(text);
  });

  it.each([
    [0.4, '0 ms'],
    [340, '340 ms'],
    [999.7, '1.0 s'],
    [2400, '2.4 s'],
    [59_970, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [119_700, '2 min 0 s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('tables', () => {
  it('has columns as wide as they need', () => {
    const columns = [
      { title: '', align: 'left' },
      { title: 'mean', align: 'right' },
    ] as const;
    expect(
      renderTable(columns, [
        ['mu', '4.40'],
        ['theta[東京]', '-10.25'],
      ]),
    ).toBe(
      [
        '               mean',
        '───────────────────',
        'mu             4.40',
        'theta[東京]  -10.25',
        '',
      ].join('\n'),
    );
  });

  it('measures and cuts in columns of the terminal', () => {
    expect(displayWidth('東京x')).toBe(5);
    expect(cut('東京都', 6)).toBe('東京都');
    expect(cut('東京都', 5)).toBe('東京…');
    expect(cut('東京都', 4)).toBe('東…');
    expect(cut('abc', 3)).toBe('abc');
    expect(cutMiddle('abc', 3)).toBe('abc');
    expect(cutMiddle('theta[Phillips Andover]', 13)).toBe('theta[…dover]');
    expect(cutMiddle('θ[東京都庁]', 9)).toBe('θ[東…庁]');
  });

  it('breaks paragraphs between words', () => {
    expect(wrap('one two three', 7)).toBe('one two\nthree\n');
    expect(wrap('unbreakable', 4)).toBe('unbreakable\n');
    expect(wrap('', 4)).toBe('\n');
  });
});

describe('the rows of a long table', () => {
  const rows = (...names: [string, number][]) =>
    names.flatMap(([name, count]) =>
      Array.from({ length: count }, (_, k) => ({
        key: count === 1 ? name : `${name}[${k + 1}]`,
        ...{ mean: 0, sd: 1, q5: 0, q50: 0, q95: 0, mcseMean: 0, nonFinite: 0 },
      })),
    );
  const shares = (most: number, ...names: [string, number][]) =>
    selectRows(rows(...names), most).map(({ name, rows: shown, more }) => [
      name,
      shown.length,
      more,
    ]);

  it('are all where they fit', () => {
    expect(shares(5, ['a', 3], ['b', 1], ['c', 1])).toEqual([
      ['a', 3, 0],
      ['b', 1, 0],
      ['c', 1, 0],
    ]);
  });

  it('are shared evenly, in the order of the model', () => {
    expect(shares(30, ['mu', 1], ['a', 85], ['b', 1], ['z', 40])).toEqual([
      ['mu', 1, 0],
      ['a', 14, 71],
      ['b', 1, 0],
      ['z', 14, 26],
    ]);
  });

  it('never are more than asked for', () => {
    const many = Array.from({ length: 50 }, (_, k): [string, number] => [`p${k}`, 1]);
    const total = selectRows(rows(...many), 30).reduce((sum, group) => sum + group.rows.length, 0);
    expect(total).toBe(30);
  });
});

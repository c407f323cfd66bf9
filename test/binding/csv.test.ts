import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { complaints } from './binding.ts';

function columns(text: string, delimiter = ','): Record<string, unknown[]> {
  const table = parseCsv(text, { fileName: 's.csv', delimiter });
  return Object.fromEntries([...table.columns].map(([name, { cells }]) => [name, [...cells]]));
}

describe('what separates columns', () => {
  const read = (text: string) => {
    const table = parseCsv(text, { fileName: 's.csv' });
    const cells = Object.fromEntries(
      [...table.columns].map(([name, column]) => [name, [...column.cells]]),
    );
    return [cells, table.remarks] as const;
  };

  it('is what the header has most of, outside quotes', () => {
    expect(read('a;"b,c,d"\r\n1;x\r\n')).toEqual([{ a: [1], 'b,c,d': ['x'] }, []]);
    expect(read('a\tb\n1\t2\n')).toEqual([{ a: [1], b: [2] }, []]);
    expect(read('"a;b;c",d\n1,2\n')).toEqual([{ 'a;b;c': [1], d: [2] }, []]);
    expect(read('a\n1\n')).toEqual([{ a: [1] }, []]);
  });

  it('leaves commas to numbers where it is no comma, column by column', () => {
    const text = 'a;b;c;d\n1,5;0.5;1,5;2.024,5\n-0,25;1;2.5;NA\n;2;x;-1,0e-2\n';
    expect(read(text)).toEqual([
      { a: [1.5, -0.25, NaN], b: [0.5, 1, 2], c: ['1,5', '2.5', 'x'], d: [2024.5, NaN, -0.01] },
      ['Took commas for decimal commas in 2 columns of s.csv: `a`, `d`.'],
    ]);
    expect(read('a,b\n"1,5",2\n')[0]).toEqual({ a: ['1,5'], b: [2] });
  });
});

describe('what should be known of how a file was read', () => {
  const remarks = (text: string) => parseCsv(text, { fileName: 's.csv' }).remarks;

  it('points that may separate thousands where other columns have decimal commas', () => {
    const [commas, points, ...more] = remarks('a;b;c;d\n1.234;1,5;1.5;2\nNA;2,5;1.250;2.000\n');
    expect(commas).toBe('Took commas for decimal commas in 1 column of s.csv: `b`.');
    expect(points).toBe(
      'Took points for decimal points in 2 columns of s.csv: `a`, `d`. If they separate thousands, as in 1.234 for 1234, write the numbers without them.',
    );
    expect(more).toEqual([]);
    // three decimals of a file with decimal points are decimals
    expect(remarks('a;b\n1.234;1.5\n')).toEqual([]);
    expect(remarks('a,b\n1.234,"1,5"\n')).toEqual([]);
  });

  it('columns without a name are left out, of which those with cells are told', () => {
    const text = '"","y",\n"1",2,\n"2",3,\n';
    const table = parseCsv(text, { fileName: 's.csv' });
    expect([...table.columns.keys()]).toEqual(['y']);
    expect(table.remarks).toEqual(['Left out what has no name in the header of s.csv: column 1.']);
  });

  it('a line that says what separates columns', () => {
    const table = parseCsv('\ufeffsep=;\r\na,b;c\r\n1,5;2\r\n', { fileName: 's.csv' });
    expect([...table.columns.keys()]).toEqual(['a,b', 'c']);
    expect(table.describeRow(0)).toBe('row 1 (line 3) of s.csv');
    expect(complaints(() => parseCsv('sep=;\na;b\n1;"2\n', { fileName: 's.csv' }))).toEqual([
      's.csv, line 3: A quote (") is opened here, but never closed.',
    ]);
  });
});

describe('CSV', () => {
  it.each([
    ['numbers and text', 'a,b\n1,x\n-2.5e3,y\n', { a: [1, -2500], b: ['x', 'y'] }],
    ['CRLF and no last line break', 'a,b\r\n1,x\r\n2,y', { a: [1, 2], b: ['x', 'y'] }],
    ['CR alone', 'a\r1\r2\r', { a: [1, 2] }],
    ['a byte order mark', '\ufeffa,b\n1,2\n', { a: [1], b: [2] }],
    ['a byte order mark and quotes', '\ufeff"a",b\n1,2\n', { a: [1], b: [2] }],
    ['quoted fields', '"a ""q""","b,c"\n"1","x\r\ny"\n', { 'a "q"': [1], 'b,c': ['x\r\ny'] }],
    ['missing cells of numbers', 'a,b\n1,\nNA,NaN\n,3\n', { a: [1, NaN, NaN], b: [NaN, NaN, 3] }],
    ['missing cells of text', 'a,b\nx,1\nNA,1\n,1\n', { a: ['x', null, null], b: [1, 1, 1] }],
    ['spaces around', ' a , b \n 1 , x \n', { a: [1], b: [' x '] }],
    ['blank lines', 'a,b\n\n1,2\n\n3,4\n\n\n', { a: [1, 3], b: [2, 4] }],
    ['a blank line in one column', 'a\n1\n\n3\n\n', { a: [1, NaN, 3] }],
    ['no rows', 'a,b\n', { a: [], b: [] }],
    [
      'names of the prototype',
      '__proto__,toString\n1,2\n',
      Object.fromEntries([
        ['__proto__', [1]],
        ['toString', [2]],
      ]),
    ],
    [
      'spellings of numbers',
      'a\n+1\n.5\n5.\n1E-2\nInf\n-inf\n1e999\n',
      { a: [1, 0.5, 5, 0.01, Infinity, -Infinity, Infinity] },
    ],
    [
      'what is no number',
      'a,b,c,d\n0x1,1_0,1e,--1\n',
      { a: ['0x1'], b: ['1_0'], c: ['1e'], d: ['--1'] },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(columns(text)).toEqual(expected);
  });

  it('reads other delimiters', () => {
    expect(columns('a\tb\n1\tx, y\n', '\t')).toEqual({ a: [1], b: ['x, y'] });
  });

  it.each([
    ['nothing', '', ['s.csv is empty, but a header was expected.']],
    ['blank lines alone', '\n \n', ['s.csv is empty, but a header was expected.']],
    ['a blank header', '\na\n1\n', ['s.csv starts with an empty line, but a header was expected.']],
    ['names that repeat', 'a,a,,b\n1,2,3,4\n', ['Columns 1 and 2 of s.csv are both named `a`.']],
    ['no names', ',\n1,2\n', ['The header of s.csv has no names.']],
    [
      'rows with too few or too many fields',
      'a,b\n"1\n1",2\n1\n1,2,3\n',
      [
        'Row 2 (line 4) of s.csv has 1 field, but the header has 2.',
        'Row 3 (line 5) of s.csv has 3 fields, but the header has 2.',
      ],
    ],
    [
      'a quote never closed',
      'a,b\n"1\n1","x ""\n2,y\n',
      ['s.csv, line 3: A quote (") is opened here, but never closed.'],
    ],
    [
      'a quote inside a field',
      'a,b\n1,2"\n',
      [
        's.csv, line 2: A quote (") stands inside a field; quote the whole field and double the quotes inside it.',
      ],
    ],
    [
      'text after a closing quote',
      'a,b\n1,"2"3\n',
      [
        's.csv, line 2: Something follows the closing quote (") of a field; a quote inside a field is doubled ("").',
      ],
    ],
  ])('tells of %s', (_, text, lines) => {
    expect(complaints(() => columns(text))).toEqual(lines);
  });

  it('tells of twenty broken rows and counts the rest', () => {
    const lines = complaints(() => columns(`a,b\n${'1\n'.repeat(30)}`));
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe('And 10 more such rows.');
  });

  it('counts lines as an editor does, rows as people do', () => {
    const table = parseCsv('"a\nb",c\n"x\n\ny",1\n\nz,2\n', { fileName: 's.csv' });
    expect([0, 1].map((row) => table.describeRow(row))).toEqual([
      'row 1 (line 3) of s.csv',
      'row 2 (line 7) of s.csv',
    ]);
  });

  it('reads back what was written, with or without quotes', () => {
    const cell = fc.string({ maxLength: 6 }).map((s) => s.replace(/[\0\r\n",]/g, '') || 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const plain = rows.map((row) => row.join(',')).join('\n');
        const quoted = rows.map((row) => row.map((c) => `"${c}"`).join(',')).join('\n');
        expect(columns(`a,b\n${quoted}\n`)).toEqual(columns(`a,b\n${plain}\n`));
      }),
      { numRuns: 200 },
    );
  });
});

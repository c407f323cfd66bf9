import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { characterWidth } from '../../src/diagnostics/display-width.ts';
import { renderDiagnostic, renderDiagnostics } from '../../src/diagnostics/render.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';

const diagnostic = (start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'unknown-name',
  severity: 'error',
  message: 'there is no `x`',
  span: { start, end },
  ...more,
});
/** The underline's first column and length, and the source line above it, as they are shown. */
function underline(text: string, start: number, end: number): [string, number, number] {
  const lines = renderDiagnostic(new SourceFile('m', text), diagnostic(start, end)).split('\n');
  const prefix = lines[3].indexOf('|') + 2;
  const carets = lines[4].slice(prefix);
  return [
    lines[3].slice(prefix),
    carets.indexOf('^'),
    carets.lastIndexOf('^') + 1 - carets.indexOf('^'),
  ];
}

describe('one diagnostic', () => {
  it('shows place, line, the whole span, related places and the hint', () => {
    const source = new SourceFile('dir/model.bayes', 'dim a\nlet y = foo(x\n');
    const text = renderDiagnostic(
      source,
      diagnostic(14, 17, {
        hint: 'did you mean `z`?',
        related: [{ message: 'opened here', span: { start: 17, end: 18 } }],
      }),
    );
    expect(text).toBe(
      [
        'error[unknown-name]: there is no `x`',
        ' --> dir/model.bayes:2:9',
        '  |',
        '2 | let y = foo(x',
        '  |         ^^^',
        'note: opened here',
        ' --> dir/model.bayes:2:12',
        '  |',
        '2 | let y = foo(x',
        '  |            ^',
        'help: did you mean `z`?',
      ].join('\n'),
    );
  });

  it('underlines the first line of a longer span and says where it ends', () => {
    const text = renderDiagnostic(
      new SourceFile('m', 'let a = b +\n  c +\n  d'),
      diagnostic(8, 21),
    );
    expect(text.split('\n').at(-1)).toBe('  |         ^^^ to line 3');
  });

  it('keeps the underline in place under tabs, wide characters and combining marks', () => {
    expect(underline('\tlet\tx', 5, 6)).toEqual(['    let x', 8, 1]);
    expect(underline('"東京" + x', 7, 8)).toEqual(['"東京" + x', 9, 1]);
    expect(underline('"東京" + x', 0, 4)).toEqual(['"東京" + x', 0, 6]);
    expect(underline('e\u0301 + x', 5, 6)).toEqual(['e\u0301 + x', 4, 1]);
    expect(underline('"😀" x', 5, 6)).toEqual(['"😀" x', 5, 1]);
  });

  it('points behind the last character for an empty span, at the end of the text too', () => {
    expect(underline('let a =', 7, 7)).toEqual(['let a =', 7, 1]);
    expect(underline('let a =\n', 8, 8)).toEqual(['', 0, 1]);
    expect(underline('', 0, 0)).toEqual(['', 0, 1]);
    expect(underline('let a\r\nlet b', 5, 5)).toEqual(['let a', 5, 1]);
  });

  it('shows no control character of the text to the terminal', () => {
    const [line, column] = underline('a\u001b[31m b', 7, 8);
    expect(line).toBe('a\ufffd[31m b');
    expect(column).toBe(7);
  });

  it('cuts a very long line to the part around the span', () => {
    const [line, column, width] = underline(`${'a'.repeat(500)}xyz${'b'.repeat(500)}`, 500, 503);
    expect(line.slice(column, column + width)).toBe('xyz');
    expect(line.length).toBeLessThan(130);
    expect(line.startsWith('…') && line.endsWith('…')).toBe(true);
  });

  it('colours only when asked to', () => {
    const source = new SourceFile('m', 'let a');
    expect(renderDiagnostic(source, diagnostic(4, 5))).not.toContain('\u001b');
    const colored = renderDiagnostic(source, diagnostic(4, 5), { color: true });
    expect(colored).toContain('\u001b[1;31merror[unknown-name]\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are the point
    const plain = colored.replace(/\u001b\[[\d;]*m/g, '');
    expect(plain).toBe(renderDiagnostic(source, diagnostic(4, 5)));
  });
});

describe('several diagnostics', () => {
  const source = new SourceFile('m', 'let a');

  it('end with their number', () => {
    const warning = diagnostic(4, 5, { severity: 'warning' });
    const count = (list: Diagnostic[]) => renderDiagnostics(source, list).split('\n').at(-1);
    expect(count([diagnostic(0, 3), diagnostic(4, 5), warning])).toBe('2 errors, 1 warning');
    expect(count([diagnostic(0, 3)])).toBe('1 error');
    expect(count([warning, warning])).toBe('2 warnings');
    expect(renderDiagnostics(source, [])).toBe('');
  });
});

describe('width of characters', () => {
  // East_Asian_Width and general category from the Unicode Character Database, as Python's
  // unicodedata.east_asian_width and unicodedata.category give them.
  it.each([
    ['a', 1],
    ['μ', 1],
    ['東', 2],
    ['ｆ', 2],
    ['한', 2],
    ['😀', 2],
    ['\u0301', 0],
  ])('%s', (character, width) => expect(characterWidth(character)).toBe(width));
});

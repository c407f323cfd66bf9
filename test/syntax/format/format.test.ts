import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticSink } from '../../../src/diagnostics/diagnostic.ts';
import { SourceFile } from '../../../src/diagnostics/span.ts';
import { format } from '../../../src/syntax/format/format.ts';
import { readTokens } from '../../../src/syntax/lexer.ts';
import { EXAMPLES } from '../examples.ts';
import { programs } from '../generated-programs.ts';
import { meaningOf, read } from '../helpers.ts';

function formatted(text: string): string {
  const sink = new DiagnosticSink();
  const result = format(new SourceFile('test.bayes', text), sink);
  if (result === undefined)
    throw new Error(
      sink
        .all()
        .map(({ message }) => message)
        .join('\n'),
    );
  return result;
}

/** All comments, in one order; lines of one may end in blanks or in `\r\n`. */
function comments(text: string): string[] {
  const { groups } = readTokens(text);
  return [...(groups.documentation ?? []), ...(groups.comment ?? [])]
    .map(({ image }) => image.replace(/\r\n?/g, '\n').trimEnd())
    .sort();
}

function checkFormat(text: string): void {
  const once = formatted(text);
  expect(formatted(once)).toBe(once);
  expect(meaningOf(once)).toBe(meaningOf(text));
  expect(comments(once)).toEqual(comments(text));
  expect(once).not.toMatch(/[^\S\n]$|\n\n\n|^\n|\n\n$/);
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const modelsIn = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bayes'))
    .map((file) => `${folder}/${file}`);
const textOf = (file: string): string => readFileSync(root + file, 'utf8');

describe('formatting keeps the meaning and the comments, and once is enough', () => {
  it.each(Object.entries(EXAMPLES))('of the example %s', (_, text) => checkFormat(text));

  const models = [...modelsIn('models'), ...modelsIn('test'), ...modelsIn('bench')];
  it.each(models.filter((file) => read(textOf(file)).diagnostics.length === 0))('of %s', (file) =>
    checkFormat(textOf(file)),
  );

  it('of 10,000 texts that say nothing', { timeout: 240_000 }, () => {
    fc.assert(fc.property(programs, checkFormat), { numRuns: 10_000, seed: 1 });
  });
});

describe('the models that are shipped', () => {
  it.each([...modelsIn('models'), ...modelsIn('test/models'), ...modelsIn('bench')])(
    '%s is formatted',
    (file) => {
      expect(formatted(textOf(file))).toBe(textOf(file));
    },
  );
});

describe('one layout', () => {
  it.each<[string, string, string]>([
    [
      'blanks, and one statement a line',
      '\n\ndim   a dim b\n\n\n\ndata x[ a,b ]:real( lower=0 )?from "x y"\nlet z=-x^-2*( 1+x )\n\n',
      'dim a\ndim b\n\ndata x[a, b]: real(lower = 0)? from "x y"\nlet z = -x^-2 * (1 + x)\n',
    ],
    [
      'comments at the ends of neighbouring lines start in one column',
      'dim a // one\ndata y[a]: real //two\n// own\ndim b /* three */ /* four */\n',
      'dim a            // one\ndata y[a]: real  //two\n// own\ndim b  /* three */ /* four */\n',
    ],
    [
      'comments inside lists, calls and blocks',
      [
        'observe y ~ Normal( // location',
        'mu, /* the scale */ sigma)',
        'dim d = ["mon", // first',
        '// then',
        '"tue" // last',
        ']',
        'network f(a) { // layers',
        'dense(1)',
        '',
        '',
        'weights ~ Normal(0, 1) /* prior */ // of all',
        '// the end',
        '}',
        '// of the file',
      ].join('\n'),
      [
        'observe y ~ Normal(  // location',
        '  mu,',
        '  /* the scale */ sigma',
        ')',
        'dim d = [',
        '  "mon",  // first',
        '  // then',
        '  "tue"  // last',
        ']',
        'network f(a) {  // layers',
        '  dense(1)',
        '',
        '  weights ~ Normal(0, 1)  /* prior */ // of all',
        '  // the end',
        '}',
        '// of the file',
        '',
      ].join('\n'),
    ],
    [
      'documentation stays above its statement',
      '/// The effect.\n///   indented\nparam a~Flat()\n\n/// of nothing\n\nparam b~Flat()',
      '/// The effect.\n///   indented\nparam a ~ Flat()\n\n/// of nothing\n\nparam b ~ Flat()\n',
    ],
    [
      'lines that are too long end behind operators, the loosest first',
      `let x = ${'alpha * beta + '.repeat(8)}gamma`,
      `let x =\n  ${'alpha * beta +\n  '.repeat(8)}gamma\n`,
    ],
    [
      'so do conditions, sums and the names of arguments, with what follows them standing apart',
      [
        `let x = if ${'alpha > beta and '.repeat(6)}gamma then 1 else 2`,
        `factor ${'alpha * beta + '.repeat(8)}gamma`,
        `observe y ~ Normal(${'alpha * beta + '.repeat(6)}gamma, 1) where ${'alpha > beta and '.repeat(5)}c`,
        `observe y ~ Normal(m, s) where ${'alpha > beta and '.repeat(6)}gamma`,
        `fun f(t, z) = [${'z[1] * z[2], '.repeat(8)}z[1]] with u = 1`,
        'network f(row, column) {dense(1)}',
        `data x: real(${'lower = a + b * c + d * e, '.repeat(3)}upper = 1) from "x"`,
      ].join('\n'),
      [
        `let x =\n  if alpha > beta and\n    ${'alpha > beta and\n    '.repeat(5)}gamma\n  then 1\n  else 2`,
        `factor ${'alpha * beta +\n  '.repeat(8)}gamma`,
        `observe y ~ Normal(\n  ${'alpha * beta + '.repeat(6).slice(0, -1)} gamma,\n  1\n) where ${'alpha > beta and '.repeat(5)}c`,
        `observe y ~ Normal(m, s)\n  where\n    ${'alpha > beta and\n    '.repeat(6)}gamma`,
        `fun f(t, z) = [\n  ${'z[1] * z[2],\n  '.repeat(8)}z[1]\n] with u = 1`,
        'network f(row, column) {\n  dense(1)\n}',
        `data x: real(\n  ${'lower = a + b * c + d * e,\n  '.repeat(3)}upper = 1\n) from "x"\n`,
      ].join('\n'),
    ],
    [
      'operators and commas stand before the comments of what they follow',
      'let y = a // one\n + b // two\n // own\n - c\nlet z = [a // one\n , /* c */ b]\nlet w = if a // one\n then b // two\n else c',
      'let y =\n  a +  // one\n  b -  // two\n  // own\n  c\nlet z = [\n  a,  // one\n  /* c */ b\n]\nlet w =\n  if a    // one\n  then b  // two\n  else c\n',
    ],
    [
      'numbers fill their lines',
      `dim k = 40\nlet x[k] = [${'1.25, '.repeat(39)}1.25]`,
      `dim k = 40\nlet x[k] = [\n  ${'1.25, '.repeat(16).trim()}\n  ${'1.25, '.repeat(16).trim()}\n  ${'1.25, '.repeat(7)}1.25\n]\n`,
    ],
    ['nothing but a comment', '\n  // nothing\n\n', '// nothing\n'],
    ['nothing', ' \n\n', ''],
  ])('%s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });

  it('does not exist for a text that cannot be read', () => {
    expect(() => formatted('param a ~ Normal(0,\n')).toThrow('this `(` is never closed');
  });
});

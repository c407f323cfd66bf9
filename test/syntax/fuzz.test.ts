import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { EXAMPLES } from './examples.ts';
import { type Read, read } from './helpers.ts';

const WORDS = (
  'model dim data param let observe factor output fun network in if then else and or not with where ' +
  'true false from by label for while real x mu parm 1 2.5 1e3 "a" ( ) [ ] { } , : .. . ? ~ = == != < ' +
  "<= > >= + - * / % @ ^ -> ; # ** && || ! | ' “ ” − ≤ \u0301 € \ud800 \\ /* */ // /// 1. .5 \n \t \u0000"
).split(' ');

const soup = fc.array(fc.constantFrom(...WORDS, '\n'), { maxLength: 60 }).map((w) => w.join(' '));
const characters = fc.string({ unit: 'binary', maxLength: 80 });

/** A valid program with a few pieces deleted, doubled, moved or replaced by something else. */
const mutated = fc
  .tuple(
    fc.constantFrom(...Object.values(EXAMPLES)),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(12),
        fc.constantFrom('', ...WORDS),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((result, [place, length, insert]) => {
      const at = Math.floor(place * result.length);
      return result.slice(0, at) + insert + result.slice(at + length);
    }, text),
  );

/** Every object of the tree that carries a span. */
function spans(root: object): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const waiting: object[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if ('start' in value && 'end' in value) found.push(value as { start: number; end: number });
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) waiting.push(inner);
    }
  }
  return found;
}

function check(text: string): void {
  const result: Read = read(text);
  const bad = [...spans(result.model), ...spans(result.diagnostics)].filter(
    ({ start, end }) =>
      !(Number.isInteger(start) && Number.isInteger(end)) ||
      start < 0 ||
      start > end ||
      end > text.length,
  );
  expect(bad).toEqual([]);
  const rendered = renderDiagnostics(result.source, result.diagnostics);
  expect(rendered).not.toMatch(/undefined|NaN|\[object|CstNode|Literal|Identifier|Keyword/);
}

/** Milliseconds; the machine may be busy. */
const TIMEOUT = 60_000;

describe('any text', () => {
  it(
    'made of words and signs is read without an exception',
    () => {
      fc.assert(fc.property(soup, check), { numRuns: 1000, seed: 1 });
    },
    TIMEOUT,
  );

  it(
    'made of any characters is read without an exception',
    () => {
      fc.assert(fc.property(characters, check), { numRuns: 500, seed: 2 });
    },
    TIMEOUT,
  );

  it(
    'that was a valid program before it was damaged is read without an exception',
    () => {
      fc.assert(fc.property(mutated, check), { numRuns: 400, seed: 3 });
    },
    TIMEOUT,
  );
});

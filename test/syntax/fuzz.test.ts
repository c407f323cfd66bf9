import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { characters, mutated, soup } from './generated-texts.ts';
import { type Read, read } from './helpers.ts';

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

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import { EXAMPLES } from '../syntax/examples.ts';
import { checkSource } from './checking.ts';

const golden = fileURLToPath(new URL('../golden/semantics/', import.meta.url));
const TEXTS = [
  ...Object.values(EXAMPLES),
  ...readdirSync(golden)
    .filter((file) => file.endsWith('.bayes') && file !== 'too-many-calls.bayes')
    .map((file) => readFileSync(golden + file, 'utf8')),
];
const PIECES = TEXTS.flatMap(
  (text) => text.match(/[\p{L}_][\p{L}\p{N}_]*|"[^"]*"|[\d.]+|\S/gu) ?? [],
);

/** A program with a few of its words replaced, doubled or dropped: mostly still one that parses. */
const mutated = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...PIECES), fc.nat(3)), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([text, edits]) => {
    const words = text.split(/(\s+|(?<![\p{L}\p{N}_.])|(?![\p{L}\p{N}_.]))/u);
    for (const [place, piece, kind] of edits) {
      const at = place % words.length;
      if (kind === 0) words.splice(at, 1);
      else if (kind === 1) words.splice(at, 0, piece);
      else words[at] = piece;
    }
    return words.join('');
  });

describe('whatever the text', () => {
  it('checking ends, never throws, and speaks only of places in the text', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const source = new SourceFile('fuzz.bayes', text);
        const { model, diagnostics } = checkSource(source);
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        expect(model === undefined).toBe(errors.length > 0);
        for (const { span, message, code } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(message).not.toMatch(/undefined|\[object|#\d|NaN/);
        }
        renderDiagnostics(source, diagnostics);
      }),
      { numRuns: 3000 },
    );
  });
});

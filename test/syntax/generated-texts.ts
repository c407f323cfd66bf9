/** Texts that are programs only by accident, for properties that hold of every text. */
import fc from 'fast-check';
import { EXAMPLES } from './examples.ts';

const WORDS = (
  'model dim data param let observe factor output fun network in if then else and or not with where ' +
  'true false from by label for while real x mu parm 1 2.5 1e3 "a" ( ) [ ] { } , : .. . ? ~ = == != < ' +
  "<= > >= + - * / % @ ^ -> ; # ** && || ! | ' “ ” − ≤ \u0301 € \ud800 \\ /* */ // /// 1. .5 \n \t \u0000"
).split(' ');

/** Words and signs in any order. */
export const soup = fc
  .array(fc.constantFrom(...WORDS, '\n'), { maxLength: 60 })
  .map((w) => w.join(' '));
export const characters = fc.string({ unit: 'binary', maxLength: 80 });

/** A valid program with a few pieces deleted, doubled, moved or replaced by something else. */
export const mutated = fc
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

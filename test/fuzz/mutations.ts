/** Programs that were valid, or wrong in a known way, and are damaged at a few places. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXAMPLES } from '../syntax/examples.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One that is long on purpose, and would take most of the time. */
const LEFT_OUT = 'too-many-calls.bayes';

function textsIn(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bayes') && !file.endsWith(LEFT_OUT))
    .sort()
    .map((file) => readFileSync(`${root}${folder}/${file}`, 'utf8'));
}

/** What is damaged: examples, models, and the wrong programs of the expected messages. */
export const TEXTS: readonly string[] = [
  ...Object.values(EXAMPLES),
  ...['models', 'bench', 'test/models', 'test/validation', 'test/golden'].flatMap(textsIn),
];

/** Those whose damage is soon found: most of them for one fault each. */
export const SHORT_TEXTS: readonly string[] = TEXTS.filter(({ length }) => length <= 120);

const WORD = /[\p{L}_][\p{L}\p{N}_]*|"[^"\n]*"|\d+(?:\.\d+)?|\/\/[^\n]*|\.\.|[<>=!]=|->|\s+|./gsu;
const PIECES: readonly string[] = [
  ...new Set(
    TEXTS.flatMap((text) => text.match(WORD) ?? []).filter((piece) => piece.trim() !== ''),
  ),
];
const LINES: readonly string[] = TEXTS.flatMap((text) => text.split('\n'));
const STRANGE: readonly string[] = [
  ...[
    '1e308',
    '1e-308',
    '0',
    '-1',
    '9007199254740993',
    'inf',
    '1e400',
    '""',
    '\u0000',
    '\ud800',
    'é',
  ],
  ...[
    '/*',
    '*/',
    '//',
    '"',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '~',
    '..',
    '::',
    '\t',
    '\r',
    '[[[[',
    '))))',
  ],
];

/** A number below the given one, 0 or more. */
export type Random = (below: number) => number;

/** Numbers that a seed decides: mulberry32, which is enough to choose places in a text. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The damaged program that a seed stands for, made of one of the texts. */
export function mutatedProgram(seed: number, texts = TEXTS): string {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const words = pick(texts).match(WORD) ?? [];
  for (let edits = 1 + random(4); edits > 0; edits--) {
    const at = random(words.length + 1);
    switch (random(8)) {
      case 0:
        words.splice(at, 1);
        break;
      case 1:
        words.splice(at, 1 + random(8));
        break;
      case 2:
        words.splice(at, 0, pick(PIECES));
        break;
      case 3:
        words.splice(at, 1, pick(PIECES));
        break;
      case 4: {
        const other = random(words.length + 1);
        const length = 1 + random(6);
        words.splice(other, 0, ...words.slice(at, at + length));
        break;
      }
      case 5:
        words.splice(at, random(2), pick(STRANGE));
        break;
      case 6:
        words.splice(at, 0, '\n', pick(LINES), '\n');
        break;
      case 7: {
        const other = random(words.length + 1);
        const [moved = ''] = words.splice(at, 1, words[other] ?? '');
        words[other] = moved;
        break;
      }
    }
  }
  return words.join('');
}

/**
 * JSON that gives back the very numbers: what JSON has no word for (NaN, the infinities, −0) is written
 * as an object with one key, `number`.
 */

const WORDS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** The text of a value made of numbers, strings, arrays and plain objects. */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part !== 'number') return part;
    if (Object.is(part, -0)) return { number: '-0' };
    return Number.isFinite(part) ? part : { number: String(part) };
  });
}

/**
 * The value that `stringifyExact` wrote.
 *
 * @throws SyntaxError where the text is no JSON.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, part) => {
    const isWord = typeof part === 'object' && part !== null && typeof part.number === 'string';
    return isWord && WORDS.has(part.number) && Object.keys(part).length === 1
      ? WORDS.get(part.number)
      : part;
  });
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseExact, stringifyExact } from '../../src/results/exact-json.ts';

it('gives back the very numbers', () => {
  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE),
  );
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const back = parseExact(stringifyExact({ numbers, nested: [{ a: numbers }] }));
      expect(back).toStrictEqual({ numbers, nested: [{ a: numbers }] });
    }),
  );
});

it('leaves objects alone that only look like its own', () => {
  const value = { number: 'one', other: [{ number: 'NaN', unit: 'm' }, { number: 3 }], none: null };
  expect(parseExact(stringifyExact(value))).toStrictEqual(value);
});

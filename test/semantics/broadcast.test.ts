import { describe, expect, it } from 'vitest';
import { fitsInto, joinAxes } from '../../src/semantics/broadcast.ts';

const list = (text: string): string[] => (text === '' ? [] : text.split(' '));

describe('joining lists of dimensions', () => {
  // rules 1 to 4 of section 5 of the language page
  it.each<[string, string, string | undefined]>([
    ['', '', ''],
    ['', 'a b', 'a b'],
    ['a b', '', 'a b'],
    ['a b', 'a b', 'a b'],
    ['a b', 'b a', 'a b'],
    ['a b', 'b', 'a b'],
    ['a', 'b a', 'b a'],
    ['a', 'b', undefined],
    ['a b', 'b c', undefined],
    ['a a', 'a a', 'a a'],
    ['a a', '', 'a a'],
    ['a a', 'a', undefined],
    ['a a b', 'b', undefined],
    ['a b', 'a b b', undefined],
    ['i#1:a', 'j#2:b', 'i#1:a j#2:b'],
    ['i#1:a', 'a', 'i#1:a a'],
    ['i#1:a c', 'c j#2:b', 'i#1:a j#2:b c'],
    ['i#1:a b', 'c', undefined],
    ['[2]', '[2]', '[2]'],
    ['[2]', '[3]', undefined],
  ])('[%s] with [%s]', (a, b, expected) => {
    const joined = joinAxes([list(a), list(b)]);
    expect(joined).toEqual(expected === undefined ? undefined : list(expected));
  });

  it('several operands go with the longest of them', () => {
    expect(joinAxes([['a'], ['b'], ['a', 'b']])).toEqual(['a', 'b']);
    expect(joinAxes([['a'], ['b'], ['a', 'c']])).toBeUndefined();
  });

  it('fitting does not widen', () => {
    expect(fitsInto(['a'], ['a', 'b'])).toBe(true);
    expect(fitsInto(['a', 'b'], ['a'])).toBe(false);
  });
});

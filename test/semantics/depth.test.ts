import { describe, expect, it } from 'vitest';
import { checkText } from './checking.ts';

const codes = (text: string): string[] => checkText(text).diagnostics.map(({ code }) => code);
const sum = (term: string, n: number): string => Array.from({ length: n }, () => term).join(' + ');
const nest = (f: string, inner: string, n: number): string =>
  `${`${f}(`.repeat(n)}${inner}${')'.repeat(n)}`;

describe('deep expressions', () => {
  it('a chain of functions is as deep as its bodies together', () => {
    const chain = ['fun f0(x) = x + 1'];
    for (let i = 1; i < 900; i++) chain.push(`fun f${i}(x) = f${i - 1}(x)`);
    expect(codes(`${chain.join('\n')}\nlet y = f899(1)`)).toEqual([]);
    for (let i = 900; i < 1100; i++) chain.push(`fun f${i}(x) = f${i - 1}(x)`);
    expect(codes(`${chain.join('\n')}\nlet y = f1099(1)`)).toEqual(['expression-too-deep']);
  });

  it('long bodies that call each other are refused before they are too deep to walk', () => {
    const bodies = ['fun f0(x) = x'];
    for (let i = 1; i < 50; i++) bodies.push(`fun f${i}(x) = f${i - 1}(x) + ${sum('x', 800)}`);
    expect(codes(`${bodies.join('\n')}\nlet y = f49(1)`)).toEqual(['expression-too-deep']);
  });

  it('calls inside calls are refused before they are too deep to walk', () => {
    const text = `fun f(x) = ${sum('x', 90)}\nlet y = `;
    expect(codes(`${text}${nest('f', '1', 8)}`)).toEqual([]);
    expect(codes(`${text}${nest('f', '1', 80)}`)).toEqual(['expression-too-deep']);
  });

  it('the deepest expression that can be written is checked', () => {
    expect(codes(`let y = ${sum('1', 900)}`)).toEqual([]);
    expect(codes(`let y = ${nest('exp', '1', 90)}`)).toEqual([]);
  });
});

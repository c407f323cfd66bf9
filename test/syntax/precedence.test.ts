import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/syntax/ast.ts';
import { codes, read, shapeOf, statement } from './helpers.ts';

describe('precedence, loosest first: or, and, not, comparisons, + -, * / % @, signs, ^', () => {
  // Shapes by hand from the precedence table of the language description, section 3.
  const cases: readonly (readonly [string, string])[] = [
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c and d', '((a and b) or (c and d))'],
    ['a or b or c', '((a or b) or c)'],
    ['not a and b', '((not a) and b)'],
    ['not a == b', '(not (a == b))'],
    ['a and not b > c', '(a and (not (b > c)))'],
    ['not not a', '(not (not a))'],
    ['a + b < c * d', '((a + b) < (c * d))'],
    ['a < b or c >= d', '((a < b) or (c >= d))'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b * c % d @ e', '((((a / b) * c) % d) @ e)'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['-x^2', '(- (x ^ 2))'],
    ['-x * y', '((- x) * y)'],
    ['a * -b', '(a * (- b))'],
    ['a - -b', '(a - (- b))'],
    ['- + -x', '(- (+ (- x)))'],
    ['a^b^c', '(a ^ (b ^ c))'],
    ['2^-x', '(2 ^ (- x))'],
    ['2^-x^y', '(2 ^ (- (x ^ y)))'],
    ['a * b^c / d', '((a * (b ^ c)) / d)'],
    ['x[i]^2', '(x[i] ^ 2)'],
    ['-f(x)', '(- f(x))'],
    ['(a + b) * c', '((a + b) * c)'],
    ['(-x)^2', '((- x) ^ 2)'],
    ['(0 < x) == (x < 1)', '((0 < x) == (x < 1))'],
    ['if a then b else c + 1', '(if a then b else (c + 1))'],
    ['if a then b else if c then d else e', '(if a then b else (if c then d else e))'],
    ['if a then if b then c else d else e', '(if a then (if b then c else d) else e)'],
    ['if if a then b else c then d else e', '(if (if a then b else c) then d else e)'],
    ['1 + (if a then b else c)', '(1 + (if a then b else c))'],
    ['a * b with a = 1, b = 2', '((a * b) with a = 1, b = 2)'],
    ['if a then b else c with a = 1', '((if a then b else c) with a = 1)'],
    ['f((x with x = 1), y = 2)', 'f((x with x = 1), y = 2)'],
    ['f(x with x = 1, y = 2)', 'f((x with x = 1, y = 2))'],
    ['[a with a = 1, b]', '[(a with a = 1), b]'],
  ];
  for (const [text, expected] of cases) {
    it(text, () => expect(shapeOf(text)).toBe(expected));
  }
});

describe('what stands behind a name', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['theta["Choate"]', 'theta["Choate"]'],
    ['q[t - 1, :, f]', 'q[(t - 1), :, f]'],
    ['(L @ z)[i, j]', '(L @ z)[i, j]'],
    ['x[i][j]', 'x[i][j]'],
    ['sum[k in lag](b[k])', 'sum[k in lag](b[k])'],
    ['sum[j in 1 .. i - 1](w[j])', 'sum[j in 1 .. (i - 1)](w[j])'],
    ['f(x)[i]', 'f(x)[i]'],
    ['ode(g, z0, rtol = 1e-6)', 'ode(g, z0, rtol = 0.000001)'],
    ['classify.layer1.weight[1]', 'classify.layer1.weight[1]'],
    ['f()', 'f()'],
    ['[1, [2, 3]]', '[1, [2, 3]]'],
    ['true or false', '(true or false)'],
  ];
  for (const [text, expected] of cases) {
    it(text, () => expect(shapeOf(text)).toBe(expected));
  }
});

describe('spans', () => {
  it('cover the whole text of a node, parentheses included', () => {
    const text = 'let a = (b + c) * -d[1]';
    const { value } = statement(text, 'let');
    const of = (e: Expression): string => text.slice(e.span.start, e.span.end);
    expect(of(value)).toBe('(b + c) * -d[1]');
    if (value.kind !== 'binary') throw new Error(value.kind);
    expect(of(value.left)).toBe('(b + c)');
    expect(of(value.right)).toBe('-d[1]');
    expect(text.slice(value.operatorSpan.start, value.operatorSpan.end)).toBe('*');
  });
});

describe('long chains', { timeout: 30_000 }, () => {
  const depth = (root: Expression): number => {
    let deepest = 0;
    const waiting: [Expression, number][] = [[root, 1]];
    for (let top = waiting.pop(); top; top = waiting.pop()) {
      const [e, level] = top;
      deepest = Math.max(deepest, level);
      if (e.kind === 'binary') waiting.push([e.left, level + 1], [e.right, level + 1]);
    }
    return deepest;
  };
  /** Plain recursion, as the later stages use it. */
  const evaluate = (e: Expression): number => {
    if (e.kind === 'number') return e.value;
    if (e.kind !== 'binary') throw new Error(e.kind);
    const [left, right] = [evaluate(e.left), evaluate(e.right)];
    return e.operator === '+' ? left + right : left - right;
  };

  it('builds a sum of 20,000 terms as a shallow tree of the same value', () => {
    const terms = Array.from({ length: 20_000 }, (_, i) => `${i % 3 === 2 ? '- ' : '+ '}${i}`);
    const { value } = statement(`let s = 0 ${terms.join(' ')}`, 'let');
    expect(depth(value)).toBeLessThan(500);
    let expected = 0;
    for (let i = 0; i < 20_000; i++) expected += i % 3 === 2 ? -i : i;
    expect(evaluate(value)).toBe(expected);
  });

  it('keeps a sum of 200 terms strictly from the left', () => {
    const text = Array.from({ length: 200 }, (_, i) => `x${i}`).join(' + ');
    expect(depth(statement(`let s = ${text}`, 'let').value)).toBe(200);
  });

  it('builds long conjunctions and disjunctions', () => {
    const text = (word: string): string => Array(5000).fill('a').join(` ${word} `);
    expect(codes(`let s = ${text('and')}`)).toEqual([]);
    expect(codes(`let s = ${text('or')}`)).toEqual([]);
  });

  it.each([
    ['a product', Array(5000).fill('x').join(' * ')],
    ['a difference', Array(5000).fill('x').join(' - ')],
    ['a power', Array(5000).fill('x').join(' ^ ')],
    ['signs', `${'-'.repeat(5000)}x`],
    ['negations', `${'not '.repeat(5000)}x`],
    ['indices', `x${'[1]'.repeat(5000)}`],
    ['signs in powers', `x${'^-x'.repeat(5000)}`],
    ['else-ifs', `${Array(1001).fill('if a then b else').join(' ')} c`],
  ])('refuses %s that is too deep, in plain words', (_, text) => {
    const { diagnostics, poisoned } = read(`let s = ${text}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['expression-too-long']);
    expect(diagnostics[0].span).toEqual({ start: 8, end: 8 + text.length });
    expect(poisoned.has('s')).toBe(true);
  });

  it('reads 900 else-ifs', () => {
    expect(codes(`let s = ${Array(900).fill('if a then b else').join(' ')} c`)).toEqual([]);
  });
});

describe('depth of brackets', { timeout: 30_000 }, () => {
  const nested = (n: number): string => `let s = ${'('.repeat(n)}1${')'.repeat(n)}`;

  it('reads 100 levels of every bracket', () => {
    expect(codes(nested(100))).toEqual([]);
    expect(codes(`let s = ${'f('.repeat(100)}1${')'.repeat(100)}`)).toEqual([]);
    expect(codes(`let s = ${'['.repeat(100)}1${']'.repeat(100)}`)).toEqual([]);
    expect(codes(`let s = ${'x['.repeat(100)}1${']'.repeat(100)}`)).toEqual([]);
  });

  it('refuses 101 levels at the bracket that is one too many', () => {
    const { diagnostics } = read(nested(101));
    expect(diagnostics.map(({ code }) => code)).toEqual(['nesting-too-deep']);
    expect(diagnostics[0].span).toEqual({ start: 108, end: 109 });
  });

  it('does not overflow on 100,000 brackets or conditionals', () => {
    expect(codes(nested(100_000))).toEqual(['nesting-too-deep']);
    expect(codes(`let s = ${'('.repeat(100_000)}`)).toEqual(['nesting-too-deep']);
    expect(codes(`let s = ${'if a then '.repeat(100_000)}`)).toEqual(['nesting-too-deep']);
    expect(codes(`let s = ${'if '.repeat(100_000)}`)).toEqual(['nesting-too-deep']);
    expect(codes(`network f(x) { ${'residual { '.repeat(100_000)}`)).toEqual(['nesting-too-deep']);
  });
});

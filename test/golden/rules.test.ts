/** That every rule and every code of the compiler has its wrong program, and that messages speak to users. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { ModelError } from '../../src/diagnostics/diagnostic.ts';
import { distributions, vectorDistributions } from '../../src/distributions/index.ts';
import { ops } from '../../src/graph/ops.ts';
import { rules } from './rules.ts';

const here = new URL('./', import.meta.url);
const source = new URL('../../src/', import.meta.url);

const filesIn = (folder: URL, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(ending),
  );
const textOf = (folder: URL, name: string): string => readFileSync(new URL(name, folder), 'utf8');

const expected = filesIn(here, '.txt').map((name) => ({ name, text: textOf(here, name) }));
const sources = filesIn(source, '.ts').map((name) => ({ name, text: textOf(source, name) }));

describe('every rule has a wrong program', () => {
  const filesOf = ({ semantics = [], syntax = [] }: (typeof rules)[number]): string[] => [
    ...semantics.map((name) => `semantics/${name}`),
    ...syntax.map((name) => `syntax/${name}`),
  ];

  it.each(rules)('$rule', (rule) => {
    const files = filesOf(rule);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(existsSync(new URL(`${file}.bayes`, here)), file).toBe(true);
      expect(textOf(here, `${file}.txt`), file).toMatch(/^(error|warning)\[/m);
    }
  });
});

/** Faults that only data or much text reveal: where else they are shown. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'expression-too-deep': 'semantics/depth.test.ts',
  'expression-too-long': 'syntax/precedence.test.ts',
  'nesting-too-deep': 'syntax/precedence.test.ts',
  'no-information': 'api/laplace-networks.test.ts',
};

/** Faults that the first data reveal. */
const WITH_DATA: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
  [
    'matrix-value',
    'dim k  data S[k, k]: real  let L = cholesky(S)  output x = trace(L)',
    {
      S: [
        [1, 2],
        [2, 1],
      ],
    },
    '`cholesky` has no value: `S` is not positive definite',
  ],
  [
    'too-many-parameters',
    'data n: count  dim k = n  param x[k] ~ Normal(0, 1)',
    { n: 10_000_001 },
    '`x` has 10000001 elements, more than the 10000000 a parameter may have',
  ],
  [
    'unlabelled-dimension',
    'dim k  data n[k]: int  param a ~ Normal(0, 1)  factor a * sum[j in 1 .. n["first"]](j)',
    { n: [1, 2] },
    'the data give `k` no labels, so "first" names none of its members',
  ],
  [
    'no-solution',
    'data k: real  fun f(t, z, k) = k / (1 - t)  param a ~ Normal(0, 1)  factor a * ode(f, 0, 1, 2, k)',
    { k: 1 },
    '`ode` has no solution: the derivative is not finite at the start, time 1',
  ],
];

describe('every code of the compiler', () => {
  it('occurs in an expected text', () => {
    const calls = /\b(?:report|warn|error|warning|fail)\(\s*(?:[\w.]+,\s*)?'([a-z]+(?:-[a-z]+)*)'/g;
    const codes = sources
      .filter(({ name }) => /^(semantics|syntax|lowering)\//.test(name))
      .flatMap(({ text }) => Array.from(text.matchAll(calls), ([, code]) => code));
    expect(new Set(codes).size).toBeGreaterThan(100);
    const shown = new Set([
      ...expected.flatMap(({ text }) =>
        Array.from(text.matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm), ([, code]) => code),
      ),
      ...WITH_DATA.map(([code]) => code),
    ]);
    const missing = new Set(codes.filter((code) => !shown.has(code) && !(code in ELSEWHERE)));
    expect([...missing]).toEqual([]);
    for (const [code, file] of Object.entries(ELSEWHERE)) {
      expect(textOf(new URL('../', here), file)).toContain(code);
    }
  });

  it.each(WITH_DATA)('%s', (code, text, data, message) => {
    let found: unknown;
    try {
      compile(text).bind(data);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(ModelError);
    const [first] = (found as ModelError).diagnostics.filter(
      ({ severity }) => severity === 'error',
    );
    expect(first.code).toBe(code);
    expect(first.message).toContain(message);
  });
});

describe('no message mentions an internal name', () => {
  /** Names of types and classes of the program that are no words, and of ops of its graphs. */
  const declared = sources.flatMap(({ text }) =>
    Array.from(
      text.matchAll(/\b(?:class|interface|type)\s+([A-Z]\w*[a-z][A-Z]\w*)/g),
      ([, n]) => n,
    ),
  );
  const opNames = Object.keys(ops).filter((name) => /[a-z][A-Z]/.test(name));
  const ofLanguage = new Set([...distributions.keys(), ...vectorDistributions.keys()]);
  const internal = new Set([...declared, ...opNames].filter((name) => !ofLanguage.has(name)));

  it.each(expected)('$name', ({ name, text }) => {
    expect(internal.size).toBeGreaterThan(200);
    // messages about several models have none of their name
    const file = name.replace(/txt$/, 'bayes');
    const model = existsSync(new URL(file, here)) ? textOf(here, file) : '';
    const words = text
      .split('\n')
      .filter((line) => /^(error|warning|help|note)/.test(line))
      .flatMap((line) => line.replace(/^\w+\[[a-z-]+\]/, '').match(/[A-Za-z_]\w*(?:#\d+)?/g) ?? []);
    const wrong = words.filter((word) => internal.has(word) || word.includes('#'));
    expect(wrong.filter((word) => !model.includes(word))).toEqual([]);
    expect(words.filter((word) => word === 'undefined' || word === 'NaN')).toEqual([]);
  });
});

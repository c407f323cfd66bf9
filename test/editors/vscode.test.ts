import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IToken } from 'chevrotain';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleExtension } from '../../build/vscode.ts';
import * as t from '../../grammar/tokens.ts';
import { DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { readParts } from '../../src/syntax/read-parts.ts';
import { version } from '../../src/version.ts';
import { allBlocks } from '../docs/documents.ts';
import { Client } from '../language-server/client.ts';
import { scopesIn } from './scopes.ts';

const { RESERVED_WORDS, STATEMENT_KEYWORDS } = t;

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const grammar = read('grammar/bayes.tmLanguage.json');

interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly name?: string;
  readonly patterns?: readonly Rule[];
}

const rulesIn = (rule: Rule): Rule[] => [rule, ...(rule.patterns ?? []).flatMap(rulesIn)];
const rules = Object.values<Rule>(grammar.repository).flatMap(rulesIn);

/** The words between bars in the groups of the rules. */
const wordsIn = (patterns: readonly Rule[]): string[] =>
  patterns.flatMap(({ match = '' }) =>
    [...match.matchAll(/\(([a-z]+(?:\|[a-z]+)*)\)/g)].flatMap(([, words]) => words!.split('|')),
  );

/** What the first rule of a part that fits makes of a text. */
const matches = (part: string, text: string): (string | undefined)[] => {
  for (const { match } of rulesIn(grammar.repository[part])) {
    const found = match === undefined ? null : new RegExp(match, 'u').exec(text);
    if (found !== null) return [...found];
  }
  return [];
};

describe('the TextMate grammar', () => {
  it('has the keywords of the lexer', () => {
    expect(wordsIn(grammar.repository.statements.patterns).sort()).toEqual(
      [...STATEMENT_KEYWORDS.keys()].sort(),
    );
    const reserved = RESERVED_WORDS.map(({ PATTERN }) => PATTERN as string);
    expect(wordsIn(grammar.repository.words.patterns).sort()).toEqual(
      [...reserved, 'pi', 'inf'].sort(),
    );
  });

  it('has patterns that are regular expressions, and parts that are there', () => {
    for (const { match, begin, end } of rules) {
      for (const pattern of [match, begin, end]) {
        if (pattern !== undefined) expect(() => new RegExp(pattern, 'u')).not.toThrow();
      }
    }
    for (const { include } of grammar.patterns) {
      expect(Object.keys(grammar.repository)).toContain(include.slice(1));
    }
  });

  it.each([
    ['statements', 'param mu ~ Normal(0, 1)', 'param'],
    ['statements', 'dim row   dim column', 'dim'],
    ['statements', 'let data = 1', 'let'],
    ['statements', 'let x = data + 1', 'let'],
    ['words', 'if within then 1', 'if'],
    ['types', 'data y: positive', 'positive'],
    ['distributions', '~ HalfNormal(1)', 'HalfNormal'],
    ['functions', 'x + sum[i in d](y)', 'sum'],
    ['numbers', 'x2 + 1.5e-3', '1.5e-3'],
  ])('%s in %s', (part, text, word) => {
    expect(matches(part, text)).toContain(word);
  });

  const STATEMENT = /^keyword\.declaration/;
  const scopeOf = ({ tokenType, image }: IToken, isFirst: boolean, next?: IToken): RegExp => {
    if (isFirst) return STATEMENT;
    switch (tokenType) {
      case t.StringLiteral:
        return /^string/;
      case t.NumberLiteral:
        return /^constant\.numeric/;
      case t.True:
      case t.False:
        return /^constant\.language/;
      case t.From:
      case t.By:
      case t.LabelWord:
        return /^keyword\.other/;
      default:
    }
    if (RESERVED_WORDS.includes(tokenType)) return /^keyword\.control/;
    if (tokenType !== t.Identifier) return /^(?!comment|string|constant)/;
    const isCalled = next?.tokenType === t.LeftParenthesis;
    if (isCalled && /^[A-Z][A-Za-z]/.test(image)) return /^support\.class/;
    return isCalled ? /function|type/ : /^(?!comment|string|keyword|constant\.numeric)/;
  };

  it('reads the models of the documents as the lexer does', () => {
    const texts = allBlocks.filter(({ language }) => language === 'bayes').map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(30);
    texts.push('data a: real from "x \\" y"\n/* data\nb */ data c[k]: k by label // let\n');
    for (const text of texts) {
      const scopes = scopesIn(grammar, text);
      const { parts, comments, documentation } = readParts(text, new DiagnosticSink());
      for (const { startOffset } of [...comments, ...documentation]) {
        expect(scopes[startOffset], text).toMatch(/^comment/);
      }
      for (const { tokens } of parts) {
        tokens.forEach((token, i) => {
          const wanted = scopeOf(token, i === 0, tokens[i + 1]);
          const place = `${token.image} in ${text}`;
          expect(scopes[token.startOffset], place).toMatch(wanted);
          expect(scopes[token.startOffset + token.image.length - 1], place).toMatch(wanted);
        });
      }
    }
  });

  it('takes names for names', () => {
    expect(matches('statements', 'x + data')).toEqual([]);
    expect(matches('words', 'within + iff')).toEqual([]);
    expect(matches('numbers', 'x2')).toEqual([]);
  });
});

describe('the extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'credence-vscode-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the version of the package, every file that it names, and a server that runs', async () => {
    await bundleExtension(folder);
    const manifest = read(join(folder, 'package.json'));
    expect(manifest.version).toBe(version);
    const { languages, grammars } = manifest.contributes;
    const named = [manifest.main, languages[0].configuration, grammars[0].path];
    for (const path of named) expect(readFileSync(join(folder, path)).length).toBeGreaterThan(100);
    expect(readFileSync(join(folder, manifest.main), 'utf8')).toContain('require("vscode")');

    const client = new Client(process.execPath, [join(folder, 'server.js'), '--stdio']);
    const { serverInfo } = await client.ask('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    expect(serverInfo).toEqual({ name: 'credence', version });
    const [problem] = await client.open('file:///a.bayes', 'param m ~ Nrmal(0, 1)');
    expect(problem.code).toBe('unknown-distribution');
    await client.ask('shutdown');
    client.tell('exit');
    expect(await client.exited).toBe(0);
  }, 30_000);
});

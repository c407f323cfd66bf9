import { readFileSync } from 'node:fs';
import { EOF, Lexer, type TokenType } from 'chevrotain';
import { describe, expect, it } from 'vitest';
import { cstTypes, decisionsModule, railroadPage } from '../../grammar/derived.ts';
import { MISTAKES } from '../../grammar/mistakes.ts';
import { BayesParser } from '../../grammar/rules.ts';
import { RESERVED_WORDS, STATEMENT_KEYWORDS, TOKENS } from '../../grammar/tokens.ts';

const root = new URL('../../', import.meta.url);
const stored = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('the grammar', () => {
  it('is valid: no ambiguity, no left recursion, no unreachable token', () => {
    expect(() => new BayesParser({ skipValidations: false })).not.toThrow();
    const lexer = new Lexer([...TOKENS], { ensureOptimizations: true, positionTracking: 'full' });
    expect(lexer.lexerDefinitionErrors).toEqual([]);
  });

  it('has exactly the keywords of the language', () => {
    expect([...STATEMENT_KEYWORDS.keys()].sort()).toEqual(
      'data dim factor fun let model network observe output param'.split(' '),
    );
    expect(RESERVED_WORDS.map(({ PATTERN }) => PATTERN).sort()).toEqual(
      'and else false if in not or then true where with'.split(' '),
    );
  });

  it('calls no token by an internal name in what was expected', () => {
    const labelled = TOKENS.filter((type: TokenType) => type !== EOF && type.LABEL !== undefined);
    for (const { LABEL } of labelled) expect(LABEL).toMatch(/^(`|a |an )/);
    const productions = new BayesParser({ skipValidations: true }).getSerializedGastProductions();
    const terminals = JSON.stringify(productions).matchAll(/"type":"Terminal","name":"(\w+)"/g);
    const used = new Set([...terminals].map(([, name]) => name));
    expect(used.size).toBeGreaterThan(30);
    expect([...used].filter((name) => !labelled.some((type) => type.name === name))).toEqual([]);
  });

  it('says for every foreign spelling what to write instead', () => {
    for (const { message, hint } of MISTAKES) {
      expect(message.length).toBeGreaterThan(10);
      expect(hint('1.2').length).toBeGreaterThan(5);
    }
  });
});

describe('what is generated from the grammar', () => {
  it('is the stored types of the syntax tree', () => {
    expect(cstTypes()).toBe(stored('grammar/cst-types.ts'));
  });

  it('is the stored decisions of its parser', () => {
    expect(decisionsModule()).toBe(stored('grammar/decisions.ts'));
  });

  it('is the stored page of railroad diagrams, which loads nothing from elsewhere', () => {
    const page = railroadPage();
    expect(page).toBe(stored('docs/grammar/index.html'));
    expect(page).not.toMatch(/<(script|link|img)[^>]*(src|href)=/);
  });
});

import { type IToken, Lexer } from 'chevrotain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOKENS } from '../../grammar/tokens.ts';
import { readTokens } from '../../src/syntax/lexer.ts';
import { EXAMPLES } from './examples.ts';
import { characters, mutated, soup } from './generated-texts.ts';

const chevrotain = new Lexer([...TOKENS], { ensureOptimizations: true, positionTracking: 'full' });

interface Places {
  readonly tokens: readonly (readonly [string, number, number, string])[];
  readonly documentation: readonly (readonly [string, number, number, string])[];
  readonly unmatched: readonly (readonly [number, number])[];
}

const place = ({ tokenType, startOffset, endOffset, image }: IToken) =>
  [tokenType.name, startOffset, endOffset!, image] as const;

function ours(text: string): Places {
  const { tokens, groups, unmatched } = readTokens(text);
  return {
    tokens: tokens.map(place),
    documentation: (groups.documentation ?? []).map(place),
    unmatched: unmatched.map(({ offset, length }) => [offset, length]),
  };
}

function theirs(text: string): Places {
  const { tokens, groups, errors } = chevrotain.tokenize(text);
  return {
    tokens: tokens.map(place),
    documentation: groups.documentation.map(place),
    unmatched: errors.map(({ offset, length }) => [offset, length]),
  };
}

describe('the lexer reads what the lexer of Chevrotain reads', () => {
  it('in programs', () => {
    for (const text of Object.values(EXAMPLES)) expect(ours(text)).toEqual(theirs(text));
  });

  it('where words begin alike, and where nothing matches', () => {
    const text = 'in inner iffy if\n/// above\nlet x = 1..2 - 1.5.. // end\n€€ \ud800 a€b $';
    expect(ours(text)).toEqual(theirs(text));
    expect(ours(text).unmatched).not.toEqual([]);
    expect(ours(text).documentation).toHaveLength(1);
  });

  it('in any text', () => {
    const property = fc.property(fc.oneof(soup, characters, mutated), (text) => {
      expect(ours(text)).toEqual(theirs(text));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

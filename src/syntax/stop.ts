/** Where the parser stopped in a statement, and small questions about that place. */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { shorten } from '../diagnostics/shorten.ts';
import { cover, type Span } from '../diagnostics/span.ts';
import { spanOf } from './tokenize.ts';

/** A statement that could not be read, and where the parser stopped in it. */
export interface Stop {
  readonly text: string;
  readonly tokens: readonly IToken[];
  /** The position of the token that does not fit; the number of tokens where the statement ended. */
  readonly at: number;
  readonly found: IToken | undefined;
  readonly previous: IToken | undefined;
  /** What could have stood there, in words of the language. */
  readonly expected: string;
}

/** What a known mistake says; the parts it leaves out are those of every syntax error. */
export interface Explanation {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  readonly span?: Span;
}

/** Answers if it knows the mistake that stopped the parser. */
export type KnownMistake = (stop: Stop) => Explanation | undefined;

export function is(token: IToken | undefined, ...types: TokenType[]): boolean {
  return token !== undefined && types.includes(token.tokenType);
}

/** The declared head, `theta[school]`, as it was written up to where the parser stopped. */
export function head({ text, tokens, at }: Stop): string {
  return at > 1 ? between(text, tokens[1], tokens[at - 1]) : 'x';
}

/** What to write for a declaration of that type. */
export function typedHead(stop: Stop, type: string): string {
  const [keyword] = stop.tokens;
  const rest = is(keyword, t.Data) ? '' : is(keyword, t.Param) ? ' ~ …' : ' = …';
  return `write \`${keyword.image} ${head(stop).replace(/\s*:$/, '')}: ${type}${rest}\``;
}

/** How many brackets are open before a position. */
export function depthAt(tokens: readonly IToken[], at: number): number {
  let depth = 0;
  for (const token of tokens.slice(0, at)) {
    if (is(token, t.LeftParenthesis, t.LeftBracket, t.LeftBrace)) depth++;
    else if (is(token, t.RightParenthesis, t.RightBracket, t.RightBrace)) depth--;
  }
  return depth;
}

/** The nearest opening bracket that is still open at a position. */
export function opener(tokens: readonly IToken[], at: number): IToken | undefined {
  let closed = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (is(tokens[i], t.RightParenthesis, t.RightBracket, t.RightBrace)) closed++;
    else if (is(tokens[i], t.LeftParenthesis, t.LeftBracket, t.LeftBrace) && closed-- === 0) {
      return tokens[i];
    }
  }
  return undefined;
}

/** The source text from one token to another, on one line. */
export function between(text: string, first: IToken, last: IToken): string {
  const { start, end } = cover(spanOf(first), spanOf(last));
  return shorten(text.slice(start, end).replace(/\s+/g, ' '));
}

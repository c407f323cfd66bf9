/**
 * From where the parser stopped to what a person should read: what was expected, what was found,
 * and what to write instead where the mistake is a known one.
 */
import { EOF, type IRecognitionException, type IToken } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { shorten } from '../diagnostics/shorten.ts';
import { cover, type Span } from '../diagnostics/span.ts';
import { KNOWN_MISTAKES } from './known-mistakes.ts';
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

/** @param following the keyword of the next statement, if there is one. */
export function explain(
  text: string,
  tokens: readonly IToken[],
  error: IRecognitionException,
  following: IToken | undefined,
): Diagnostic {
  const isEnd = error.token.tokenType === EOF;
  const at = isEnd ? tokens.length : tokens.indexOf(error.token);
  const stop: Stop = {
    ...{ text, tokens, at, expected: error.message },
    found: tokens[at],
    previous: tokens[at - 1],
  };
  const span = stop.found ? spanOf(stop.found) : endOf(tokens);
  for (const mistake of KNOWN_MISTAKES) {
    const known = mistake(stop);
    if (known) return { code: 'syntax', severity: 'error', span, ...known };
  }
  return { code: 'syntax', severity: 'error', span, ...general(stop, following) };
}

function general(stop: Stop, following: IToken | undefined): Explanation {
  const { found, previous, expected } = stop;
  const after = previous ? ` after \`${shorten(previous.image)}\`` : '';
  const wanted = alternatives(expected, previous);
  if (found === undefined) {
    const end = following ? `the next statement begins (\`${following.image}\`)` : 'the text ends';
    return { message: `expected ${wanted}${after}, but ${end}` };
  }
  const isReserved = t.RESERVED_WORDS.includes(found.tokenType);
  const hint =
    isReserved && expected === 'a name'
      ? `\`${found.image}\` is a word of the language: choose another name`
      : undefined;
  return {
    message: `expected ${wanted}${after}, found \`${shorten(found.image)}\``,
    ...(hint !== undefined && { hint }),
  };
}

/** After a complete operand an operator could also follow, and in a list a comma. */
function alternatives(expected: string, previous: IToken | undefined): string {
  if (previous?.tokenType === t.Comma) return expected === '`)`' ? 'an argument' : expected;
  if (expected === '`)`' || expected === '`]`') return `an operator, \`,\` or ${expected}`;
  if (expected === 'the end of the statement') return `an operator or ${expected}`;
  return expected;
}

function endOf(tokens: readonly IToken[]): Span {
  const { end } = spanOf(tokens[tokens.length - 1]);
  return { start: end, end };
}

/** The source text from one token to another, on one line. */
export function between(text: string, first: IToken, last: IToken): string {
  const { start, end } = cover(spanOf(first), spanOf(last));
  return shorten(text.slice(start, end).replace(/\s+/g, ' '));
}

/**
 * From where the parser stopped to what a person should read: what was expected, what was found,
 * and what to write instead where the mistake is a known one.
 */
import { EOF, type IRecognitionException, type IToken } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { shorten } from '../diagnostics/shorten.ts';
import type { Span } from '../diagnostics/span.ts';
import { EXPRESSION_MISTAKES } from './expression-mistakes.ts';
import { isStatementKeyword } from './retag.ts';
import { STATEMENT_MISTAKES } from './statement-mistakes.ts';
import type { Explanation, Stop } from './stop.ts';
import { spanOf } from './tokenize.ts';

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
  for (const mistake of [...STATEMENT_MISTAKES, ...EXPRESSION_MISTAKES]) {
    const known = mistake(stop);
    if (known) return { code: 'syntax', severity: 'error', span, ...known };
  }
  return { code: 'syntax', severity: 'error', span, ...general(stop, following) };
}

function general(stop: Stop, following: IToken | undefined): Explanation {
  const { found, previous, expected } = stop;
  const after = previous ? ` after \`${shorten(previous.image)}\`` : '';
  const wanted = alternatives(stop);
  if (found === undefined) {
    const next = following && `\`${shorten(following.image)}\``;
    const isStatement = following && isStatementKeyword(following);
    const end = isStatement
      ? `the next statement begins (${next})`
      : `a new line begins with ${next}`;
    return { message: `expected ${wanted}${after}, but ${following ? end : 'the text ends'}` };
  }
  const isReserved = t.RESERVED_WORDS.includes(found.tokenType);
  const hint =
    isReserved && expected === 'a name'
      ? `\`${found.image}\` is a word of the language: choose another name`
      : expected === '`~`' || expected === '`=`'
        ? `write ${expected} before \`${shorten(found.image)}\``
        : undefined;
  return {
    message: `expected ${wanted}${after}, found \`${shorten(found.image)}\``,
    ...(hint !== undefined && { hint }),
  };
}

/** After a complete operand an operator could also follow, and in a list or a call a comma. */
function alternatives({ previous, expected }: Stop): string {
  if (previous?.tokenType === t.Comma) return expected === '`)`' ? 'an argument' : expected;
  if (expected === '`)`' || expected === '`]`') {
    return `an operator, \`,\` or ${expected}`;
  }
  if (expected === 'the end of the statement') return `an operator or ${expected}`;
  return expected;
}

function endOf(tokens: readonly IToken[]): Span {
  const { end } = spanOf(tokens[tokens.length - 1]);
  return { start: end, end };
}

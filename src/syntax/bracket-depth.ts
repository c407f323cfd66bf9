import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { spanOf } from './tokenize.ts';

/** The parser recurses into brackets: it could overflow the stack at about 375 of them. */
const DEEPEST_NESTING = 100;

const CLOSER_OF: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSERS: ReadonlySet<string> = new Set(CLOSER_OF.values());

/**
 * The first thing wrong with the brackets of one statement: one that is not closed (shown where it
 * opens), one that closes nothing, or a nesting deeper than `DEEPEST_NESTING`. A conditional directly
 * in the condition or the `then` branch of another nests like a bracket.
 */
export function checkBrackets(tokens: readonly IToken[]): Diagnostic | undefined {
  const open: IToken[] = [];
  let conditionals = 0;
  for (const [i, token] of tokens.entries()) {
    const sign = token.image;
    const before = tokens[i - 1]?.image;
    if (sign === 'if' && (before === 'then' || before === 'if')) conditionals++;
    if (CLOSER_OF.has(sign)) open.push(token);
    if (open.length + conditionals > DEEPEST_NESTING) {
      return {
        code: 'nesting-too-deep',
        severity: 'error',
        message: `this is nested more than ${DEEPEST_NESTING} levels deep`,
        span: spanOf(token),
        hint: 'name the inner parts with `let`',
      };
    }
    if (!CLOSERS.has(sign)) continue;
    const opener = open.pop();
    if (opener === undefined) {
      return {
        code: 'unmatched-bracket',
        severity: 'error',
        message: `this \`${sign}\` closes nothing`,
        span: spanOf(token),
        hint: 'delete it, or add the bracket that it closes',
      };
    }
    if (CLOSER_OF.get(opener.image) !== sign) {
      return {
        ...unclosed(opener),
        related: [{ message: `\`${sign}\` stands where it should close`, span: spanOf(token) }],
      };
    }
  }
  const last = open.at(-1);
  return last && unclosed(last);
}

function unclosed(opener: IToken): Diagnostic {
  return {
    code: 'unclosed-bracket',
    severity: 'error',
    message: `this \`${opener.image}\` is never closed`,
    span: spanOf(opener),
    hint: `add the missing \`${CLOSER_OF.get(opener.image)}\``,
  };
}

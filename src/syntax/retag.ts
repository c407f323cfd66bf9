/**
 * Between the lexer and the parser: which words are keywords depends on where they stand.
 */
import { type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import type { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { editDistance } from '../diagnostics/nearest.ts';
import { FOREIGN_STATEMENTS, TYPE_WORDS } from './foreign-words.ts';
import { retype, spanOf } from './tokenize.ts';

/** After these a value, a name or a type follows, so a statement cannot start. */
const BEFORE_A_NAME: ReadonlySet<TokenType> = new Set([
  ...[t.Equals, t.Tilde, t.Colon, t.Comma, t.Arrow, t.Dot],
  ...[t.LeftParenthesis, t.LeftBracket, t.LeftBrace],
  ...[t.In, t.If, t.Then, t.Else, t.With, t.Where],
]);

/** With these an operand can end, so that after them a line can start something new. */
const ENDS_AN_OPERAND: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.NumberLiteral, t.StringLiteral, t.True, t.False, t.LabelWord],
  ...[t.RightParenthesis, t.RightBracket, t.RightBrace, t.QuestionMark, t.DotDot],
]);

export function endsOperand(token: IToken): boolean {
  return ENDS_AN_OPERAND.has(token.tokenType);
}

export function isStatementKeyword(token: IToken): boolean {
  return tokenMatcher(token, t.StatementKeyword);
}

/** Whether only blanks and comments stand between the token and the start of its line. */
export function startsLine(text: string, previous: IToken | undefined, token: IToken): boolean {
  if (previous === undefined) return true;
  const gap = text.slice(previous.startOffset + previous.image.length, token.startOffset);
  return /[\n\r]/.test(gap);
}

export interface Retagged {
  readonly tokens: IToken[];
  /** Keywords that were written as something else, which has been reported. */
  readonly corrected: ReadonlySet<IToken>;
}

/**
 * - A statement keyword that is not first on its line and follows what a name must follow becomes a
 *   name: `data model[obs]: real`, `let x = output + data`.
 * - A misspelt or foreign keyword, first on its line and followed by a name, is reported and becomes
 *   the keyword, so that the statement is not swallowed by the one above.
 * - `from` before a text, and `by` before `label`, become words of the data statement.
 */
export function retag(text: string, tokens: readonly IToken[], sink: DiagnosticSink): Retagged {
  const result: IToken[] = [];
  const corrected = new Set<IToken>();
  tokens.forEach((token, i) => {
    const previous = result[i - 1];
    const next = tokens[i + 1];
    const first = startsLine(text, previous, token);
    if (isStatementKeyword(token)) {
      result.push(!first && mustBeName(previous) ? retype(token, t.Identifier) : token);
    } else if (token.tokenType === t.Identifier) {
      const keyword = first && next ? intendedKeyword(text, token, next) : undefined;
      if (keyword !== undefined) {
        const word = keyword.PATTERN as string;
        const message = `\`${token.image}\` does not start a statement`;
        sink.error('misspelt-keyword', spanOf(token), message, `did you mean \`${word}\`?`);
        const meant = retype(token, keyword);
        corrected.add(meant);
        result.push(meant);
      } else {
        result.push(retype(token, contextualType(token, previous, next)));
      }
    } else {
      result.push(token);
    }
  });
  return { tokens: result, corrected };
}

function mustBeName(previous: IToken | undefined): boolean {
  if (previous === undefined) return false;
  return (
    BEFORE_A_NAME.has(previous.tokenType) ||
    tokenMatcher(previous, t.BinaryOperator) ||
    tokenMatcher(previous, t.PrefixOperator) ||
    isStatementKeyword(previous)
  );
}

/** The keyword that a word at the start of a line was meant to be, where a name follows it. */
function intendedKeyword(text: string, token: IToken, next: IToken): TokenType | undefined {
  if (startsLine(text, token, next)) return undefined;
  const word = token.image;
  if (next.tokenType === t.StringLiteral) {
    return editDistance(word.toLowerCase(), 'model') <= 2 ? t.Model : undefined;
  }
  if (next.tokenType !== t.Identifier && !isStatementKeyword(next)) return undefined;
  if (TYPE_WORDS.has(word)) return undefined;
  const foreign = FOREIGN_STATEMENTS.get(word.toLowerCase());
  if (foreign !== undefined) return t.STATEMENT_KEYWORDS.get(foreign);
  const limit = word.length <= 4 ? 1 : 2;
  let best: TokenType | undefined;
  let bestDistance = limit + 1;
  for (const [keyword, type] of t.STATEMENT_KEYWORDS) {
    const distance = editDistance(word.toLowerCase(), keyword);
    if (distance < bestDistance) {
      best = type;
      bestDistance = distance;
    }
  }
  return best;
}

function contextualType(
  token: IToken,
  previous: IToken | undefined,
  next: IToken | undefined,
): TokenType {
  const afterOperand = previous !== undefined && endsOperand(previous);
  if (!afterOperand) return previous?.tokenType === t.By ? labelType(token) : t.Identifier;
  if (token.image === 'from') {
    const named = next?.tokenType === t.StringLiteral || next?.tokenType === t.Identifier;
    return named ? t.From : t.Identifier;
  }
  return token.image === 'by' && next?.image === 'label' ? t.By : t.Identifier;
}

function labelType(token: IToken): TokenType {
  return token.image === 'label' ? t.LabelWord : t.Identifier;
}

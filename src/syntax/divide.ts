import type { IToken, TokenType } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { endsOperand, isStatementKeyword, startsLine } from './retag.ts';

/** The tokens of one statement; a stray part is a line that no keyword introduces. */
export interface Part {
  readonly tokens: readonly IToken[];
  readonly stray: boolean;
}

const STARTS_SOMETHING: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.If, t.NumberLiteral, t.StringLiteral, t.Not, t.True, t.False],
]);
const OPENING: ReadonlySet<TokenType> = new Set([t.LeftParenthesis, t.LeftBracket, t.LeftBrace]);
const CLOSING: ReadonlySet<TokenType> = new Set([t.RightParenthesis, t.RightBracket, t.RightBrace]);

/** A network without its opening brace: the layers below still belong to it. */
function awaitsLayers(tokens: readonly IToken[]): boolean {
  const isNetwork = tokens[0].tokenType === t.Network;
  return isNetwork && tokens.every(({ tokenType }) => tokenType !== t.LeftBrace);
}

/**
 * Divides tokens into statements: one starts at each statement keyword. A line that cannot continue
 * what stands above it (a name after a complete operand, outside brackets) starts a stray part.
 */
export function divide(text: string, tokens: readonly IToken[]): Part[] {
  const parts: { tokens: IToken[]; stray: boolean }[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    const previous = tokens[i - 1];
    const current = parts.at(-1);
    const isKeyword = isStatementKeyword(token);
    const isStray =
      current === undefined ||
      (depth === 0 &&
        STARTS_SOMETHING.has(token.tokenType) &&
        endsOperand(previous) &&
        startsLine(text, previous, token) &&
        !awaitsLayers(current.tokens));
    if (isKeyword || isStray) {
      parts.push({ tokens: [token], stray: !isKeyword });
      depth = 0;
    } else {
      current.tokens.push(token);
    }
    if (OPENING.has(token.tokenType)) depth++;
    else if (CLOSING.has(token.tokenType)) depth = Math.max(0, depth - 1);
  });
  return parts;
}

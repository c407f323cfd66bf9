import type { IToken, TokenType } from 'chevrotain';
import { normaliseName } from '../../grammar/names.ts';
import * as t from '../../grammar/tokens.ts';
import { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { endsOperand, isStatementKeyword, retag, startsLine } from './retag.ts';
import { spanOf, tokenize } from './tokenize.ts';

/** An open bracket around a place in a text. */
export interface OpenBracket {
  readonly sign: '(' | '[' | '{';
  /** The name before it, also with brackets between: `sum` of `sum[i in d](`. */
  readonly owner?: string;
  /** How many commas stand in it before the place. */
  readonly commas: number;
}

/** Where in a statement a place of a text is, as far as the text before it tells. */
export interface Cursor {
  /** Offset of the word that is being written there; of the place itself where there is none. */
  readonly wordStart: number;
  /** The keyword of the statement, undefined before the first one. */
  readonly keyword?: string;
  /** Offset of the keyword. */
  readonly statementStart: number;
  /** The token before the word, undefined at the start of a text. */
  readonly before?: string;
  /** A new statement could start here. */
  readonly atStart: boolean;
  /** An operand stands before: an operator or a word that joins expressions can follow. */
  readonly afterOperand: boolean;
  /** Innermost last. */
  readonly brackets: readonly OpenBracket[];
  /** Names that the statement itself brings: index variables, a function's arguments, names after `with`. */
  readonly locals: readonly string[];
  /** The statement's words and signs before the place. */
  readonly words: readonly string[];
}

const OPENING: ReadonlyMap<TokenType, OpenBracket['sign']> = new Map([
  [t.LeftParenthesis, '('],
  [t.LeftBracket, '['],
  [t.LeftBrace, '{'],
]);
const CLOSING: ReadonlySet<TokenType> = new Set([t.RightParenthesis, t.RightBracket, t.RightBrace]);

/** Undefined in a comment, a string or a number, where no name can be written. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { tokens: raw, documentation, comments } = tokenize(text, new DiagnosticSink());
  const inComment = [...documentation, ...comments].some((comment) => {
    const { start, end } = spanOf(comment);
    const isLine = comment.image.startsWith('//');
    return start < offset && (isLine ? offset <= end : offset < end);
  });
  if (inComment) return undefined;
  const { tokens: all } = retag(text, raw, new DiagnosticSink());
  const tokens = all.filter(({ startOffset }) => startOffset < offset);
  const last = tokens.at(-1);
  let wordStart = offset;
  if (last !== undefined && spanOf(last).end >= offset) {
    if (/^[\p{L}_]/u.test(last.image)) {
      wordStart = last.startOffset;
      tokens.pop();
    } else if (
      [t.StringLiteral, t.NumberLiteral].includes(last.tokenType) ||
      last.image[0] === '"'
    ) {
      return undefined;
    }
  }
  const previous = tokens.at(-1);
  const first = tokens.findLastIndex(isStatementKeyword);
  const statement = first < 0 ? [] : tokens.slice(first);
  const brackets = openBrackets(statement);
  const gap = text.slice(previous === undefined ? 0 : spanOf(previous).end, wordStart);
  const isFirst = previous === undefined || gap.includes('\n');
  const afterOperand = previous !== undefined && statement.length > 0 && endsOperand(previous);
  return {
    wordStart,
    ...(statement[0] && { keyword: statement[0].image }),
    statementStart: statement[0]?.startOffset ?? wordStart,
    ...(previous && { before: previous.image }),
    atStart: previous === undefined || (isFirst && afterOperand && brackets.length === 0),
    afterOperand,
    brackets,
    locals: localsOf(text, all, statement[0]),
    words: statement.map(({ image }) => image),
  };
}

function openBrackets(tokens: readonly IToken[]): OpenBracket[] {
  const open: { sign: OpenBracket['sign']; owner?: string; commas: number }[] = [];
  let closed: (typeof open)[number] | undefined;
  tokens.forEach((token, k) => {
    const sign = OPENING.get(token.tokenType);
    const before = tokens[k - 1];
    if (sign !== undefined) {
      const owner =
        before?.tokenType === t.Identifier
          ? normaliseName(before.image)
          : before?.tokenType === t.RightBracket && sign === '('
            ? closed?.owner
            : undefined;
      open.push({ sign, ...(owner !== undefined && { owner }), commas: 0 });
    } else if (CLOSING.has(token.tokenType)) {
      closed = open.pop();
    } else if (token.tokenType === t.Comma && open.length > 0) {
      open.at(-1)!.commas++;
    }
  });
  return open;
}

/** The names that a statement brings, also behind the place: those after `with` stand there. */
function localsOf(text: string, all: readonly IToken[], first: IToken | undefined): string[] {
  if (first === undefined) return [];
  const start = all.indexOf(first);
  const length = all
    .slice(start + 1)
    .findIndex((token, k) => isStatementKeyword(token) && startsLine(text, all[start + k], token));
  const tokens = all.slice(start, length < 0 ? undefined : start + 1 + length);
  const found = new Set<string>();
  let depth = 0;
  let inHead = first.tokenType === t.Fun;
  let afterWith = false;
  tokens.forEach((token, k) => {
    if (OPENING.has(token.tokenType)) depth++;
    if (CLOSING.has(token.tokenType)) depth--;
    if (token.tokenType === t.Equals && depth === 0) inHead = false;
    if (token.tokenType === t.With) afterWith = true;
    if (token.tokenType !== t.Identifier) return;
    const next = tokens[k + 1]?.tokenType;
    const isBinder = next === t.In;
    const isArgument = inHead && depth > 0;
    const isNamed = afterWith && next === t.Equals && depth === 0;
    if (isBinder || isArgument || isNamed) found.add(normaliseName(token.image));
  });
  return [...found];
}

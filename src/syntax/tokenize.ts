import type { IToken, TokenType } from 'chevrotain';
import { MISTAKES, type Mistake, UnknownCharacters } from '../../grammar/mistakes.ts';
import { NumberLiteral, StringLiteral, TOKENS } from '../../grammar/tokens.ts';
import type { Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { readTokens } from './lexer.ts';

export interface Tokens {
  readonly tokens: IToken[];
  /** The `///` comments, in the order of the text. */
  readonly documentation: readonly IToken[];
  /** The other comments, in the order of the text. */
  readonly comments: readonly IToken[];
}

/** Divides a text into tokens; foreign spellings are reported and read as what was meant. */
export function tokenize(text: string, sink: DiagnosticSink): Tokens {
  const { tokens, groups, unmatched } = readTokens(text);
  for (const { offset, length } of unmatched) {
    tokens.push(unknown(text.slice(offset, offset + length), offset));
  }
  if (unmatched.length > 0) tokens.sort((a, b) => a.startOffset - b.startOffset);
  const { documentation = [], comment: comments = [] } = groups;
  return { tokens: repair(tokens, sink), documentation, comments };
}

function unknown(image: string, startOffset: number): IToken {
  const tokenTypeIdx = UnknownCharacters.tokenTypeIdx as number;
  return { image, startOffset, tokenType: UnknownCharacters, tokenTypeIdx };
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

/** The same text read as another token. */
export function retype(token: IToken, type: TokenType): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx as number };
}

/** What makes a token's statement unreadable: the diagnostic for it, if the token is such a one. */
export function unreadable(token: IToken): Diagnostic | undefined {
  const span = spanOf(token);
  if (token.tokenType === UnknownCharacters) {
    return { code: 'unknown-character', severity: 'error', span, ...describe(token.image) };
  }
  const mistake = BY_TYPE.get(token.tokenType);
  if (mistake === undefined) return undefined;
  const { code, message, hint } = mistake;
  return { code, severity: 'error', message, span, hint: hint(token.image) };
}

const BY_TYPE: ReadonlyMap<TokenType, Mistake> = new Map(MISTAKES.map((m) => [m.token, m]));
const BY_TEXT: ReadonlyMap<string, TokenType> = new Map(
  TOKENS.flatMap((type) => (typeof type.PATTERN === 'string' ? [[type.PATTERN, type]] : [])),
);

function repair(tokens: readonly IToken[], sink: DiagnosticSink): IToken[] {
  const repaired: IToken[] = [];
  const counts = new Map<Mistake, { readonly first: IToken; count: number }>();
  for (const token of tokens) {
    const mistake = BY_TYPE.get(token.tokenType);
    if (mistake === undefined || mistake.readAs === 'unreadable') {
      repaired.push(token);
      continue;
    }
    const seen = counts.get(mistake);
    if (seen) seen.count++;
    else counts.set(mistake, { first: token, count: 1 });
    const { code, message, hint, once } = mistake;
    if (!once) sink.error(code, spanOf(token), message, hint(token.image));
    if (mistake.readAs === 'nothing') continue;
    repaired.push(retype(token, meaning(mistake.readAs)));
  }
  for (const [mistake, { first, count }] of counts) {
    if (!mistake.once) continue;
    const times = count > 1 ? ` (${count} times in this text)` : '';
    const { code, message, hint } = mistake;
    sink.error(code, spanOf(first), message + times, hint(first.image));
  }
  return repaired;
}

function meaning(readAs: { readonly text: string } | { readonly literal: string }): TokenType {
  if ('literal' in readAs) return readAs.literal === 'string' ? StringLiteral : NumberLiteral;
  return BY_TEXT.get(readAs.text) as TokenType;
}

function describe(image: string): { message: string; hint: string } {
  const [character] = image;
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  if (/\p{L}|\p{N}/u.test(character)) {
    return {
      message: `\`${image}\` cannot stand in a name`,
      hint: 'names are made of Latin and Greek letters, digits and `_`; other texts stand in double quotes',
    };
  }
  if (/\p{C}/u.test(character)) {
    return { message: `there is an invisible character here (U+${code})`, hint: 'delete it' };
  }
  if (character === '$') {
    return {
      message: '`$` has no meaning here',
      hint: 'write the name of the quantity alone: data columns are values of their own',
    };
  }
  return {
    message: `\`${character}\` (U+${code}) has no meaning here`,
    hint: 'delete it, or put it in double quotes if it belongs to a label',
  };
}

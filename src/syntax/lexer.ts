/**
 * Divides a text into the tokens of the grammar: at each place the first that matches, in the order of
 * `TOKENS`, unless its longer alternative does. Chevrotain's lexer reads the same (a test compares
 * them), but before its first text it lays out a table of all characters, which takes longer than
 * reading a model.
 */
import { type IToken, Lexer, type TokenType } from 'chevrotain';
import { TOKENS } from '../../grammar/tokens.ts';

export interface LexerResult {
  readonly tokens: IToken[];
  /** By the name of the group, where token types have one: tokens that stand between the others. */
  readonly groups: Readonly<Record<string, readonly IToken[]>>;
  /** Where no token matches, up to the next place where one does. */
  readonly unmatched: readonly { readonly offset: number; readonly length: number }[];
}

/** The length of the match at an offset, 0 where there is none. */
type Match = (text: string, offset: number) => number;

interface Pattern {
  readonly type: TokenType;
  readonly match: Match;
  readonly longer: Match | undefined;
}

/** Patterns that may match where a character stands. */
type Candidates = (code: number) => readonly Pattern[];

let candidates: Candidates | undefined;

export function readTokens(text: string): LexerResult {
  const tokens: IToken[] = [];
  const groups: Record<string, IToken[]> = {};
  const unmatched: { readonly offset: number; length: number }[] = [];
  for (let offset = 0; offset < text.length; ) {
    const found = firstMatch(text, offset);
    if (found === undefined) {
      const last = unmatched.at(-1);
      if (last !== undefined && last.offset + last.length === offset) last.length++;
      else unmatched.push({ offset, length: 1 });
      offset++;
      continue;
    }
    const { type, length } = found;
    const { GROUP: group } = type;
    if (group !== Lexer.SKIPPED) {
      const token = tokenOf(type, text, offset, length);
      if (group === undefined) tokens.push(token);
      else {
        groups[group] ??= [];
        groups[group].push(token);
      }
    }
    offset += length;
  }
  return { tokens, groups, unmatched };
}

function tokenOf(type: TokenType, text: string, startOffset: number, length: number): IToken {
  return {
    image: text.slice(startOffset, startOffset + length),
    startOffset,
    endOffset: startOffset + length - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx!,
  };
}

function firstMatch(
  text: string,
  offset: number,
): { readonly type: TokenType; readonly length: number } | undefined {
  candidates ??= candidatesByStart();
  for (const { type, match, longer } of candidates(text.charCodeAt(offset))) {
    const length = match(text, offset);
    if (length === 0) continue;
    const longerLength = longer === undefined ? 0 : longer(text, offset);
    return longerLength > length
      ? { type: type.LONGER_ALT as TokenType, length: longerLength }
      : { type, length };
  }
  return undefined;
}

/** A pattern is tried only at characters that it can start with, where these are known. */
function candidatesByStart(): Candidates {
  const others: Pattern[] = [];
  const byStart = new Map<number, Pattern[]>();
  for (const type of TOKENS) {
    if (type.PATTERN === Lexer.NA) continue;
    const pattern = patternOf(type);
    const starts = startsOf(type);
    if (starts === undefined) {
      others.push(pattern);
      for (const list of byStart.values()) list.push(pattern);
      continue;
    }
    for (const start of starts) {
      const code = start.charCodeAt(0);
      let same = byStart.get(code);
      if (same === undefined) {
        same = [...others];
        byStart.set(code, same);
      }
      same.push(pattern);
    }
  }
  return (code) => byStart.get(code) ?? others;
}

function startsOf({ PATTERN, START_CHARS_HINT: hints }: TokenType): readonly string[] | undefined {
  if (typeof PATTERN === 'string') return [PATTERN[0]];
  return hints?.map((hint) => (typeof hint === 'number' ? String.fromCharCode(hint) : hint));
}

function patternOf(type: TokenType): Pattern {
  const { LONGER_ALT: longer } = type;
  return {
    type,
    match: matchOf(type),
    longer: longer === undefined ? undefined : matchOf(longer as TokenType),
  };
}

function matchOf({ PATTERN: pattern }: TokenType): Match {
  if (typeof pattern === 'string') {
    return (text, offset) => (text.startsWith(pattern, offset) ? pattern.length : 0);
  }
  if (pattern instanceof RegExp) {
    const sticky = new RegExp(pattern.source, `${pattern.flags}y`);
    return (text, offset) => {
      sticky.lastIndex = offset;
      return sticky.test(text) ? sticky.lastIndex - offset : 0;
    };
  }
  const custom = pattern as (text: string, offset: number) => readonly [string] | null;
  return (text, offset) => custom(text, offset)?.[0].length ?? 0;
}

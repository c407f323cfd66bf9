/**
 * The words and signs of the language. Labels are what messages call them; the order of `TOKENS`
 * decides where two patterns match at the same place.
 */
import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from 'chevrotain';
import { MISTAKES, UnknownCharacters } from './mistakes.ts';
import { IDENTIFIER } from './names.ts';

export const Identifier = createToken({ name: 'Identifier', label: 'a name', pattern: IDENTIFIER });

// ─── categories, so that one rule reads any operator ─────────────────────────

export const BinaryOperator = createToken({
  name: 'BinaryOperator',
  label: 'an operator',
  pattern: Lexer.NA,
});
export const PrefixOperator = createToken({
  name: 'PrefixOperator',
  label: '`-`, `+` or `not`',
  pattern: Lexer.NA,
});
export const StatementKeyword = createToken({
  name: 'StatementKeyword',
  label: 'a statement',
  pattern: Lexer.NA,
});

// ─── keywords ────────────────────────────────────────────────────────────────

function keyword(name: string, word: string, ...categories: TokenType[]): TokenType {
  return createToken({
    name,
    label: `\`${word}\``,
    pattern: word,
    longer_alt: Identifier,
    categories,
  });
}

export const Model = keyword('Model', 'model', StatementKeyword);
export const Dim = keyword('Dim', 'dim', StatementKeyword);
export const Data = keyword('Data', 'data', StatementKeyword);
export const Param = keyword('Param', 'param', StatementKeyword);
export const Let = keyword('Let', 'let', StatementKeyword);
export const Observe = keyword('Observe', 'observe', StatementKeyword);
export const Factor = keyword('Factor', 'factor', StatementKeyword);
export const Output = keyword('Output', 'output', StatementKeyword);
export const Fun = keyword('Fun', 'fun', StatementKeyword);
export const Network = keyword('Network', 'network', StatementKeyword);

/** Statement keywords by their spelling. They are names where no statement can start. */
export const STATEMENT_KEYWORDS: ReadonlyMap<string, TokenType> = new Map(
  [Model, Dim, Data, Param, Let, Observe, Factor, Output, Fun, Network].map((type) => [
    type.PATTERN as string,
    type,
  ]),
);

export const In = keyword('In', 'in');
export const If = keyword('If', 'if');
export const Then = keyword('Then', 'then');
export const Else = keyword('Else', 'else');
export const And = keyword('And', 'and', BinaryOperator);
export const Or = keyword('Or', 'or', BinaryOperator);
export const Not = keyword('Not', 'not', PrefixOperator);
export const With = keyword('With', 'with');
export const Where = keyword('Where', 'where');
export const True = keyword('True', 'true');
export const False = keyword('False', 'false');

export const RESERVED_WORDS: readonly TokenType[] = [
  ...[In, If, Then, Else, And, Or, Not, With, Where, True, False],
];

/** `from "column"` and `by label` are words only in their place: they are retagged identifiers. */
export const From = createToken({ name: 'From', label: '`from`', pattern: Lexer.NA });
export const By = createToken({ name: 'By', label: '`by`', pattern: Lexer.NA });
export const LabelWord = createToken({ name: 'LabelWord', label: '`label`', pattern: Lexer.NA });

// ─── literals ────────────────────────────────────────────────────────────────

export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  label: 'a number',
  pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  start_chars_hint: [...'0123456789'],
});

/** From a double quote to the next one on the line; `\"` and `\\` stand for `"` and `\`. */
const matchString: CustomPatternMatcherFunc = (text, offset) => {
  if (text[offset] !== '"') return null;
  for (let i = offset + 1; i < text.length && text[i] !== '\n' && text[i] !== '\r'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return [text.slice(offset, i + 1)];
  }
  return null;
};
export const StringLiteral = createToken({
  name: 'StringLiteral',
  label: 'a text in double quotes',
  pattern: matchString,
  start_chars_hint: ['"'],
  line_breaks: false,
});

// ─── signs ───────────────────────────────────────────────────────────────────

function sign(name: string, text: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, label: `\`${text}\``, pattern: text, categories });
}

export const DotDot = sign('DotDot', '..');
export const Dot = sign('Dot', '.');
export const Arrow = sign('Arrow', '->');
export const EqualEqual = sign('EqualEqual', '==', BinaryOperator);
export const NotEqual = sign('NotEqual', '!=', BinaryOperator);
export const LessEqual = sign('LessEqual', '<=', BinaryOperator);
export const GreaterEqual = sign('GreaterEqual', '>=', BinaryOperator);
export const Less = sign('Less', '<', BinaryOperator);
export const Greater = sign('Greater', '>', BinaryOperator);
export const Equals = sign('Equals', '=');
export const Tilde = sign('Tilde', '~');
export const Plus = sign('Plus', '+', BinaryOperator, PrefixOperator);
export const Minus = sign('Minus', '-', BinaryOperator, PrefixOperator);
export const Star = sign('Star', '*', BinaryOperator);
export const Slash = sign('Slash', '/', BinaryOperator);
export const Percent = sign('Percent', '%', BinaryOperator);
export const At = sign('At', '@', BinaryOperator);
export const Caret = sign('Caret', '^', BinaryOperator);
export const LeftParenthesis = sign('LeftParenthesis', '(');
export const RightParenthesis = sign('RightParenthesis', ')');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');
export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const QuestionMark = sign('QuestionMark', '?');

// ─── what lies between ───────────────────────────────────────────────────────

const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /\s+/, group: Lexer.SKIPPED });

/** `/// text`: kept, to be attached to the statement below. */
const Documentation = createToken({
  name: 'Documentation',
  pattern: /\/\/\/(?!\/)[^\r\n]*/,
  start_chars_hint: ['/'],
  group: 'documentation',
});
const LineComment = createToken({
  name: 'LineComment',
  pattern: /\/\/[^\r\n]*/,
  start_chars_hint: ['/'],
  group: 'comment',
});
const matchBlockComment: CustomPatternMatcherFunc = (text, offset) => {
  if (!text.startsWith('/*', offset)) return null;
  const close = text.indexOf('*/', offset + 2);
  return close < 0 ? null : [text.slice(offset, close + 2)];
};
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: matchBlockComment,
  start_chars_hint: ['/'],
  line_breaks: true,
  group: 'comment',
});

export const TOKENS: readonly TokenType[] = [
  ...[WhiteSpace, Documentation, LineComment, BlockComment],
  ...[BinaryOperator, PrefixOperator, StatementKeyword],
  ...STATEMENT_KEYWORDS.values(),
  ...RESERVED_WORDS,
  ...[From, By, LabelWord, StringLiteral],
  ...[DotDot, ...MISTAKES.map((mistake) => mistake.token)],
  ...[Identifier, NumberLiteral],
  ...[Dot, Arrow, EqualEqual, NotEqual, LessEqual, GreaterEqual, Less, Greater, Equals, Tilde],
  ...[Plus, Minus, Star, Slash, Percent, At, Caret],
  ...[LeftParenthesis, RightParenthesis, LeftBracket, RightBracket, LeftBrace, RightBrace],
  ...[Comma, Colon, QuestionMark, UnknownCharacters],
];

/**
 * Spellings of other languages, and slips of keyboards and word processors, that the lexer knows in
 * order to say what to write instead. Each is reported and then read as what was meant.
 */
import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from 'chevrotain';

export interface Mistake {
  readonly token: TokenType;
  /** The code of the diagnostic. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /**
   * What it is read as: the text of a sign or word, a `string` or `number` of the same content, or
   * nothing where it is left out. Where nobody can know what was meant, `unreadable`: the statement
   * is given up without a second message.
   */
  readonly readAs:
    | { readonly text: string }
    | { readonly literal: 'string' | 'number' }
    | 'nothing'
    | 'unreadable';
  /** Reported once for a text, with the number of occurrences, instead of at each place. */
  readonly once?: true;
}

interface Spelling {
  readonly pattern: RegExp | CustomPatternMatcherFunc;
  readonly starts: readonly string[];
  readonly code?: string;
  readonly message: string;
  readonly hint: string;
  readonly readAs: Mistake['readAs'];
  readonly once?: true;
}

/** An apostrophe after an operand, as in `X'`: a transpose in Stan and Matlab. */
const matchTranspose: CustomPatternMatcherFunc = (text, offset) =>
  text[offset] === "'" && /[\p{L}\p{N}_)\]]/u.test(text[offset - 1] ?? '') ? ["'"] : null;

/** `.*`, `./` and `.^` of Stan and Matlab. */
function dotted(sign: string): Spelling {
  return {
    pattern: new RegExp(`\\.\\${sign}`),
    starts: ['.'],
    message: `\`.${sign}\` is not an operator: \`*\`, \`/\` and \`^\` work element by element`,
    hint: `write \`${sign}\`; a matrix product is \`@\``,
    readAs: { text: sign },
  };
}

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  Semicolon: {
    pattern: /;/,
    starts: [';'],
    message: '`;` has no meaning here: each statement starts with its keyword',
    hint: 'leave the `;` out',
    readAs: 'nothing',
    once: true,
  },
  HashComment: {
    pattern: /#[^\r\n]*/,
    starts: ['#'],
    message: '`#` does not start a comment',
    hint: 'write comments as `// …`',
    readAs: 'nothing',
    once: true,
  },
  UnclosedComment: {
    pattern: /\/\*[\s\S]*/,
    starts: ['/'],
    code: 'unclosed-comment',
    message: 'this comment is never closed',
    hint: 'close it with `*/`',
    readAs: 'nothing',
  },
  Transpose: {
    pattern: matchTranspose,
    starts: ["'"],
    message: "`'` does not transpose",
    hint: 'write `transpose(X)`',
    readAs: 'nothing',
  },
  SingleQuoted: {
    pattern: /['‘’][^'‘’\r\n]*['’]/,
    starts: ["'", '‘', '’'],
    message: 'texts stand in double quotes',
    hint: 'write `"…"`',
    readAs: { literal: 'string' },
  },
  CurlyQuoted: {
    pattern: /[“”„‟«][^“”„‟«»"\r\n]*[“”‟»"]/,
    starts: ['“', '”', '„', '‟', '«'],
    message: 'typographic quotes do not delimit a text',
    hint: 'write straight double quotes: `"…"`',
    readAs: { literal: 'string' },
  },
  UnclosedString: {
    pattern: /["“”„‟«'‘’][^\r\n]*/,
    starts: ['"', '“', '”', '„', '‟', '«', "'", '‘', '’'],
    code: 'unclosed-text',
    message: 'this text is never closed',
    hint: 'close it with `"` on the same line',
    readAs: 'unreadable',
  },
  NumberWithoutFraction: {
    pattern: /\d+\.(?![.\d])(?:[eE][+-]?\d+)?/,
    starts: [...'0123456789'],
    message: 'a number needs a digit on both sides of the point',
    hint: 'write `1.0` or `1` for `1.`, and `1e3` for `1.e3`',
    readAs: { literal: 'number' },
  },
  NumberWithoutWhole: {
    pattern: /\.\d+(?:[eE][+-]?\d+)?/,
    starts: ['.'],
    message: 'a number needs a digit on both sides of the point',
    hint: 'write `0.5` for `.5`',
    readAs: { literal: 'number' },
  },
  DottedTimes: dotted('*'),
  DottedDivision: dotted('/'),
  DottedPower: dotted('^'),
  DoubleStar: {
    pattern: /\*\*/,
    starts: ['*'],
    message: '`**` is not an operator',
    hint: 'write `^` for a power',
    readAs: { text: '^' },
  },
  MatrixProduct: {
    pattern: /%\*%/,
    starts: ['%'],
    message: '`%*%` is not an operator',
    hint: 'write `@` for a matrix product',
    readAs: { text: '@' },
  },
  IntegerDivision: {
    pattern: /%\/%/,
    starts: ['%'],
    message: '`%/%` is not an operator',
    hint: 'write `floor(a / b)` for a whole quotient',
    readAs: { text: '/' },
  },
  DoublePercent: {
    pattern: /%%/,
    starts: ['%'],
    message: '`%%` is not an operator',
    hint: 'write `%` for the remainder',
    readAs: { text: '%' },
  },
  DoubleAmpersand: {
    pattern: /&&?/,
    starts: ['&'],
    message: '`&` and `&&` are not operators',
    hint: 'write `and`',
    readAs: { text: 'and' },
  },
  DoubleBar: {
    pattern: /\|\|/,
    starts: ['|'],
    message: '`||` is not an operator',
    hint: 'write `or`',
    readAs: { text: 'or' },
  },
  Bar: {
    pattern: /\|/,
    starts: ['|'],
    message: '`|` has no meaning here',
    hint: 'write `or` for a choice, `abs(x)` for a magnitude, `logpdf(Normal(m, s), y)` for a density',
    readAs: 'unreadable',
  },
  TripleEqual: {
    pattern: /===/,
    starts: ['='],
    message: '`===` is not an operator',
    hint: 'write `==`',
    readAs: { text: '==' },
  },
  NotDoubleEqual: {
    pattern: /!==/,
    starts: ['!'],
    message: '`!==` is not an operator',
    hint: 'write `!=`',
    readAs: { text: '!=' },
  },
  Exclamation: {
    pattern: /!(?!=)/,
    starts: ['!'],
    message: '`!` is not an operator',
    hint: 'write `not`',
    readAs: { text: 'not' },
  },
  ColonEqual: {
    pattern: /:=/,
    starts: [':'],
    message: '`:=` is not used here',
    hint: 'write `=`',
    readAs: { text: '=' },
  },
  FatArrow: {
    pattern: /=>/,
    starts: ['='],
    message: '`=>` is not used here',
    hint: 'write `->` before the output of a network, `>=` for a comparison',
    readAs: { text: '->' },
  },
  TypographicMinus: {
    pattern: /[−–—]/,
    starts: ['−', '–', '—'],
    message: 'this is a typographic dash, not a minus sign',
    hint: 'write `-`',
    readAs: { text: '-' },
  },
  TypographicTilde: {
    pattern: /[∼˜～]/,
    starts: ['∼', '˜', '～'],
    message: 'this is a typographic tilde',
    hint: 'write `~`',
    readAs: { text: '~' },
  },
  TypographicTimes: {
    pattern: /[×·⋅∗]/,
    starts: ['×', '·', '⋅', '∗'],
    message: 'this sign is not an operator',
    hint: 'write `*` for a product',
    readAs: { text: '*' },
  },
  TypographicDivision: {
    pattern: /[÷∕]/,
    starts: ['÷', '∕'],
    message: 'this sign is not an operator',
    hint: 'write `/` for a quotient',
    readAs: { text: '/' },
  },
  TypographicLessEqual: {
    pattern: /[≤⩽]/,
    starts: ['≤', '⩽'],
    message: '`≤` is not an operator',
    hint: 'write `<=`',
    readAs: { text: '<=' },
  },
  TypographicGreaterEqual: {
    pattern: /[≥⩾]/,
    starts: ['≥', '⩾'],
    message: '`≥` is not an operator',
    hint: 'write `>=`',
    readAs: { text: '>=' },
  },
  TypographicNotEqual: {
    pattern: /≠/,
    starts: ['≠'],
    message: '`≠` is not an operator',
    hint: 'write `!=`',
    readAs: { text: '!=' },
  },
};

/** Characters that no pattern takes: made of the lexer's errors, never matched. */
export const UnknownCharacters = createToken({ name: 'UnknownCharacters', pattern: Lexer.NA });

export const MISTAKES: readonly Mistake[] = Object.entries(SPELLINGS).map(
  ([name, { pattern, starts, code = 'foreign-spelling', message, hint, readAs, once }]) => ({
    token: createToken({
      name,
      pattern,
      start_chars_hint: [...starts],
      line_breaks: name === 'UnclosedComment',
    }),
    code,
    message,
    hint,
    readAs,
    ...(once ? { once } : {}),
  }),
);

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
  /** What to write instead, by what is written. */
  readonly hint: (image: string) => string;
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
  readonly hint: string | Mistake['hint'];
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

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  Semicolon: {
    pattern: /;/,
    starts: [';'],
    message: '`;` has no meaning here: each statement starts with its keyword',
    hint: 'leave the `;` out',
    readAs: 'nothing',
    once: true,
  },
  Inclusion: {
    pattern: /#include[^\r\n]*/,
    starts: ['#'],
    message: 'a model is one text: it includes no others',
    hint: 'write what the other file holds in its place',
    readAs: 'nothing',
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
  GroupedDigits: {
    pattern: /\d+(?:[_'’]\d+)+(?:\.\d+)?/,
    starts: [...'0123456789'],
    message: 'digits are written without separators',
    hint: (image) => `write \`${image.replace(/[_'’]/g, '')}\``,
    readAs: { literal: 'number' },
  },
  ExponentWithFraction: {
    pattern: /\d+(?:\.\d+)?[eE][+-]?\d+\.\d+/,
    starts: [...'0123456789'],
    message: 'the exponent of a number is a whole number',
    hint: (image) => `write \`${image.replace(/[eE]\+?/, ' * 10^')}\``,
    readAs: { literal: 'number' },
  },
  SecondPoint: {
    pattern: /\d+\.\d+(?:\.\d+)+/,
    starts: [...'0123456789'],
    message: 'a number has one point',
    hint: (image) =>
      /^\d{1,3}(?:\.\d{3})+$/.test(image)
        ? `write \`${image.replace(/\./g, '')}\` where the points group digits`
        : 'leave one out',
    readAs: { literal: 'number' },
  },
  NumberWithoutFraction: {
    pattern: /\d+\.(?![.\d])(?:[eE][+-]?\d+)?/,
    starts: [...'0123456789'],
    message: 'a number needs a digit on both sides of the point',
    hint: (image) => `write \`${image.replace('.', '')}\` or \`${image.replace('.', '.0')}\``,
    readAs: { literal: 'number' },
  },
  NumberWithoutWhole: {
    pattern: /\.\d+(?:[eE][+-]?\d+)?/,
    starts: ['.'],
    message: 'a number needs a digit on both sides of the point',
    hint: (image) => `write \`0${image}\``,
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
    pattern: /=>|[→⟶⇒]/,
    starts: ['=', '→', '⟶', '⇒'],
    message: 'this arrow is not used here',
    hint: 'write `fun f(x) = …` for a function, `->` before the output of a network, `>=` for a comparison',
    readAs: 'unreadable',
  },
  LeftArrow: {
    pattern: /[←⟵]/,
    starts: ['←', '⟵'],
    message: 'this arrow does not assign',
    hint: 'write `=` for a value, `~` for a distribution',
    readAs: 'unreadable',
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
  TypographicAnd: {
    pattern: /∧/,
    starts: ['∧'],
    message: '`∧` is not an operator',
    hint: 'write `and`',
    readAs: { text: 'and' },
  },
  TypographicOr: {
    pattern: /∨/,
    starts: ['∨'],
    message: '`∨` is not an operator',
    hint: 'write `or`',
    readAs: { text: 'or' },
  },
  TypographicNot: {
    pattern: /¬/,
    starts: ['¬'],
    message: '`¬` is not an operator',
    hint: 'write `not`',
    readAs: { text: 'not' },
  },
  TypographicIn: {
    pattern: /∈/,
    starts: ['∈'],
    message: '`∈` is not a word of the language',
    hint: 'write `in`',
    readAs: { text: 'in' },
  },
  TypographicRoot: {
    pattern: /√/,
    starts: ['√'],
    message: '`√` is not a function',
    hint: 'write `sqrt(x)`',
    readAs: 'unreadable',
  },
  TypographicSum: {
    pattern: /[∑∏]/,
    starts: ['∑', '∏'],
    message: 'this sign is not a function',
    hint: (image) => {
      const name = image === '∑' ? 'sum' : 'prod';
      return `write \`${name}(x)\`, or \`${name}[i in home](…)\` over an index`;
    },
    readAs: 'unreadable',
  },
  TypographicInfinity: {
    pattern: /∞/,
    starts: ['∞'],
    message: '`∞` is not a number',
    hint: 'write `inf`',
    readAs: 'unreadable',
  },
  Superscript: {
    pattern: /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/,
    starts: [...SUPERSCRIPTS],
    message: 'a power is written with `^`',
    hint: (image) => `write \`^${[...image].map((sign) => SUPERSCRIPTS.indexOf(sign)).join('')}\``,
    readAs: 'unreadable',
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
    hint: typeof hint === 'string' ? () => hint : hint,
    readAs,
    ...(once ? { once } : {}),
  }),
);

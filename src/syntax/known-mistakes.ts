/**
 * The mistakes that are worth a sentence of their own, first those of whole statements, then those
 * inside expressions. Each looks at where the parser stopped and answers if it knows the mistake.
 */
import { type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { cover } from '../diagnostics/span.ts';
import { CONTROL_WORDS, TYPE_WORDS } from './foreign-words.ts';
import { between, type Explanation, type Stop } from './messages.ts';
import { endsOperand } from './retag.ts';
import { spanOf } from './tokenize.ts';

type KnownMistake = (stop: Stop) => Explanation | undefined;

function is(token: IToken | undefined, ...types: TokenType[]): boolean {
  return token !== undefined && types.includes(token.tokenType);
}

/** The declared head, `theta[school]`, as it was written up to where the parser stopped. */
function head({ text, tokens, at }: Stop): string {
  return at > 1 ? between(text, tokens[1], tokens[at - 1]) : 'x';
}

/** How many brackets are open before a position. */
function depthAt(tokens: readonly IToken[], at: number): number {
  let depth = 0;
  for (const token of tokens.slice(0, at)) {
    if (is(token, t.LeftParenthesis, t.LeftBracket, t.LeftBrace)) depth++;
    else if (is(token, t.RightParenthesis, t.RightBracket, t.RightBrace)) depth--;
  }
  return depth;
}

/** The nearest opening bracket that is still open at a position. */
function opener(tokens: readonly IToken[], at: number): IToken | undefined {
  let closed = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (is(tokens[i], t.RightParenthesis, t.RightBracket, t.RightBrace)) closed++;
    else if (is(tokens[i], t.LeftParenthesis, t.LeftBracket, t.LeftBrace) && closed-- === 0) {
      return tokens[i];
    }
  }
  return undefined;
}

const block: KnownMistake = ({ tokens, at, found }) => {
  if (at !== 1 || !is(found, t.LeftBrace)) return undefined;
  const word = tokens[0].image;
  const example = EXAMPLES.get(word) ?? `${word} …`;
  return {
    code: 'block',
    message: 'there are no blocks: each declaration is a statement of its own',
    hint: `write one declaration a line, such as \`${example}\``,
    span: cover(spanOf(tokens[0]), spanOf(found as IToken)),
  };
};

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['model', 'observe y ~ Normal(mu, sigma)'],
  ['data', 'data y[obs]: real'],
  ['param', 'param mu ~ Normal(0, 5)'],
  ['dim', 'dim school'],
  ['let', 'let eta = a + b * x'],
  ['observe', 'observe y ~ Normal(mu, sigma)'],
  ['output', 'output ratio = a / b'],
]);

const titleWithoutQuotes: KnownMistake = ({ text, tokens, at, found }) => {
  if (at !== 1 || !is(tokens[0], t.Model) || !is(found, t.Identifier)) return undefined;
  const last = tokens[tokens.length - 1];
  return {
    message: 'the title of a model stands in double quotes',
    hint: `write \`model "${between(text, tokens[1], last)}"\``,
    span: cover(spanOf(tokens[1]), spanOf(last)),
  };
};

const typeFirst: KnownMistake = ({ tokens, at, found, expected }) => {
  const [keyword, type] = tokens;
  if (at < 2 || expected === 'an expression' || !is(found, t.Identifier)) return undefined;
  if (!is(keyword, t.Data, t.Param, t.Let, t.Output)) return undefined;
  const meant = TYPE_WORDS.get(type.image);
  if (meant === undefined || depthAt(tokens, at) > 0) return undefined;
  const name = (found as IToken).image;
  const rest = keyword.image === 'data' ? '' : keyword.image === 'param' ? ' ~ …' : ' = …';
  return {
    message: 'the name stands first, its type after a colon',
    hint: `write \`${keyword.image} ${name}: ${meant}${rest}\``,
    span: cover(spanOf(type), spanOf(found as IToken)),
  };
};

const leftArrow: KnownMistake = ({ tokens, at, found, text }) => {
  const minus = tokens[at + 1];
  if (!is(found, t.Less) || !is(minus, t.Minus) || between(text, found as IToken, minus) !== '<-') {
    return undefined;
  }
  return {
    message: '`<-` does not assign',
    hint: 'write `=` for a value, `~` for a distribution',
    span: cover(spanOf(found as IToken), spanOf(minus)),
  };
};

const bounds: KnownMistake = ({ tokens, at, found, previous }) =>
  is(found, t.Less) && previous !== undefined && TYPE_WORDS.has(previous.image) && at > 1
    ? {
        message: 'bounds stand in parentheses',
        hint: `write \`${TYPE_WORDS.get(previous.image)}(lower = 0)\`, or a type such as \`positive\``,
        span: spanOf(found ?? tokens[at]),
      }
    : undefined;

const paramWithEquals: KnownMistake = (stop) =>
  is(stop.tokens[0], t.Param) && stop.expected === '`~`' && is(stop.found, t.Equals)
    ? {
        message: 'a parameter has a prior, written with `~`, not a value',
        hint: `write \`param ${head(stop)} ~ …\`, or \`let\` for a quantity computed from others`,
      }
    : undefined;

const paramWithoutPrior: KnownMistake = (stop) => {
  const { tokens, found, expected } = stop;
  if (!is(tokens[0], t.Param) || expected !== '`~`' || found !== undefined) return undefined;
  return {
    code: 'missing-prior',
    message: `the parameter \`${tokens[1].image}\` has no prior`,
    hint: `write \`param ${head(stop)} ~ Normal(0, 1)\` or another prior; a flat one is written \`~ Flat()\``,
    span: cover(spanOf(tokens[0]), spanOf(tokens[tokens.length - 1])),
  };
};

const letWithTilde: KnownMistake = (stop) =>
  is(stop.tokens[0], t.Let) && stop.expected === '`=`' && is(stop.found, t.Tilde)
    ? {
        message: '`let` names a value, with `=`; it draws nothing',
        hint: `write \`param ${head(stop)} ~ …\` for an unknown, \`output ${head(stop)} ~ …\` for a random quantity to report`,
      }
    : undefined;

const letWithParameters: KnownMistake = ({ tokens, found, at }) =>
  is(tokens[0], t.Let) && at === 2 && is(found, t.LeftParenthesis)
    ? {
        message: 'a function is declared with `fun`',
        hint: `write \`fun ${tokens[1].image}(…) = …\`; dimensions stand in \`[ ]\``,
      }
    : undefined;

const observeWithoutTilde: KnownMistake = (stop) => {
  if (!is(stop.tokens[0], t.Observe) || stop.expected !== '`~`' || stop.at < 2) return undefined;
  const hint = `write \`observe ${head(stop)} ~ Normal(…)\``;
  if (is(stop.found, t.Equals)) {
    return { message: '`observe` states a distribution, with `~`, not `=`', hint };
  }
  if (stop.found !== undefined) return undefined;
  return { message: `\`observe ${head(stop)}\` has no distribution`, hint };
};

const dataWithoutType: KnownMistake = (stop) => {
  const { tokens, found, expected, at } = stop;
  if (!is(tokens[0], t.Data) || expected !== '`:`' || at < 2) return undefined;
  if (is(found, t.Identifier)) {
    const hint = `write \`data ${head(stop)}: ${found?.image}\``;
    return { message: 'the type of data stands after a colon', hint };
  }
  if (is(found, t.Tilde)) {
    return {
      message: 'data have a type, not a distribution',
      hint: `write \`data ${head(stop)}: real\` and, below, \`observe ${tokens[1].image} ~ …\``,
    };
  }
  return {
    message: `the data \`${tokens[1].image}\` have no type`,
    hint: `write \`data ${head(stop)}: real\`, or \`int\`, \`count\`, \`binary\`, \`positive\`, a dimension's name`,
  };
};

const columnWithoutQuotes: KnownMistake = ({ text, tokens, previous, found }) => {
  if (!is(previous, t.From) || found === undefined) return undefined;
  const last = tokens[tokens.length - 1];
  return {
    message: "a column's name stands in double quotes",
    hint: `write \`from "${between(text, found, last)}"\``,
    span: cover(spanOf(found), spanOf(last)),
  };
};

const dimSize: KnownMistake = ({ tokens, found, at, text }) => {
  if (!is(tokens[0], t.Dim) || at !== 2) return undefined;
  const name = tokens[1].image;
  if (is(found, t.NumberLiteral))
    return { message: 'a size is given with `=`', hint: `write \`dim ${name} = ${found?.image}\`` };
  if (is(found, t.LeftBracket, t.LeftParenthesis)) {
    const size = tokens[3] ? between(text, tokens[3], tokens[3]) : '5';
    return { message: 'a size is given with `=`', hint: `write \`dim ${name} = ${size}\`` };
  }
  if (is(found, t.Comma)) {
    return {
      message: 'each dimension has its own `dim`',
      hint: `write \`dim ${name}   dim ${tokens[3]?.image ?? 'other'}\``,
    };
  }
  if (is(found, t.Colon)) {
    return {
      message: 'a dimension has no type',
      hint: `write \`dim ${name}\`, \`dim ${name} = 5\` or \`dim ${name} = ["a", "b"]\``,
    };
  }
  return undefined;
};

const severalNames: KnownMistake = ({ tokens, found, at }) =>
  is(tokens[0], t.Data, t.Param, t.Let, t.Output) &&
  is(found, t.Comma) &&
  depthAt(tokens, at) === 0 &&
  at === 2
    ? {
        message: 'one statement declares one name',
        hint: `write a statement of its own, with its own \`${tokens[0].image}\`, for each`,
      }
    : undefined;

const functionBody: KnownMistake = ({ tokens, found, expected }) => {
  if (!is(tokens[0], t.Fun) || expected !== '`=`') return undefined;
  const hint = `write \`fun ${tokens[1]?.image ?? 'f'}(x) = …\`; local values stand behind: \`… with a = …\``;
  return is(found, t.LeftBrace, t.Colon, t.Arrow)
    ? { message: 'the body of a function is one expression, after `=`', hint }
    : undefined;
};

const withoutParentheses: KnownMistake = ({ tokens, at, expected }) => {
  if (at !== 2 || expected !== '`(`') return undefined;
  const name = tokens[1].image;
  return is(tokens[0], t.Fun)
    ? {
        message: 'the parameters of a function stand in parentheses',
        hint: `write \`fun ${name}(x) = …\``,
      }
    : {
        message: 'the input dimensions of a network stand in parentheses',
        hint: `write \`network ${name}(pixel) -> digit { … }\``,
      };
};

const networkBody: KnownMistake = ({ tokens, at, found, expected }) => {
  if (!is(tokens[0], t.Network)) return undefined;
  if (expected === '`{`') {
    const hint = `write \`network ${tokens[1].image}(…) { dense(1) }\``;
    return { message: 'the layers of a network stand in braces', hint };
  }
  if (expected !== '`}`' || !is(opener(tokens, at), t.LeftBrace)) return undefined;
  if (is(found, t.Comma)) {
    return {
      message: 'the layers of a network follow each other without commas',
      hint: 'delete the comma',
    };
  }
  return is(found, t.Equals)
    ? {
        message: 'in a network `~` gives a prior; nothing is assigned',
        hint: 'write `weights ~ Normal(0, 1)`',
      }
    : undefined;
};

// ─── inside expressions ──────────────────────────────────────────────────────

const loop: KnownMistake = ({ tokens, at, found, previous }) => {
  const word = [found, previous].find((token) => token && CONTROL_WORDS.has(token.image));
  if (word === undefined || (at < 2 && !is(tokens[0], t.Let))) return undefined;
  if (!is(found, t.Identifier) && !is(previous, t.Identifier)) return undefined;
  return {
    code: 'loop',
    message: `there are no loops: \`${word.image}\` has no meaning here`,
    hint: 'name the index in the head, `let m[i in home] = …`, or reduce, `sum[i in home](…)`',
    span: spanOf(word),
  };
};

const missingElse: KnownMistake = ({ tokens, at, expected }) => {
  if (expected !== '`else`') return undefined;
  let balance = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (is(tokens[i], t.Else)) balance++;
    if (is(tokens[i], t.If) && is(tokens[i - 1], t.Else)) balance--;
    else if (is(tokens[i], t.If) && balance-- === 0) {
      return {
        code: 'missing-else',
        message: 'this `if` has no `else`',
        hint: 'a conditional always has a value: write `if … then … else …`',
        span: cover(spanOf(tokens[i]), spanOf(tokens[at - 1])),
      };
    }
  }
  return undefined;
};

const comparisonWithEquals: KnownMistake = ({ tokens, at, found, expected }) => {
  if (!is(found, t.Equals)) return undefined;
  const inside = opener(tokens, at);
  const inCondition = expected === '`then`' || is(inside, t.LeftParenthesis, t.LeftBracket);
  const afterWhere = tokens.slice(0, at).some((token) => is(token, t.Where));
  const again = tokens.slice(0, at).some((token) => is(token, t.Equals));
  if (!inCondition && !afterWhere && !again) return undefined;
  const each = inCondition || afterWhere ? '' : ', and a `let` for each name';
  return {
    message: '`=` gives a value to a name; it does not compare',
    hint: `write \`==\` to compare${each}`,
  };
};

const conditionalOperand: KnownMistake = ({ found, previous, expected }) =>
  is(found, t.If) && expected === 'an expression' && previous !== undefined
    ? {
        message: 'a conditional inside a larger expression stands in parentheses',
        hint: `write \`${previous.image} (if … then … else …)\``,
      }
    : undefined;

const strayWord: KnownMistake = ({ found, expected }) => {
  if (expected === 'a name') return undefined;
  if (is(found, t.Then, t.Else)) {
    const message = `this \`${found?.image}\` belongs to no \`if\``;
    return {
      message,
      hint: 'write `if … then … else …`, in parentheses inside a larger expression',
    };
  }
  return is(found, t.In)
    ? {
        message: '`in` binds an index, in brackets',
        hint: 'write `[i in home]` in a head or in a reduction',
      }
    : undefined;
};

const missingThen: KnownMistake = ({ found, expected }) => {
  if (expected !== '`then`') return undefined;
  const shown = found ? `, found \`${found.image}\`` : '';
  return {
    message: `expected \`then\` after the condition${shown}`,
    hint: 'write `if … then … else …`',
  };
};

const ternary: KnownMistake = ({ found, expected }) =>
  is(found, t.QuestionMark) && expected !== 'a name'
    ? { message: '`?` does not choose between values', hint: 'write `if … then … else …`' }
    : undefined;

const emptyIndex: KnownMistake = ({ found, previous }) => {
  if (is(found, t.RightBracket, t.Comma) && is(previous, t.LeftBracket, t.Comma)) {
    const hint = 'write `:` to keep a whole dimension: `x[i, :]`';
    return { message: 'there is no index here', hint };
  }
  if (is(found, t.RightParenthesis, t.Comma) && is(previous, t.Comma, t.LeftParenthesis)) {
    return { message: 'there is no argument here', hint: 'delete the comma, or add the argument' };
  }
  return undefined;
};

const colonSlice: KnownMistake = ({ tokens, at, found }) => {
  if (!is(found, t.Colon) || !is(opener(tokens, at), t.LeftBracket, t.LeftParenthesis))
    return undefined;
  return {
    message: 'a range is written with two points, not with a colon',
    hint: 'write `t in 2 .. 5` where positions are bound; `:` alone keeps a whole dimension',
  };
};

const rangeAlone: KnownMistake = ({ found }) =>
  is(found, t.DotDot)
    ? {
        message: 'a range stands only after `in`, or where a dimension is declared',
        hint: 'write `[t in 2 .. 5]` in the head or in a reduction',
      }
    : undefined;

const misplacedWhere: KnownMistake = ({ tokens, found, expected }) =>
  is(found, t.Where) && expected !== 'a name'
    ? {
        message: is(tokens[0], t.Observe)
          ? '`where` stands once, at the end of an `observe`'
          : '`where` belongs to `observe` alone',
        hint: is(tokens[0], t.Observe)
          ? 'join conditions with `and`'
          : 'choose values with `if … then … else …`, name local values with `with`',
      }
    : undefined;

const secondTilde: KnownMistake = ({ found, tokens, at }) =>
  is(found, t.Tilde) && tokens.slice(0, at).some((token) => is(token, t.Tilde, t.Equals))
    ? {
        message: '`~` stands once in a statement, between a quantity and its distribution',
        hint: 'write a statement of its own for each distribution',
      }
    : undefined;

const product: KnownMistake = ({ text, tokens, at, found, previous }) => {
  if (!is(previous, t.NumberLiteral) || found === undefined) return undefined;
  const touching = spanOf(previous as IToken).end === found.startOffset;
  if (!is(found, t.Identifier) || !touching) return undefined;
  const both = cover(spanOf(previous as IToken), spanOf(found));
  if (/^_\d/.test(found.image)) {
    const digits = between(text, previous as IToken, found).replaceAll('_', '');
    return {
      message: 'digits are written without separators',
      hint: `write \`${digits}\``,
      span: both,
    };
  }
  if (at === 2 && !is(tokens[0], t.Factor, t.Observe)) return undefined;
  const hint = `write \`${previous?.image} * ${found.image}\``;
  return { message: 'a product is written with `*`', hint, span: both };
};

const nameWithDigit: KnownMistake = ({ text, tokens, at, found, expected }) => {
  const next = tokens[at + 1];
  if (!is(found, t.NumberLiteral) || expected !== 'a name') return undefined;
  const touching = next && spanOf(found as IToken).end === next.startOffset;
  if (!touching || !is(next, t.Identifier)) return undefined;
  const message = `\`${between(text, found as IToken, next)}\` is not a name: a name starts with a letter`;
  return { message, span: cover(spanOf(found as IToken), spanOf(next)) };
};

const missingOperator: KnownMistake = ({ tokens, at, found, previous }) => {
  if (previous === undefined || found === undefined || !endsOperand(previous)) return undefined;
  const starts =
    is(found, t.Identifier, t.NumberLiteral, t.StringLiteral, t.True, t.False, t.If) ||
    tokenMatcher(found, t.PrefixOperator);
  if (!starts || !tokens.slice(0, at).some((token) => is(token, t.Equals, t.Tilde)))
    return undefined;
  const inBrackets = is(opener(tokens, at), t.LeftParenthesis, t.LeftBracket);
  return {
    hint: `write \`${previous.image} * ${found.image}\` for a product${inBrackets ? ', `,` between two' : ''}`,
    message: `there is ${inBrackets ? 'no operator or comma' : 'no operator'} between \`${previous.image}\` and \`${found.image}\``,
    span: cover(spanOf(previous), spanOf(found)),
  };
};

const braces: KnownMistake = ({ found }) =>
  is(found, t.LeftBrace)
    ? {
        message: 'braces belong to networks alone',
        hint: 'lists stand in `[ ]`; local values are named with `… with a = …`',
      }
    : undefined;

const compoundAssignment: KnownMistake = ({ tokens, at, found }) => {
  const next = tokens[at + 1];
  if (!is(found, t.Plus, t.Minus, t.Star, t.Slash) || !is(next, t.Equals)) return undefined;
  return {
    message: 'a quantity gets its value once: nothing is updated',
    hint: 'give the new value a new name with `let`, or sum with `sum[i in d](…)`',
    span: cover(spanOf(found as IToken), spanOf(next)),
  };
};

export const KNOWN_MISTAKES: readonly KnownMistake[] = [
  ...[block, titleWithoutQuotes, leftArrow, bounds, typeFirst, severalNames],
  ...[paramWithEquals, paramWithoutPrior, letWithTilde, letWithParameters, observeWithoutTilde],
  ...[columnWithoutQuotes, dataWithoutType, dimSize, withoutParentheses, networkBody, functionBody],
  ...[nameWithDigit, product, loop, compoundAssignment, comparisonWithEquals],
  ...[missingElse, conditionalOperand, missingThen, strayWord, ternary, emptyIndex, colonSlice],
  ...[rangeAlone, misplacedWhere, secondTilde, missingOperator, braces],
];

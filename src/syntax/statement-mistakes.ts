/** Mistakes in the form of a statement that are worth a sentence of their own. */
import type { IToken } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { cover } from '../diagnostics/span.ts';
import { TYPE_WORDS } from './foreign-words.ts';
import { RANGES_AS_TYPES } from './range-mistakes.ts';
import { between, depthAt, head, is, type KnownMistake, opener } from './stop.ts';
import { spanOf } from './tokenize.ts';

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

/** `simplex[k]`, `real[0, 1]`: what stands in brackets behind a type. */
const bracketsBehindType: KnownMistake = ({ text, tokens, at, found, previous }) => {
  if (!is(found, t.LeftBracket) || !is(tokens[at - 2], t.Colon) || !is(previous, t.Identifier)) {
    return undefined;
  }
  const close = tokens.findIndex((token, k) => k > at && is(token, t.RightBracket));
  const content = tokens.slice(at + 1, close < 0 ? undefined : close);
  const type = TYPE_WORDS.get(previous!.image) ?? previous!.image;
  const span = cover(spanOf(found!), spanOf(tokens[close < 0 ? at : close]));
  if (content.length === 0 || !content.every((token) => is(token, t.Identifier, t.Comma))) {
    return { message: 'bounds stand in parentheses', hint: `write \`${type}(lower = 0)\``, span };
  }
  const name = tokens[1].image;
  const written = between(text, content[0], content[content.length - 1]);
  // a matrix has its dimension twice
  const isSquare = content.length === 1 && /^(?:cholesky|corr|cov)_/.test(type);
  const dimensions = isSquare ? `${written}, ${written}` : written;
  const rest = is(tokens[0], t.Data) ? '' : is(tokens[0], t.Param) ? ' ~ …' : ' = …';
  return {
    message: 'dimensions stand behind the name, not behind the type',
    hint: `write \`${tokens[0].image} ${name}[${dimensions}]: ${type}${rest}\``,
    span,
  };
};

/** `y(obs)` and `y[obs][k]`. */
const dimensionsOfHead: KnownMistake = ({ text, tokens, at, found, previous }) => {
  if (!is(tokens[0], t.Data, t.Param, t.Let, t.Output) || at < 2) return undefined;
  const word = `${tokens[0].image} ${tokens[1].image}`;
  const close = tokens.findIndex(
    (token, k) => k > at && is(token, t.RightParenthesis, t.RightBracket),
  );
  const inside = close > at + 1 ? between(text, tokens[at + 1], tokens[close - 1]) : 'obs';
  const content = tokens.slice(at + 1, Math.max(close, at + 1));
  const isDimensions = content.every((token) => is(token, t.Identifier, t.Comma));
  if (at === 2 && is(found, t.LeftParenthesis) && isDimensions) {
    return { message: 'dimensions stand in brackets', hint: `write \`${word}[${inside}]\`` };
  }
  if (!is(found, t.LeftBracket) || !is(previous, t.RightBracket) || depthAt(tokens, at) > 0) {
    return undefined;
  }
  if (tokens.slice(0, at).some((token) => is(token, t.Colon, t.Tilde, t.Equals))) return undefined;
  const first = at > 4 ? between(text, tokens[3], tokens[at - 2]) : 'obs';
  return {
    message: 'all dimensions stand in one pair of brackets',
    hint: `write \`${word}[${first}, ${inside}]\``,
  };
};

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
  const colon = tokens.findIndex((token) => is(token, t.Colon));
  if (colon > 1 && /^[A-Z]/.test(tokens[colon + 1]?.image ?? '')) {
    const declared = between(stop.text, tokens[0], tokens[colon - 1]);
    const prior = between(stop.text, tokens[colon + 1], tokens[tokens.length - 1]);
    return {
      code: 'missing-prior',
      message: 'a prior stands after `~`; after `:` stands a type',
      hint: `write \`${declared} ~ ${prior}\``,
      span: cover(spanOf(tokens[colon]), spanOf(tokens[tokens.length - 1])),
    };
  }
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
  is(tokens[0], t.Let) &&
  at === 2 &&
  is(found, t.LeftParenthesis) &&
  tokens.some((token) => is(token, t.Equals))
    ? {
        message: 'a function is declared with `fun`',
        hint: `write \`fun ${tokens[1].image}(…) = …\`; dimensions stand in \`[ ]\``,
      }
    : undefined;

const observeWithoutTilde: KnownMistake = (stop) => {
  if (!is(stop.tokens[0], t.Observe) || stop.expected !== '`~`' || stop.at < 2) return undefined;
  const distribution = /^[A-Z]\w*\(.*\)$/.test(head(stop)) ? head(stop) : undefined;
  if (distribution !== undefined && stop.found === undefined) {
    return {
      message: '`observe` names the data first, and then their distribution',
      hint: `write \`observe y ~ ${distribution}\``,
      span: cover(spanOf(stop.tokens[1]), spanOf(stop.tokens[stop.at - 1])),
    };
  }
  const hint = `write \`observe ${head(stop)} ~ Normal(…)\``;
  if (is(stop.found, t.Equals)) {
    return { message: '`observe` states a distribution, with `~`, not `=`', hint };
  }
  if (stop.found !== undefined) return undefined;
  return { message: `\`observe ${head(stop)}\` has no distribution`, hint };
};

const dataWithTilde: KnownMistake = (stop) => {
  const { text, tokens, found, expected, at } = stop;
  if (!is(tokens[0], t.Data) || !is(found, t.Tilde) || at < 2) return undefined;
  const declared = between(text, tokens[0], tokens[at - 1]);
  const hint = `write \`${declared}${expected === '`:`' ? ': real' : ''}\` and, below, \`observe ${tokens[1].image} ~ …\``;
  return { message: 'data have a type, not a distribution', hint };
};

const observeWithType: KnownMistake = (stop) =>
  is(stop.tokens[0], t.Observe) && is(stop.found, t.Colon) && depthAt(stop.tokens, stop.at) === 0
    ? {
        message: '`observe` declares nothing: the type stands where the data are declared',
        hint: `write \`data ${head(stop)}: …\` above and \`observe ${stop.tokens[1].image} ~ …\` here`,
      }
    : undefined;

const dataWithoutType: KnownMistake = (stop) => {
  const { tokens, found, expected, at } = stop;
  if (!is(tokens[0], t.Data) || expected !== '`:`' || at < 2) return undefined;
  if (is(found, t.Identifier)) {
    const hint = `write \`data ${head(stop)}: ${found?.image}\``;
    return { message: 'the type of data stands after a colon', hint };
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

const defaultBehindColumn: KnownMistake = ({ text, tokens, at, found, previous }) => {
  const isBehind = is(tokens[at - 2], t.From) && is(previous, t.StringLiteral);
  if (!is(tokens[0], t.Data) || !is(found, t.Equals) || !isBehind) return undefined;
  const last = tokens[tokens.length - 1];
  const value = tokens[at + 1] ? between(text, tokens[at + 1], last) : '…';
  return {
    message: 'the default stands before the name of the column',
    hint: `write \`= ${value} from ${previous?.image}\``,
    span: cover(spanOf(tokens[at - 2]), spanOf(last)),
  };
};

const dimSize: KnownMistake = ({ tokens, found, at, text }) => {
  if (!is(tokens[0], t.Dim) || at !== 2) return undefined;
  const name = tokens[1].image;
  if (is(found, t.NumberLiteral)) {
    const size = between(text, tokens[2], tokens[tokens.length - 1]);
    return { message: 'a size is given with `=`', hint: `write \`dim ${name} = ${size}\`` };
  }
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

const severalObserved: KnownMistake = ({ tokens, found, at, expected }) =>
  is(tokens[0], t.Observe) && is(found, t.Comma) && expected === '`~`' && depthAt(tokens, at) === 0
    ? {
        message: 'one statement observes one quantity',
        hint: 'write an `observe` of its own for each; the members of one event are a vector',
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

const networkBody: KnownMistake = ({ text, tokens, at, found, previous, expected }) => {
  if (!is(tokens[0], t.Network)) return undefined;
  if (expected === '`{`' && is(found, t.Identifier) && is(tokens[at + 1], t.LeftBrace)) {
    const hint = `write \`-> ${found?.image} {\``;
    return { message: 'the output of a network stands after `->`', hint };
  }
  if (expected === '`{`') {
    const hint = `write \`network ${tokens[1].image}(…) { dense(1) }\``;
    return { message: 'the layers of a network stand in braces', hint };
  }
  if (expected !== '`}`' || !is(opener(tokens, at), t.LeftBrace)) return undefined;
  if (is(previous, t.Identifier) && is(found, t.Identifier, t.NumberLiteral)) {
    const layer = between(text, previous as IToken, previous as IToken);
    return {
      message: 'the arguments of a layer stand in parentheses',
      hint: `write \`${layer}(${found?.image})\``,
    };
  }
  if (is(found, t.Comma)) {
    return {
      message: 'the layers of a network follow each other without commas',
      hint: 'delete the comma',
    };
  }
  return is(found, t.Equals)
    ? {
        message: 'in a network `~` gives a prior; nothing is assigned',
        hint: `write \`${previous?.image} ~ …\``,
      }
    : undefined;
};

export const STATEMENT_MISTAKES: readonly KnownMistake[] = [
  block,
  titleWithoutQuotes,
  leftArrow,
  bounds,
  bracketsBehindType,
  ...RANGES_AS_TYPES,
  typeFirst,
  severalNames,
  severalObserved,
  paramWithEquals,
  paramWithoutPrior,
  letWithTilde,
  letWithParameters,
  observeWithoutTilde,
  columnWithoutQuotes,
  defaultBehindColumn,
  dataWithTilde,
  observeWithType,
  dimensionsOfHead,
  dataWithoutType,
  dimSize,
  withoutParentheses,
  networkBody,
  functionBody,
];

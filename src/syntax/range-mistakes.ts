/** Ranges that stand, or are written, where they have no place. */
import * as t from '../../grammar/tokens.ts';
import { rangeAsType } from './foreign-words.ts';
import { endsOperand } from './retag.ts';
import {
  depthAt,
  type Explanation,
  is,
  type KnownMistake,
  opener,
  type Stop,
  typedHead,
} from './stop.ts';

const colonSlice: KnownMistake = (stop) => {
  const { tokens, at, found, previous } = stop;
  const isBehind = is(previous, t.Colon) && is(tokens[at - 2], t.LeftBracket, t.Comma);
  if (
    isBehind &&
    is(found, t.NumberLiteral, t.Identifier) &&
    is(opener(tokens, at), t.LeftBracket)
  ) {
    return sliced(stop, at - 1);
  }
  if (!is(found, t.Colon) || !is(opener(tokens, at), t.LeftBracket, t.LeftParenthesis)) {
    return undefined;
  }
  if (previous && !endsOperand(previous)) {
    return {
      message: '`:` stands only in the index of a quantity',
      hint: 'write `x[i, :]` to keep a whole dimension of `x`',
    };
  }
  return sliced(stop, at);
};

/** Of `y[2:5]`, `y[2:]` and `y[:5]`, where the colon stands at a position. */
function sliced({ tokens, at }: Stop, colon: number): Explanation {
  const [from, to] = [tokens[colon - 1], tokens[colon + 1]].map((token) =>
    is(token, t.NumberLiteral, t.Identifier) ? token!.image : undefined,
  );
  const first = from ?? (is(tokens[colon - 1], t.LeftBracket, t.Comma) ? '1' : '…');
  const isElement = is(tokens[0], t.Observe) && depthAt(tokens, at) === 1;
  const instead = isElement
    ? `write \`i in ${first} .. ${to ?? 'size(time)'}\``
    : `a part of a dimension has a name of its own, \`dim part = obs[${first} ..${to === undefined ? '' : ` ${to}`}]\``;
  return {
    message: 'a range is written with two points, not with a colon',
    hint: `${instead}; \`:\` alone keeps a whole dimension`,
  };
}

const rangeAlone: KnownMistake = ({ found, previous }) =>
  is(found, t.DotDot) && previous && endsOperand(previous)
    ? {
        message: 'a range stands only after `in`, or where a dimension is declared',
        hint: 'write `[t in 2 .. 5]` in the head or in a reduction',
      }
    : undefined;

const comparisonAsType: KnownMistake = ({ found, previous }) =>
  is(previous, t.Colon) && is(found, t.Less, t.LessEqual, t.Greater, t.GreaterEqual)
    ? {
        message: 'behind the colon stands a type',
        hint: 'write `positive`, `nonnegative`, `unit` or bounds: `real(lower = 0)`',
      }
    : undefined;

/** `x: [0, 1]` and `x > 0 ~ …`. */
const rangeInPlaceOfType: KnownMistake = (stop) => {
  const { tokens, at, found, previous } = stop;
  const [keyword] = tokens;
  if (!is(keyword, t.Data, t.Param, t.Let, t.Output)) return undefined;
  if (is(previous, t.Colon) && is(found, t.LeftBracket, t.LeftParenthesis)) {
    return {
      message: 'behind the colon stands a type',
      hint: typedHead(stop, rangeAsType(tokens.slice(at + 1))),
    };
  }
  const isComparison = is(found, t.Less, t.LessEqual, t.Greater, t.GreaterEqual);
  const bound = tokens[at + 1];
  const isHead = is(keyword, t.Data, t.Param) && depthAt(tokens, at) === 0;
  const isNamed = is(previous, t.Identifier, t.RightBracket) && isHead;
  if (!isComparison || !isNamed || tokens.slice(0, at).some((token) => is(token, t.Colon))) {
    return undefined;
  }
  const side = is(found, t.Greater, t.GreaterEqual) ? 'lower' : 'upper';
  const isPositive = side === 'lower' && bound?.image === '0';
  const type = isPositive
    ? is(found, t.Greater)
      ? 'positive'
      : 'nonnegative'
    : `real(${side} = ${bound?.image ?? '…'})`;
  return {
    message: 'a range of values is a type, which stands after a colon',
    hint: typedHead(stop, type),
  };
};

/** In expressions. */
export const RANGE_MISTAKES: readonly KnownMistake[] = [colonSlice, rangeAlone];

/** In declarations. */
export const RANGES_AS_TYPES: readonly KnownMistake[] = [comparisonAsType, rangeInPlaceOfType];

/** Mistakes inside expressions that are worth a sentence of their own. */
import { type IToken, tokenMatcher } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { cover } from '../diagnostics/span.ts';
import { CONTROL_WORDS, OPERATOR_WORDS, rangeAsType } from './foreign-words.ts';
import { NUMBER_MISTAKES } from './number-mistakes.ts';
import { RANGE_MISTAKES } from './range-mistakes.ts';
import { endsOperand } from './retag.ts';
import { between, depthAt, is, type KnownMistake, opener, typedHead } from './stop.ts';
import { spanOf } from './tokenize.ts';

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
  if (tokens.slice(at).some((token) => is(token, t.Else))) return undefined;
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

/** `n div 3`, `a AND b`, `NOT a`. */
const operatorWord: KnownMistake = ({ found, previous }) => {
  const word = [found, previous].find(
    (token) => is(token, t.Identifier) && OPERATOR_WORDS.has(token!.image),
  );
  if (word === undefined) return undefined;
  return {
    message: `\`${word.image}\` is not an operator`,
    hint: OPERATOR_WORDS.get(word.image)!,
    span: spanOf(word),
  };
};

const comparisonWithEquals: KnownMistake = ({ tokens, at, found, previous, expected }) => {
  if (!is(found, t.Equals) || !previous || !endsOperand(previous)) return undefined;
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

const strayWord: KnownMistake = (stop) => {
  const { tokens, at, found, previous, expected } = stop;
  if (expected === 'a name') return undefined;
  if (is(found, t.Then, t.Else)) {
    const message = `this \`${found?.image}\` belongs to no \`if\``;
    return {
      message,
      hint: 'write `if … then … else …`, in parentheses inside a larger expression',
    };
  }
  if (is(found, t.In) && is(previous, t.LeftBracket, t.Comma)) {
    return { message: 'there is no name before `in`', hint: 'write `[i in home]`' };
  }
  const isDeclared = is(tokens[0], t.Data, t.Param) && depthAt(tokens, at) === 0 && at >= 2;
  if (is(found, t.In) && isDeclared && !tokens.slice(0, at).some(isSign)) {
    return {
      message: 'a range of values is a type, which stands after a colon',
      hint: typedHead(stop, rangeAsType(tokens.slice(at + 1))),
    };
  }
  return is(found, t.In)
    ? {
        message: '`in` binds an index, in brackets',
        hint: 'write `[i in home]` in a head or in a reduction',
      }
    : undefined;
};

const missingThen: KnownMistake = ({ tokens, at, found, expected }) => {
  if (expected !== '`then`') return undefined;
  if (tokens.slice(at).some((token) => is(token, t.Then))) return undefined;
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

/** `=` or `~`, after which the right side of a statement stands. */
function isSign(token: IToken): boolean {
  return is(token, t.Equals, t.Tilde);
}

const emptyIndex: KnownMistake = ({ tokens, at, found, previous }) => {
  if (is(found, t.RightBracket, t.Comma) && is(previous, t.LeftBracket, t.Comma)) {
    const inHead = !is(tokens[0], t.Observe, t.Factor) && !tokens.slice(0, at).some(isSign);
    if (inHead) {
      return { message: 'there is no dimension here', hint: 'name it, or leave the brackets out' };
    }
    const hint = 'write `:` to keep a whole dimension: `x[i, :]`';
    return { message: 'there is no index here', hint };
  }
  if (is(found, t.RightParenthesis, t.Comma) && is(previous, t.Comma, t.LeftParenthesis)) {
    return { message: 'there is no argument here', hint: 'delete the comma, or add the argument' };
  }
  return undefined;
};

const commaInGroup: KnownMistake = ({ found, expected }) =>
  is(found, t.Comma) && expected === '`)`'
    ? {
        message: 'parentheses without a name before them hold one expression',
        hint: 'a list stands in `[ ]`; arguments follow the name of a function or a distribution',
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
  is(found, t.Tilde) && !is(tokens[0], t.Network) && tokens.slice(0, at).some(isSign)
    ? {
        message: '`~` stands once in a statement, between a quantity and its distribution',
        hint: 'write a statement of its own for each distribution',
      }
    : undefined;

/** `Normal(0, 1) T[0, ]` of Stan and JAGS. */
const truncation: KnownMistake = ({ text, tokens, at, found, previous }) => {
  const isMark = is(found, t.Identifier) && /^[TIC]$/.test(found!.image);
  const isCalled = is(tokens[at + 1], t.LeftBracket, t.LeftParenthesis);
  if (!isMark || !isCalled || !is(previous, t.RightParenthesis)) return undefined;
  const sign = tokens.findIndex(isSign);
  const law = sign < 0 ? 'Normal(0, 1)' : between(text, tokens[sign + 1], previous!);
  return {
    message: `\`${found!.image}\` does not truncate a distribution`,
    hint: `write \`truncate(${law}, lower = 0)\`, or give a parameter a type, such as \`positive\``,
  };
};

const lambda: KnownMistake = ({ tokens, found, previous }) => {
  const isArrow = is(found, t.Arrow) && !is(tokens[0], t.Network);
  if (!isArrow && previous?.image !== 'lambda') return undefined;
  return { message: 'a function is a statement of its own', hint: 'write `fun f(x) = …`' };
};

/** `y[obs k]`, `fun f(x y)` */
const missingComma: KnownMistake = ({ text, tokens, at, found, previous }) => {
  const inside = opener(tokens, at);
  if (!is(found, t.Identifier) || !is(previous, t.Identifier) || inside === undefined) {
    return undefined;
  }
  const isHead = !tokens.slice(0, at).some((token) => isSign(token) || is(token, t.Colon));
  if (!isHead || is(tokens[0], t.Factor, t.Observe)) return undefined;
  const close = tokens.findIndex(
    (token, k) => k > at && is(token, t.RightBracket, t.RightParenthesis),
  );
  const content = tokens.slice(tokens.indexOf(inside) + 1, close < 0 ? at + 1 : close);
  const isNames = content.every((token) => is(token, t.Identifier, t.Comma));
  const names = content.filter((token) => is(token, t.Identifier));
  const listed = isNames ? names : [previous!, found!];
  return {
    message: `there is no comma between \`${between(text, previous!, previous!)}\` and \`${between(text, found!, found!)}\``,
    hint: `write \`${listed.map((name) => name.image).join(', ')}\``,
    span: cover(spanOf(previous!), spanOf(found!)),
  };
};

const missingOperator: KnownMistake = ({ text, tokens, at, found, previous }) => {
  if (previous === undefined || found === undefined || !endsOperand(previous)) return undefined;
  const starts =
    is(found, t.Identifier, t.NumberLiteral, t.StringLiteral, t.True, t.False, t.If) ||
    tokenMatcher(found, t.PrefixOperator);
  if (!starts || !(tokens.slice(0, at).some(isSign) || is(tokens[0], t.Factor, t.Observe))) {
    return undefined;
  }
  if (is(found, t.If)) {
    return {
      message: 'the condition of a conditional stands first',
      hint: 'write `if … then … else …`',
    };
  }
  const isDistribution = /^[A-Z]/.test(found.image) && is(tokens[at + 1], t.LeftParenthesis);
  if (is(tokens[0], t.Observe) && isDistribution && !tokens.slice(0, at).some(isSign)) {
    return {
      message: `there is no \`~\` before the distribution \`${found.image}\``,
      hint: `write \`observe ${between(text, tokens[1], previous)} ~ ${found.image}(…)\``,
      span: cover(spanOf(previous), spanOf(found)),
    };
  }
  const inBrackets = is(opener(tokens, at), t.LeftParenthesis, t.LeftBracket);
  const inCondition = tokens.slice(at).some((token) => is(token, t.Then));
  const other = is(tokens[0], t.Dim)
    ? ', `..` for a range'
    : inCondition
      ? ', `==` for a comparison'
      : inBrackets
        ? ', `,` between two values'
        : '';
  const [left, right] = [previous, found].map((token) => between(text, token, token));
  return {
    message: `there is no operator${inBrackets ? ' or comma' : ''} between \`${left}\` and \`${right}\``,
    hint: `write \`*\` for a product${other}`,
    span: cover(spanOf(previous), spanOf(found)),
  };
};

const braces: KnownMistake = ({ found, expected }) =>
  is(found, t.LeftBrace) && expected !== 'a name'
    ? {
        message: 'braces belong to networks alone',
        hint: 'lists stand in `[ ]`; local values are named with `… with a = …`',
      }
    : undefined;

/** What to write for `m += x`. */
export const INSTEAD_OF_UPDATING =
  'give the new value a new name with `let`, or sum with `sum[i in d](…)`';

export const isUpdate = (sign: IToken | undefined, next: IToken | undefined): boolean =>
  is(sign, t.Plus, t.Minus, t.Star, t.Slash) && is(next, t.Equals);

const compoundAssignment: KnownMistake = ({ tokens, at, found }) => {
  const next = tokens[at + 1];
  if (!isUpdate(found, next)) return undefined;
  return {
    message: 'a quantity gets its value once: nothing is updated',
    hint: INSTEAD_OF_UPDATING,
    span: cover(spanOf(found as IToken), spanOf(next)),
  };
};

export const EXPRESSION_MISTAKES: readonly KnownMistake[] = [
  ...NUMBER_MISTAKES,
  loop,
  operatorWord,
  compoundAssignment,
  comparisonWithEquals,
  missingElse,
  conditionalOperand,
  missingThen,
  strayWord,
  ternary,
  emptyIndex,
  commaInGroup,
  ...RANGE_MISTAKES,
  misplacedWhere,
  secondTilde,
  truncation,
  lambda,
  missingComma,
  missingOperator,
  braces,
];

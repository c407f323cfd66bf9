/** Numbers that are written as elsewhere, and what stands too close to one. */
import type { IToken } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { cover } from '../diagnostics/span.ts';
import { between, depthAt, is, type KnownMistake } from './stop.ts';
import { spanOf } from './tokenize.ts';

const nameWithDigit: KnownMistake = ({ text, tokens, at, found, expected }) => {
  const next = tokens[at + 1];
  if (!is(found, t.NumberLiteral) || expected !== 'a name') return undefined;
  const touching = next && spanOf(found as IToken).end === next.startOffset;
  if (!touching || !is(next, t.Identifier)) return undefined;
  const message = `\`${between(text, found as IToken, next)}\` is not a name: a name starts with a letter`;
  return { message, span: cover(spanOf(found as IToken), spanOf(next)) };
};

const product: KnownMistake = ({ tokens, at, found, previous }) => {
  if (!is(previous, t.NumberLiteral) || found === undefined) return undefined;
  const touching = spanOf(previous as IToken).end === found.startOffset;
  if (!is(found, t.Identifier) || !touching) return undefined;
  const both = cover(spanOf(previous as IToken), spanOf(found));
  if (previous!.image === '0' && /^(?:x[0-9a-f]+|b[01]+)$/i.test(found.image)) {
    const value = Number(`0${found.image}`);
    return { message: 'numbers are decimal', hint: `write \`${value}\``, span: both };
  }
  if (at === 2 && !is(tokens[0], t.Factor, t.Observe)) return undefined;
  if (/^[eE]$/.test(found.image) && is(tokens[at + 1], t.Minus, t.Plus)) {
    const message = 'the exponent of this number has no digits';
    return { message, hint: 'write `2e-3`, or `2 * e` for a product', span: both };
  }
  const hint = `write \`${previous?.image} * ${found.image}\``;
  return { message: 'a product is written with `*`', hint, span: both };
};

/** `1,5` and `1,000`, where no comma can stand, and `1 000`. */
const commaInNumber: KnownMistake = ({ text, tokens, at, found, previous }) => {
  const isComma = is(found, t.Comma) && depthAt(tokens, at) === 0;
  const next = isComma ? tokens[at + 1] : found;
  if (!is(previous, t.NumberLiteral) || !is(next, t.NumberLiteral)) return undefined;
  const span = cover(spanOf(previous!), spanOf(next!));
  const [left, right] = [previous!.image, next!.image];
  if (span.end - span.start > left.length + right.length + 1) return undefined;
  const isGroup = /^\d{1,3}$/.test(left) && /^\d{3}(?:\.\d+)?$/.test(right);
  if (!isComma) {
    const written = text.slice(span.start, span.end);
    return isGroup && written !== left + right
      ? {
          message: 'digits are written without separators',
          hint: `write \`${left}${right}\``,
          span,
        }
      : undefined;
  }
  return {
    message: 'a number has a decimal point and no commas',
    hint: `write \`${left}.${right}\`${isGroup ? `, or \`${left}${right}\` where the comma groups digits` : ''}`,
    span,
  };
};

/** `10%` */
const percent: KnownMistake = ({ tokens, at, previous, expected }) => {
  const number = tokens[at - 2];
  if (!is(previous, t.Percent) || !is(number, t.NumberLiteral) || expected !== 'an expression') {
    return undefined;
  }
  return {
    message: '`%` is the remainder of a division',
    hint: `write \`${Number((Number(number.image) / 100).toPrecision(15))}\` for ${number.image} per cent`,
    span: cover(spanOf(number), spanOf(previous!)),
  };
};

export const NUMBER_MISTAKES: readonly KnownMistake[] = [
  nameWithDigit,
  product,
  commaInNumber,
  percent,
];

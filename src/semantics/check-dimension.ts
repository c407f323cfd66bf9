import type { DimDefinition, DimStatement, Expression } from '../syntax/ast.ts';
import { plainAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { declarationBase, isNew } from './declarations.ts';
import { numberNode, requireData } from './declared-types.ts';
import { checkExpression } from './expression.ts';
import { findDimension } from './lookup.ts';
import type { Dimension } from './scope.ts';
import type { TypedExpression } from './typed-expression.ts';
import type { TypedDimension } from './typed-model.ts';
import { constantValue } from './value-range.ts';
import { describeType, INT, isWhole, latestStage } from './value-types.ts';

type Definition = TypedDimension['definition'];

export function checkDimension(ctx: Context, statement: DimStatement): TypedDimension | undefined {
  const { name } = statement;
  const definition: Definition | undefined =
    statement.definition === undefined
      ? { kind: 'data' }
      : checkDefinition(ctx, statement.definition, name.text);
  if (isNew(ctx, name, ctx.scope.dimensions, 'dimension')) {
    ctx.scope.dimensions.set(name.text, {
      name: name.text,
      nameSpan: name.span,
      ...(definition === undefined ? {} : knownMembers(ctx, definition)),
    });
  }
  if (definition === undefined) return undefined;
  return { kind: 'dim', ...declarationBase(statement), definition };
}

function checkDefinition(
  ctx: Context,
  definition: DimDefinition,
  name: string,
): Definition | undefined {
  switch (definition.kind) {
    case 'size': {
      const size = wholeNumber(ctx, definition.size, `the size of \`${name}\``);
      if (size === undefined) return undefined;
      const constant = constantValue(ctx.scope, size);
      if (constant !== undefined && constant < 0) {
        report(
          ctx,
          'dimension-size',
          size.span,
          `the size of \`${name}\` cannot be negative; this is ${constant}`,
        );
        return undefined;
      }
      return { kind: 'size', size };
    }
    case 'labels': {
      const seen = new Set<string>();
      let fine = true;
      for (const { value, span } of definition.labels) {
        if (seen.has(value)) {
          report(ctx, 'label-twice', span, `the label "${value}" stands twice in \`${name}\``);
          fine = false;
        }
        seen.add(value);
      }
      return fine ? { kind: 'labels', labels: [...seen] } : undefined;
    }
    case 'integers': {
      const from = wholeNumber(ctx, definition.from, `the first label of \`${name}\``);
      const to = definition.to && wholeNumber(ctx, definition.to, `the last label of \`${name}\``);
      if (from === undefined || (definition.to !== undefined && to === undefined)) return undefined;
      const [first, last] = [from, to].map((end) => end && constantValue(ctx.scope, end));
      if (first !== undefined && last !== undefined && last < first) {
        report(
          ctx,
          'empty-range',
          definition.span,
          `the labels of \`${name}\` run from ${first} to ${last}: there are none`,
        );
        return undefined;
      }
      return { kind: 'integers', from, ...(to === undefined ? {} : { to }) };
    }
    case 'sub':
      return checkPart(ctx, definition, name);
  }
}

/** `column[2 ..]`: members of another dimension. */
function checkPart(
  ctx: Context,
  { base, from, to, span }: Extract<DimDefinition, { kind: 'sub' }>,
  name: string,
): Definition | undefined {
  const dimension = findDimension(ctx, base);
  const first = wholeNumber(ctx, from, `the first member of \`${name}\``);
  const given = to && wholeNumber(ctx, to, `the last member of \`${name}\``);
  if (dimension === undefined || first === undefined) return undefined;
  if (to !== undefined && given === undefined) return undefined;
  const last = given ?? sizeNode(dimension, base.span);
  const [low, high] = [first, last].map((end) => constantValue(ctx.scope, end));
  const size = dimension.size ?? Infinity;
  if ((low !== undefined && low < 1) || (high !== undefined && high > size)) {
    const wrong = low !== undefined && low < 1 ? low : high;
    report(
      ctx,
      'position-out-of-range',
      span,
      `\`${base.text}\` has no member at position ${wrong}: ${size === Infinity ? 'positions are counted from 1' : `positions go from 1 to ${size}`}`,
    );
    return undefined;
  }
  if (low !== undefined && high !== undefined && high < low) {
    report(
      ctx,
      'empty-range',
      span,
      `\`${name}\` runs from member ${low} to ${high} of \`${base.text}\`: there are none`,
    );
    return undefined;
  }
  return { kind: 'sub', base: dimension.name, from: first, to: last };
}

/** The number of members of a dimension. */
function sizeNode({ name, size }: Dimension, span: TypedExpression['span']): TypedExpression {
  const stage = size === undefined ? 'data' : 'constant';
  return { kind: 'size', dimension: name, axes: [], type: INT, stage, span };
}

/** A scalar whole number of data alone. */
function wholeNumber(
  ctx: Context,
  expression: Expression,
  what: string,
): TypedExpression | undefined {
  const typed = checkExpression(ctx, expression);
  if (typed === undefined || !requireData(ctx, typed, what)) return undefined;
  const constant = constantValue(ctx.scope, typed);
  const whole = constant === undefined ? isWhole(typed.type) : Number.isInteger(constant);
  if (whole && plainAxes(typed.axes).length === 0) return typed;
  const is = whole ? 'has dimensions' : `is ${describeType(typed.type)}`;
  report(
    ctx,
    'dimension-size',
    typed.span,
    `${what} is one whole number; ${quote(ctx, typed.span, 'this')} ${is}`,
  );
  return undefined;
}

/** The size and labels of a dimension as far as the model gives them. */
function knownMembers(
  ctx: Context,
  definition: Definition,
): Pick<Dimension, 'size' | 'sizeExpression' | 'part' | 'labels'> {
  const { scope } = ctx;
  switch (definition.kind) {
    case 'data':
      return {};
    case 'size': {
      const size = constantValue(scope, definition.size);
      const sizeExpression = definition.size;
      return size === undefined ? { sizeExpression } : { size, sizeExpression };
    }
    case 'labels':
      return { size: definition.labels.length, labels: definition.labels };
    case 'integers': {
      const from = constantValue(scope, definition.from);
      const to = definition.to && constantValue(scope, definition.to);
      if (from === undefined || to === undefined) return {};
      const size = to - from + 1;
      if (size > MOST_LISTED) return { size };
      return { size, labels: Array.from({ length: size }, (_, i) => String(from + i)) };
    }
    case 'sub': {
      const { base, from, to } = definition;
      const one = numberNode(1, 'int', from.span);
      const sizeExpression = wholeNumbers('+', wholeNumbers('-', to, from), one);
      const [first, last] = [from, to].map((end) => constantValue(scope, end));
      const size = constantValue(scope, sizeExpression);
      const labels = scope.dimensions.get(base)?.labels;
      return {
        sizeExpression,
        part: { base, from },
        ...(size === undefined ? {} : { size }),
        ...(labels && first && last ? { labels: labels.slice(first - 1, last) } : {}),
      };
    }
  }
}

function wholeNumbers(
  operator: '+' | '-',
  left: TypedExpression,
  right: TypedExpression,
): TypedExpression {
  const stage = latestStage([left, right]);
  return { kind: 'binary', operator, left, right, axes: [], type: INT, stage, span: left.span };
}

/** Integer labels are listed to find misspelt ones only where they are few. */
const MOST_LISTED = 1000;

import { axisDimension, describeAxis, listLength } from './axes.ts';
import { type Context, quote, report } from './context.ts';
import { declarationHint } from './declaration-hint.ts';
import { numberNode, requireData } from './declared-types.ts';
import { type PositionRange, positionRange } from './position-range.ts';
import type { Axis, TypedExpression, TypedItem } from './typed-expression.ts';
import { constantValue } from './value-range.ts';
import { describeType, INT, isWhole, latestStage } from './value-types.ts';

/** What stands in one place of the brackets, and where it picks members that are there. */
export interface CheckedItem {
  readonly item: TypedItem;
  readonly range: PositionRange;
}

/** `index` as a position along `axis`. Undefined, with a report, where it cannot be one. */
export function positionIn(
  ctx: Context,
  index: TypedExpression,
  axis: Axis,
): CheckedItem | undefined {
  const value = inBaseDimension(ctx, index, axisDimension(axis));
  const isMember = isPositionOf(ctx, value, axis);
  if (!isMember) return undefined;
  const range = isAlwaysMember(ctx, value) ? INSIDE : positionRange(ctx, value, axis);
  return range && { item: { kind: 'position', value }, range };
}

const INSIDE: PositionRange = { kind: 'inside' };

/** Index-valued data and index variables over whole dimensions are members by themselves. */
function isAlwaysMember(ctx: Context, { type, kind, axes }: TypedExpression): boolean {
  if (type.kind !== 'index') return false;
  return kind !== 'positions' || !ctx.scope.rangeAxes.has(axes[0]!);
}

/** An index into a part of `dimension` as a position in `dimension`. */
function inBaseDimension(
  ctx: Context,
  index: TypedExpression,
  dimension: string | undefined,
): TypedExpression {
  let value = index;
  let own = index.type.kind === 'index' ? index.type.dimension : undefined;
  const steps: TypedExpression[] = [];
  while (own !== undefined && own !== dimension) {
    const part = ctx.scope.dimensions.get(own)?.part;
    if (part === undefined) return index;
    steps.push(part.from);
    own = part.base;
  }
  for (const from of steps) value = shiftedFrom(value, from);
  return value;
}

/** `index + from - 1`, as an index into the same. */
function shiftedFrom(index: TypedExpression, from: TypedExpression): TypedExpression {
  const { axes, span } = index;
  const one = numberNode(1, 'int', span);
  const common = { kind: 'binary', type: INT, span } as const;
  const offset: TypedExpression = {
    ...common,
    operator: '-',
    left: from,
    right: one,
    axes: from.axes,
    stage: from.stage,
  };
  const stage = latestStage([index, from]);
  return { ...common, operator: '+', left: index, right: offset, axes, stage };
}

/** Whether `index` can be a position along `axis`; if not, says why. */
function isPositionOf(ctx: Context, index: TypedExpression, axis: Axis): boolean {
  const dimension = axisDimension(axis);
  const text = quote(ctx, index.span, 'this');
  const along = dimension === undefined ? describeAxis(axis) : `\`${dimension}\``;
  if (index.type.kind === 'index') {
    if (index.type.dimension === dimension) return true;
    report(
      ctx,
      'index-dimension',
      index.span,
      `${dimension === undefined ? 'a position in' : 'an index into'} ${along} is expected; ${text} is ${describeType(index.type)}`,
    );
    return false;
  }
  const constant = constantValue(ctx.scope, index);
  if (constant !== undefined && index.axes.length === 0) {
    return isPositionIn(ctx, index, constant, axis);
  }
  if (!isWhole(index.type)) {
    report(
      ctx,
      'index-type',
      index.span,
      `an index into ${along} is expected; ${text} is ${describeType(index.type)}`,
    );
    return false;
  }
  if (index.kind === 'variable' && ctx.scope.values.get(index.name)?.kind === 'data') {
    report(
      ctx,
      'index-type',
      index.span,
      `an index into ${along} is expected; ${text} is ${describeType(index.type)}`,
      {
        hint: dimension === undefined ? undefined : declarationHint(ctx, index, dimension),
      },
    );
    return false;
  }
  return requireData(ctx, index, `arithmetic in an index`);
}

function isPositionIn(
  ctx: Context,
  { span, type }: TypedExpression,
  position: number,
  axis: Axis,
): boolean {
  const dimension = axisDimension(axis);
  const size = dimension === undefined ? listLength(axis) : ctx.scope.sizeOf(dimension);
  const along = dimension === undefined ? describeAxis(axis) : `\`${dimension}\``;
  if (!isWhole(type) || !Number.isInteger(position)) {
    report(
      ctx,
      'position-not-whole',
      span,
      `a position in ${along} is a whole number, not ${quote(ctx, span, String(position))}`,
      { hint: Number.isInteger(position) ? `write \`${position}\`` : undefined },
    );
    return false;
  }
  if (position < 1) {
    report(ctx, 'position-out-of-range', span, `positions are counted from 1, not ${position}`, {
      hint:
        position === 0
          ? 'the first member is at 1'
          : dimension !== undefined
            ? `the last member is at \`last(${dimension})\``
            : undefined,
    });
    return false;
  }
  if (size !== undefined && position > size) {
    report(
      ctx,
      'position-out-of-range',
      span,
      `${along} has ${size} ${size === 1 ? 'member' : 'members'}; there is none at position ${position}`,
    );
    return false;
  }
  return true;
}

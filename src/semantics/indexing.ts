import type { Span } from '../diagnostics/span.ts';
import type { IndexExpression, Item } from '../syntax/ast.ts';
import { axisDimension, describeAxes, describeAxis, listLength } from './axes.ts';
import { fitsInto, plainAxes, variableAxes } from './broadcast.ts';
import { type Context, notSupported, quote, report } from './context.ts';
import { declarationHint } from './declaration-hint.ts';
import { checkExpression } from './expression.ts';
import { indexedHint } from './indexed-form.ts';
import { CONSTANTS, didYouMean, isDistributionName, isFunctionName } from './lookup.ts';
import { labelNode } from './operators.ts';
import type { Axis, TypedExpression, TypedItem } from './typed-model.ts';
import { constantValue } from './value-range.ts';
import { describeType, isWhole, latestStage } from './value-types.ts';

/** `target[…]`: what stands in the brackets picks members of the target's dimensions in order. */
export function checkIndex(ctx: Context, expression: IndexExpression): TypedExpression | undefined {
  const { items, span } = expression;
  const target = checkExpression(ctx, expression.target);
  const ownAxes = target && plainAxes(target.axes);
  if (ownAxes !== undefined && ownAxes.length !== items.length) {
    const text = quote(ctx, expression.target.span, 'the value');
    const has =
      ownAxes.length === 0
        ? `${text} has no dimensions to index`
        : `${text} has the dimensions ${describeAxes(ownAxes)}, so ${ownAxes.length} ${plural(ownAxes.length, 'index', 'indices')} ${plural(ownAxes.length, 'is', 'are')} expected, not ${items.length}`;
    report(ctx, 'number-of-indices', span, has, {
      hint: ownAxes.length > items.length ? 'keep a dimension with `:`' : undefined,
    });
    return undefined;
  }
  const checked = items.map((item, i) => checkItem(ctx, item, ownAxes?.[i]));
  if (target === undefined || ownAxes === undefined) return undefined;
  const typed = checked.filter((item) => item !== undefined);
  if (typed.length < checked.length) return undefined;
  return indexNode(ctx, target, typed, span);
}

function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

/**
 * Picks from `target`, whose index variables stay. The axes of all positions appear once, at the
 * place of the first position that has any: those of index variables side by side, plain ones paired.
 */
function indexNode(
  ctx: Context,
  target: TypedExpression,
  items: readonly TypedItem[],
  span: Span,
): TypedExpression | undefined {
  const positions = items.flatMap((item) => (item.kind === 'position' ? [item.value] : []));
  const longest = positions
    .map((position) => plainAxes(position.axes))
    .reduce((best, axes) => (axes.length > best.length ? axes : best), []);
  const odd = positions.find((position) => !fitsInto(plainAxes(position.axes), longest));
  if (odd !== undefined) {
    report(
      ctx,
      'dimension-mismatch',
      span,
      `the indices must have the same dimensions: ${positions
        .filter((position) => plainAxes(position.axes).length > 0)
        .map((p) => `${quote(ctx, p.span, 'one')} has ${describeAxes(plainAxes(p.axes))}`)
        .join(', ')}`,
      { hint: indexedHint(ctx, span, positions) },
    );
    return undefined;
  }
  const picked = [...new Set(positions.flatMap((p) => variableAxes(p.axes))), ...longest];
  const itemsOf = [...items];
  const all: TypedItem[] = target.axes.map((axis) =>
    variableAxes([axis]).length > 0 ? { kind: 'all', axis } : itemsOf.shift()!,
  );
  const axes: Axis[] = [];
  let placed = false;
  for (const item of all) {
    if (item.kind === 'all') {
      axes.push(item.axis);
    } else if (!placed && item.value.axes.length > 0) {
      axes.push(...picked);
      placed = true;
    }
  }
  const twice = axes.find((axis, i) => variableAxes([axis]).length > 0 && axes.indexOf(axis) < i);
  if (twice !== undefined) {
    const name = describeAxis(twice);
    return notSupported(ctx, span, `indexing by \`${name}\` what already depends on it`);
  }
  return {
    kind: 'index',
    target,
    items: all,
    axes,
    type: target.type,
    stage: latestStage([target, ...positions]),
    span,
  };
}

/** One item; `axis` is the target's it picks from, undefined where the target has an error. */
function checkItem(ctx: Context, item: Item, axis: Axis | undefined): TypedItem | undefined {
  switch (item.kind) {
    case 'all':
      return axis === undefined ? undefined : { kind: 'all', axis };
    case 'binder':
    case 'range-binder':
      report(
        ctx,
        'binder-out-of-place',
        item.span,
        'an index variable is bound at the left of `=` or `~`, or by a reduction such as `sum`, not in an index',
        { hint: `write \`${item.name.text}\` alone here` },
      );
      return undefined;
    case 'expression':
      break;
  }
  const { value } = item;
  const dimension = axis === undefined ? undefined : axisDimension(axis);
  if (value.kind === 'string') {
    if (axis === undefined) return undefined;
    if (dimension === undefined) {
      report(
        ctx,
        'label-out-of-place',
        value.span,
        `a list has no labels: "${value.value}" picks nothing`,
        { hint: 'use a position, counted from 1' },
      );
      return undefined;
    }
    const label = labelNode(ctx, value, dimension);
    return label && { kind: 'position', value: label };
  }
  if (value.kind === 'name' && isBareDimension(ctx, value.name)) {
    ctx.scope.usedDimensions.add(value.name);
    report(
      ctx,
      'dimension-as-index',
      value.span,
      `\`${value.name}\` is a dimension, not an index into one`,
      { hint: 'to keep the dimension write `:`' },
    );
    return undefined;
  }
  if (value.kind === 'name' && isNowhere(ctx, value.name)) {
    report(ctx, 'unknown-name', value.span, `there is no value \`${value.name}\``, {
      hint:
        didYouMean(value.name, [...ctx.locals.keys(), ...ctx.scope.values.keys()]) ??
        `a label stands in quotes: \`"${value.name}"\``,
    });
    return undefined;
  }
  const typed = checkExpression(ctx, value);
  if (typed === undefined || axis === undefined) return undefined;
  return isPositionOf(ctx, typed, axis) ? { kind: 'position', value: typed } : undefined;
}

function isBareDimension(ctx: Context, name: string): boolean {
  const { scope } = ctx;
  return (
    scope.dimensions.has(name) &&
    !ctx.locals.has(name) &&
    (ctx.frames.length > 0 || !scope.allValues.has(name))
  );
}

/** Whether the model has nothing at all of that name. */
function isNowhere(ctx: Context, name: string): boolean {
  const { scope } = ctx;
  return !(
    ctx.locals.has(name) ||
    scope.allValues.has(name) ||
    scope.allDimensions.has(name) ||
    scope.poisoned.has(name) ||
    CONSTANTS.has(name) ||
    isFunctionName(ctx, name) ||
    isDistributionName(name)
  );
}

/** Whether `index` picks members along `axis`; if not, says why. */
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
  if (index.kind === 'variable') {
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
  notSupported(ctx, index.span, `arithmetic in an index (${text})`);
  return false;
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
      hint: position === 0 ? 'the first member is at 1' : undefined,
    });
    return false;
  }
  if (size !== undefined && position > size) {
    report(
      ctx,
      'position-out-of-range',
      span,
      `${along} has ${size} ${plural(size, 'member', 'members')}; there is none at position ${position}`,
    );
    return false;
  }
  return true;
}

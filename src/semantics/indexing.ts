import { shorten } from '../diagnostics/shorten.ts';
import type { Span } from '../diagnostics/span.ts';
import type { IndexExpression, Item } from '../syntax/ast.ts';
import { axisDimension, describeAxes, isVariableAxis } from './axes.ts';
import { fitsInto, plainAxes, variableAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { asEarlier, ownTarget } from './earlier-elements.ts';
import { checkExpression } from './expression.ts';
import { indexedHint } from './indexed-form.ts';
import { CONSTANTS, didYouMean, isDistributionName, isFunctionName } from './lookup.ts';
import { withoutMissing } from './missing-cells.ts';
import { labelNode } from './operators.ts';
import type { PositionRange } from './position-range.ts';
import { type CheckedItem, positionIn } from './positions.ts';
import type { Axis, IndexNode, TypedExpression, TypedItem } from './typed-expression.ts';
import { latestStage } from './value-types.ts';

/** `target[…]`: what stands in the brackets picks members of the target's dimensions in order. */
export function checkIndex(ctx: Context, expression: IndexExpression): TypedExpression | undefined {
  const { items, span } = expression;
  const within = { ...ctx, mayBeMissing: false };
  const own = ownTarget(ctx, expression.target);
  const isName = expression.target.kind === 'name';
  const target =
    own ?? checkExpression(isName ? { ...ctx, mayBeMissing: true } : within, expression.target);
  const ownAxes = target && plainAxes(target.axes);
  if (ownAxes !== undefined && ownAxes.length !== items.length) {
    const text = quote(ctx, expression.target.span, 'the value');
    const has =
      ownAxes.length === 0
        ? `${text} has no dimensions to index`
        : `${text} has the dimensions ${describeAxes(ownAxes)}, so ${ownAxes.length} ${plural(ownAxes.length, 'index', 'indices')} ${plural(ownAxes.length, 'is', 'are')} expected, not ${items.length}`;
    report(ctx, 'number-of-indices', span, has, {
      hint: ownAxes.length > items.length ? fewerIndicesHint(ctx, expression) : undefined,
    });
    return undefined;
  }
  const checked = items.map((item, i) => checkItem(within, item, ownAxes?.[i]));
  if (target === undefined || ownAxes === undefined) return undefined;
  const typed = checked.filter((item) => item !== undefined);
  if (typed.length < checked.length) return undefined;
  const picked = indexNode(ctx, target, typed, span);
  if (picked === undefined) return undefined;
  const allowed = own === undefined ? picked : asEarlier(ctx, ctx.own!, picked);
  return allowed && withoutMissing(ctx, allowed);
}

/** `y[i][j]` in one pair of brackets; else what keeps a dimension. */
function fewerIndicesHint(ctx: Context, { span, items }: IndexExpression): string {
  const { text } = ctx.source;
  const [, next] = /^\s*\[([^[\]]*)\]/.exec(text.slice(span.end)) ?? [];
  const last = items.at(-1);
  if (next === undefined || last === undefined) return 'keep a dimension with `:`';
  return `write \`${shorten(`${text.slice(span.start, last.span.end)}, ${next}]`)}\``;
}

function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

const INSIDE: PositionRange = { kind: 'inside' };

/**
 * Picks from `target`, whose index variables stay. The axes of all positions appear once, at the
 * place of the first position that has any: those of index variables side by side, plain ones paired.
 */
function indexNode(
  ctx: Context,
  target: TypedExpression,
  typed: readonly CheckedItem[],
  span: Span,
): IndexNode | undefined {
  const positions = typed.flatMap(({ item }) => (item.kind === 'position' ? [item.value] : []));
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
  const itemsOf = [...typed];
  const walked = new Set(positions.flatMap((p) => variableAxes(p.axes)));
  const items = target.axes.map((axis): TypedItem => {
    if (!isVariableAxis(axis)) return itemsOf.shift()!.item;
    return { kind: walked.has(axis) ? 'together' : 'all', axis };
  });
  const conditions = typed.flatMap(({ range }) =>
    range.kind === 'guarded' ? range.conditions : [],
  );
  const isInside = typed.every(({ range }) => range.kind === 'inside');
  return {
    kind: 'index',
    target,
    items,
    axes: indexedAxes(items, [...walked, ...longest]),
    type: target.type,
    stage: latestStage([target, ...positions]),
    span,
    ...(isInside ? {} : { validWhere: [...new Set(conditions)] }),
  };
}

/** The axes that stay, and at the place of the first position that has any those of all positions. */
function indexedAxes(items: readonly TypedItem[], picked: readonly Axis[]): Axis[] {
  const axes: Axis[] = [];
  let placed = false;
  for (const item of items) {
    if (item.kind === 'all') {
      axes.push(item.axis);
    } else if (!placed && (item.kind === 'together' || item.value.axes.length > 0)) {
      axes.push(...picked);
      placed = true;
    }
  }
  return axes;
}

/** One item; `axis` is the target's it picks from, undefined where the target has an error. */
function checkItem(ctx: Context, item: Item, axis: Axis | undefined): CheckedItem | undefined {
  switch (item.kind) {
    case 'all':
      return axis === undefined ? undefined : { item: { kind: 'all', axis }, range: INSIDE };
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
    return label && { item: { kind: 'position', value: label }, range: INSIDE };
  }
  if (value.kind === 'name' && isBareDimension(ctx, value.name)) {
    ctx.scope.usedDimensions.add(value.name);
    report(
      ctx,
      'dimension-as-index',
      value.span,
      `\`${value.name}\` is a dimension, not an index into one`,
      {
        hint:
          ctx.scope.dimensions.get(value.name)?.part === undefined || value.name === dimension
            ? 'to keep the dimension write `:`'
            : `to pick the members of a part let an index variable walk over it: \`m in ${value.name}\`, and \`m\` here`,
      },
    );
    return undefined;
  }
  if (value.kind === 'name' && isNowhere(ctx, value.name)) {
    report(ctx, 'unknown-name', value.span, `there is no value \`${value.name}\``, {
      hint:
        didYouMean(value.name, [...ctx.locals.keys(), ...ctx.scope.values.keys()]) ??
        (value.name.length === 1 && dimension !== undefined
          ? `an index variable is bound where the statement begins: \`[${value.name} in ${dimension}]\``
          : `a label stands in quotes: \`"${value.name}"\``),
    });
    return undefined;
  }
  const typed = checkExpression(ctx, value);
  if (typed === undefined || axis === undefined) return undefined;
  return positionIn(ctx, typed, axis);
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

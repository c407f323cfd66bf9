/** `each[visit](D)`. */
import type { Item } from '../../syntax/ast.ts';
import { axisDimension, describeAxes } from '../axes.ts';
import { plainAxes } from '../broadcast.ts';
import { type Context, report } from '../context.ts';
import { eventAxesOf } from '../distribution-facts.ts';
import { checkDistribution, type Outcome } from '../distributions.ts';
import { findDimension } from '../lookup.ts';
import type { Axis } from '../typed-expression.ts';
import { type CheckCombinator, combine } from './combining.ts';

export const checkEach: CheckCombinator = (ctx, combined, outcome) => {
  const { call, distribution } = combined;
  const { items = [], span } = call;
  if (items.length === 0) {
    report(ctx, 'dimension-needed', span, '`each` needs the dimension that it makes one event', {
      hint: `in brackets: \`each[${plainAxes(outcome.axes).at(-1) ?? 'd'}](…)\``,
    });
  }
  const own = items.map((item) => eventAxis(ctx, item, outcome));
  const known = own.filter((axis) => axis !== undefined);
  const part = checkDistribution(ctx, distribution, outcome);
  if (part === undefined || items.length === 0 || known.length < own.length) return undefined;
  const again = eventAxesOf(part, outcome.axes).find((axis) => known.includes(axis));
  if (again !== undefined) {
    report(
      ctx,
      'events-differ',
      span,
      `\`${axisDimension(again) ?? again}\` is of one event already in the distribution inside \`each\``,
    );
    return undefined;
  }
  return combine(ctx, combined, outcome, [part], known);
};

/** The axis of the left side that an item in the brackets names. */
function eventAxis(ctx: Context, item: Item, { axes, text }: Outcome): Axis | undefined {
  if (item.kind !== 'expression' || item.value.kind !== 'name') {
    report(
      ctx,
      'dimension-expected',
      item.kind === 'all' || item.kind === 'expression' ? item.span : item.name.span,
      '`each` takes the names of dimensions of the left side in its brackets',
    );
    return undefined;
  }
  const name = { text: item.value.name, span: item.value.span };
  const dimension = findDimension(ctx, name);
  if (dimension === undefined) return undefined;
  const found = axes.filter((axis) => axisDimension(axis) === dimension.name);
  if (found.length === 1) return found[0];
  const has = axes.length === 0 ? 'has no dimensions' : `has ${describeAxes(axes)}`;
  report(
    ctx,
    'reduction-dimension',
    name.span,
    `\`each\` makes a dimension of the left side part of one event; \`${text}\` ${has}`,
  );
  return undefined;
}

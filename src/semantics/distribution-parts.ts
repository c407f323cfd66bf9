/** What the parts of a distribution that is made of others must be. */
import type { Span } from '../diagnostics/span.ts';
import { describeAxes } from './axes.ts';
import { sameAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { eventAxesOf } from './distribution-facts.ts';
import type { Outcome } from './distributions.ts';
import type { Axis, TypedDistribution, TypedExpression } from './typed-expression.ts';

/** Whether the parts are all of single numbers, or all of events over the same dimensions; if not, says so. */
export function haveSameEvents(
  ctx: Context,
  parts: readonly TypedDistribution[],
  { axes }: Outcome,
  span: Span,
): boolean {
  const events = parts.map((part) => eventAxesOf(part, axes));
  const odd = events.findIndex((event) => !sameAxes(event, events[0]!));
  if (odd < 0) return true;
  const [first, other] = [0, odd].map((k) => {
    const event = events[k]!;
    const what = event.length === 0 ? 'single numbers' : `${describeAxes(event)} together`;
    return `${quote(ctx, parts[k]!.span, k === 0 ? 'the first' : 'another')} describes ${what}`;
  });
  report(ctx, 'events-differ', span, `${first}, ${other}`, {
    hint: 'all must describe the same: `each[d](…)` makes one event of numbers along `d`',
  });
  return false;
}

/** Whether an argument is the same over each event; if not, says so. */
export function isOutsideEvents(
  ctx: Context,
  argument: TypedExpression,
  events: readonly Axis[],
  { text }: Outcome,
): boolean {
  const inside = argument.axes.filter((axis) => events.includes(axis));
  if (inside.length === 0) return true;
  report(
    ctx,
    'argument-within-event',
    argument.span,
    `${quote(ctx, argument.span, 'this')} varies along ${describeAxes(inside)}, over which \`${text}\` is one event`,
  );
  return false;
}

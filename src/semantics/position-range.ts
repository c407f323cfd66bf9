/** Whether the positions that stand in brackets are those of members. */
import { type Affine, addMultiple, constantForm, sizeForm } from './affine.ts';
import { axisDimension, describeAxis, listLength } from './axes.ts';
import { type Context, type Guard, quote, report, textOf } from './context.ts';
import { KnownFacts } from './known-facts.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import { BINARY } from './value-types.ts';

/** `inside`: always; `guarded`: as far as `conditions` hold; what data will tell counts as that. */
export type PositionRange =
  | { readonly kind: 'inside' }
  | { readonly kind: 'guarded'; readonly conditions: readonly TypedExpression[] };

/**
 * Where the positions `index` are those of members along `axis`. Undefined, with a report, where some
 * surely is not and no condition on data leaves it out.
 */
export function positionRange(
  ctx: Context,
  index: TypedExpression,
  axis: Axis,
): PositionRange | undefined {
  const { scope } = ctx;
  const dimension = axisDimension(axis);
  const goalsOf = (known: KnownFacts) => {
    const position = known.form(index);
    if (position === undefined) return undefined;
    const size =
      dimension === undefined
        ? constantForm(listLength(axis)!)
        : sizeForm(scope, dimension, index, known.symbols);
    return {
      lower: addMultiple(position, constantForm(1), -1),
      upper: addMultiple(size, position, -1),
    };
  };
  const alone = new KnownFacts(scope, []);
  const free = goalsOf(alone);
  if (free !== undefined && alone.implies(free.lower) && alone.implies(free.upper)) {
    return { kind: 'inside' };
  }
  const known = new KnownFacts(scope, ctx.guards);
  const goals = goalsOf(known);
  if (goals !== undefined && bearing(known.opaque, index).length === 0) {
    for (const side of ['lower', 'upper'] as const) {
      if (known.implies(goals[side]) || !surelyNegative(known, goals[side])) continue;
      reportLeaving(ctx, index, axis, side);
      return undefined;
    }
  }
  return { kind: 'guarded', conditions: conditionsOn(ctx, index) };
}

/** The conditions on data under which the positions `index` matter. */
export function conditionsOn({ guards }: Context, index: TypedExpression): TypedExpression[] {
  return bearing(guards, index).flatMap(({ condition, holds }) =>
    condition === undefined ? [] : [holds ? condition : negation(condition)],
  );
}

/** The conditions that can leave out some positions and not others, directly or through others, or all. */
function bearing(guards: readonly Guard[], index: TypedExpression): Guard[] {
  const axes = new Set(index.axes);
  const bears = ({ condition }: Guard): boolean =>
    condition === undefined ||
    condition.axes.length === 0 ||
    condition.axes.some((axis) => axes.has(axis));
  for (let before = -1; axes.size !== before; ) {
    before = axes.size;
    for (const guard of guards.filter(bears)) {
      for (const axis of guard.condition?.axes ?? []) axes.add(axis);
    }
  }
  return guards.filter(bears);
}

function negation(condition: TypedExpression): TypedExpression {
  const { axes, stage, span } = condition;
  return { kind: 'unary', operator: 'not', operand: condition, axes, type: BINARY, stage, span };
}

/**
 * Whether `goal` is negative for some members that exist as soon as no dimension is empty: at the
 * first or at the last of each index variable.
 */
function surelyNegative({ facts, symbols }: KnownFacts, goal: Affine): boolean {
  const corner = (atLast: boolean): Affine | undefined => {
    let value = goal;
    for (const [symbol, coefficient] of goal.terms) {
      if (symbols.get(symbol)?.kind !== 'positions') continue;
      const about = facts.filter((fact) => fact.terms.has(symbol));
      const variables = (fact: Affine) =>
        [...fact.terms.keys()].filter((key) => symbols.get(key)?.kind === 'positions');
      if (about.some((fact) => variables(fact).length > 1)) return undefined;
      const sign = coefficient < 0 && atLast ? -1 : 1;
      // of several bounds the innermost; those with sizes cannot be compared
      const bounds = about.filter((fact) => fact.terms.get(symbol) === sign);
      const comparable = bounds.every(({ terms }) => terms.size === bounds[0]!.terms.size);
      if (bounds.length === 0 || !comparable) return undefined;
      const innermost = bounds.reduce((a, b) => (b.constant < a.constant ? b : a));
      value = addMultiple(value, innermost, -coefficient * sign);
    }
    return value;
  };
  return [false, true].some((atLast) => {
    const value = corner(atLast);
    return value !== undefined && value.terms.size === 0 && value.constant < 0;
  });
}

function reportLeaving(
  ctx: Context,
  index: TypedExpression,
  axis: Axis,
  side: 'lower' | 'upper',
): void {
  const dimension = axisDimension(axis);
  const along = dimension === undefined ? describeAxis(axis) : `\`${dimension}\``;
  const text = quote(ctx, index.span, 'this position');
  const message =
    side === 'lower'
      ? `${text} can be below 1, where ${along} has no member`
      : `${text} can be beyond the last member of ${along}`;
  report(ctx, 'position-may-leave-dimension', index.span, message, {
    hint: shiftHint(ctx, index, dimension, side),
  });
}

/** The condition that keeps `t - 2` in its dimension, as the `if` to write. */
function shiftHint(
  ctx: Context,
  index: TypedExpression,
  dimension: string | undefined,
  side: 'lower' | 'upper',
): string {
  const general = 'keep it inside by an `if` on data, or by the range of an index variable';
  const variable = index.kind === 'binary' ? index.left : index;
  const amount = index.kind === 'binary' ? index.right : undefined;
  const isShift =
    ctx.frames.length === 0 &&
    index.kind === 'binary' &&
    (index.operator === '+' || index.operator === '-') &&
    variable.kind === 'positions' &&
    amount !== undefined &&
    dimension !== undefined;
  if (!isShift) return general;
  const [name, by] = [textOf(ctx, variable.span), textOf(ctx, amount.span)];
  const edge =
    side === 'lower'
      ? by === '1'
        ? `${name} == 1`
        : `${name} <= ${by}`
      : by === '1'
        ? `${name} == size(${dimension})`
        : `${name} > size(${dimension}) - ${by}`;
  return `say what holds there: \`if ${edge} then … else …\``;
}

import type { Expression, Item, Name, WithExpression } from '../syntax/ast.ts';
import { axesInWords, variableAxis } from './axes.ts';
import { plainAxes } from './broadcast.ts';
import { type Context, type Local, quote, report, warn, withLocals } from './context.ts';
import { requireData } from './declared-types.ts';
import { checkExpression } from './expression.ts';
import { findDimension } from './lookup.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import { constantValue } from './value-range.ts';
import { BINARY, describeType, INT, indexOf, isWhole } from './value-types.ts';

/**
 * Enters the index variable of `i in home` into `locals`. Undefined, with a report, where it has an
 * error; its name is in `locals` all the same, so that nothing more is said of it.
 */
export function bindVariable(
  ctx: Context,
  { name, dimension: dimensionName }: Extract<Item, { kind: 'binder' }>,
  locals: Map<string, Local>,
): { readonly axis: Axis; readonly dimension: string } | undefined {
  const dimension = findDimension(ctx, dimensionName);
  if (locals.has(name.text)) {
    reportBoundTwice(ctx, name);
    return undefined;
  }
  if (dimension === undefined) {
    locals.set(name.text, { kind: 'argument' });
    return undefined;
  }
  warnOfShadowing(ctx, name);
  const axis = variableAxis(name.text, ctx.scope.nextSerial(), dimension.name);
  locals.set(name.text, { kind: 'index', axis, dimension: dimension.name });
  return { axis, dimension: dimension.name };
}

/** An index variable over a range: its axis, and the conditions that hold of it. */
interface BoundRange {
  readonly axis: Axis;
  readonly conditions: readonly TypedExpression[];
}

/**
 * Enters the index variable of `t in 3 .. size(time)` into `locals`, which the ends may use; it walks
 * over members of `dimension` where that is given. Undefined, with a report, where it has an error.
 */
export function bindRange(
  ctx: Context,
  { name, from, to }: Extract<Item, { kind: 'range-binder' }>,
  locals: Map<string, Local>,
  dimension?: string,
): BoundRange | undefined {
  const inside = withLocals(ctx, locals);
  const ends = [
    rangeEnd(inside, from, `the first value of \`${name.text}\``),
    rangeEnd(inside, to, `the last value of \`${name.text}\``),
  ];
  if (locals.has(name.text)) {
    reportBoundTwice(ctx, name);
    return undefined;
  }
  const [first, last] = ends;
  if (first === undefined || last === undefined) {
    locals.set(name.text, { kind: 'argument' });
    return undefined;
  }
  warnOfShadowing(ctx, name);
  const axis = variableAxis(name.text, ctx.scope.nextSerial(), dimension);
  ctx.scope.rangeAxes.set(axis, { from: first, to: last });
  locals.set(name.text, { kind: 'index', axis, dimension });
  const variable: TypedExpression = {
    kind: 'positions',
    axes: [axis],
    type: dimension === undefined ? INT : indexOf(dimension),
    stage: 'data',
    span: name.span,
  };
  return { axis, conditions: [compare('>=', variable, first), compare('<=', variable, last)] };
}

/** An end of a range: one whole number of data for all values of the index variables it uses. */
function rangeEnd(ctx: Context, expression: Expression, what: string): TypedExpression | undefined {
  const typed = checkExpression(ctx, expression);
  if (typed === undefined || !requireData(ctx, typed, what)) return undefined;
  const constant = constantValue(ctx.scope, typed);
  const whole = constant === undefined ? isWhole(typed.type) : Number.isInteger(constant);
  if (whole && plainAxes(typed.axes).length === 0) return typed;
  const is = whole ? `has ${axesInWords(plainAxes(typed.axes))}` : `is ${describeType(typed.type)}`;
  report(
    ctx,
    'range-end',
    typed.span,
    `${what} is one whole number; ${quote(ctx, typed.span, 'this')} ${is}`,
  );
  return undefined;
}

function compare(
  operator: '>=' | '<=',
  left: TypedExpression,
  right: TypedExpression,
): TypedExpression {
  const axes = [...new Set([...left.axes, ...right.axes])];
  const { span } = right;
  return { kind: 'binary', operator, left, right, axes, type: BINARY, stage: 'data', span };
}

function reportBoundTwice(ctx: Context, { text, span }: Name): void {
  report(ctx, 'declared-twice', span, `the index variable \`${text}\` is bound twice`, {
    hint: 'give each its own name',
  });
}

/** `ctx` with the names that `with` gives to values, each of which the later ones may use. */
export function bindNames(ctx: Context, { bindings }: WithExpression): Context {
  const locals = new Map<string, Local>();
  for (const { name, value } of bindings) {
    const typed = checkExpression(withLocals(ctx, locals), value);
    if (locals.has(name.text)) {
      report(ctx, 'declared-twice', name.span, `\`${name.text}\` is named twice`, {
        hint: 'give each value its own name',
      });
      continue;
    }
    warnOfShadowing(ctx, name, 'the name');
    locals.set(name.text, { kind: 'argument', ...(typed === undefined ? {} : { value: typed }) });
  }
  return withLocals(ctx, locals);
}

/** Warns where a name is that of something that it hides. */
function warnOfShadowing(
  ctx: Context,
  { text, span }: Name,
  what: 'the index variable' | 'the name' = 'the index variable',
): void {
  const outer = ctx.locals.get(text);
  if (outer === undefined && (ctx.frames.length > 0 || !ctx.scope.values.has(text))) return;
  const hidden =
    outer === undefined
      ? 'the value'
      : outer.kind === 'index'
        ? 'the outer index variable'
        : 'the argument';
  warn(
    ctx,
    'shadowed-name',
    span,
    `${what} \`${text}\` hides ${hidden} \`${text}\` here`,
    `give ${what === 'the name' ? 'it' : what} another name`,
  );
}

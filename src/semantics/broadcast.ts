import type { Span } from '../diagnostics/span.ts';
import { describeAxes, isVariableAxis, listLength } from './axes.ts';
import { type Context, quote, report, textOf } from './context.ts';
import { indexedHint } from './indexed-form.ts';
import { pickHint } from './pick-hint.ts';
import type { Axis, RenameNode, TypedExpression } from './typed-expression.ts';

/** The axes that are not walked by an index variable: within a comprehension, the tensor's own. */
export function plainAxes(axes: readonly Axis[]): Axis[] {
  return axes.filter((axis) => !isVariableAxis(axis));
}

export function variableAxes(axes: readonly Axis[]): Axis[] {
  return axes.filter(isVariableAxis);
}

export function sameAxes(a: readonly Axis[], b: readonly Axis[]): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

function hasRepeats(axes: readonly Axis[]): boolean {
  return new Set(axes).size < axes.length;
}

/**
 * Whether a tensor with these plain axes goes elementwise with one of axes `into`, which it does not
 * widen: a scalar; identical lists; some of the names where neither list repeats one.
 */
export function fitsInto(axes: readonly Axis[], into: readonly Axis[]): boolean {
  if (axes.length === 0 || sameAxes(axes, into)) return true;
  if (hasRepeats(axes) || hasRepeats(into)) return false;
  return axes.every((axis) => into.includes(axis));
}

/**
 * The axes of an elementwise operation: the index variables of all operands, then the longest list of
 * plain axes (the first of equally long ones), into which the others must fit. Undefined where they
 * do not.
 */
export function joinAxes(lists: readonly (readonly Axis[])[]): Axis[] | undefined {
  const plain = lists.map(plainAxes);
  const longest = plain.reduce((best, list) => (list.length > best.length ? list : best), []);
  if (!plain.every((list) => fitsInto(list, longest))) return undefined;
  return [...new Set(lists.flatMap(variableAxes)), ...longest];
}

/** `expression` with other names for its axes. */
export function rename(expression: TypedExpression, axes: readonly Axis[]): TypedExpression {
  if (sameAxes(axes, expression.axes)) return expression;
  const { type, stage, span } = expression;
  const node: RenameNode = { kind: 'rename', operand: expression, axes, type, stage, span };
  return node;
}

/**
 * Gives the anonymous axes of list literals the names of the dimensions they meet: by position where
 * there are as many of them as of free dimensions, otherwise the one dimension of that size. Axes for
 * which there is no such dimension, or several, stay as they are, and so do those that are there as they are.
 */
export function nameLists(
  ctx: Context,
  expression: TypedExpression,
  target: readonly Axis[],
): TypedExpression {
  const { axes } = expression;
  const isOpen = (axis: Axis): boolean => listLength(axis) !== undefined && !target.includes(axis);
  const lists = axes.filter(isOpen);
  if (lists.length === 0) return expression;
  const free = plainAxes(target).filter(
    (axis) => listLength(axis) === undefined && !axes.includes(axis),
  );
  const size = ctx.scope.sizeOf;
  const mayBe = (list: Axis, dimension: Axis) =>
    (size(dimension) ?? listLength(list)) === listLength(list);
  if (lists.length === free.length && lists.every((list, i) => mayBe(list, free[i]!))) {
    let next = 0;
    return rename(
      expression,
      axes.map((axis) => (isOpen(axis) ? free[next++]! : axis)),
    );
  }
  const taken = new Set<Axis>();
  const named = axes.map((axis) => {
    const length = listLength(axis);
    if (!isOpen(axis)) return axis;
    const open = free.filter((dimension) => !taken.has(dimension));
    const equal = open.filter((dimension) => size(dimension) === length);
    const unknown = open.filter((dimension) => size(dimension) === undefined);
    const found = equal.length > 0 ? equal : unknown;
    if (found.length !== 1) return axis;
    taken.add(found[0]!);
    return found[0]!;
  });
  return rename(expression, named);
}

/**
 * The operands of an elementwise operation with list literals named, and the axes of the result.
 * Undefined, with a report, where the operands do not go together.
 */
export function join(
  ctx: Context,
  span: Span,
  operands: readonly TypedExpression[],
): { axes: Axis[]; operands: TypedExpression[] } | undefined {
  const dimensions = operands.map(({ axes }) =>
    plainAxes(axes).filter((axis) => listLength(axis) === undefined),
  );
  const target = dimensions.reduce((best, list) => (list.length > best.length ? list : best), []);
  const named = operands.map((operand) => nameLists(ctx, operand, target));
  const axes = joinAxes(named.map((operand) => operand.axes));
  if (axes !== undefined) return { axes, operands: named };
  const list = named.find((operand) => operand.axes.some((a) => listLength(a) !== undefined));
  if (list !== undefined && target.length > 0) reportUnnamedList(ctx, list, target);
  else reportMismatch(ctx, span, named);
  return undefined;
}

/** A list literal among dimensions none of which, or several of which, it could stand for. */
export function reportUnnamedList(
  ctx: Context,
  list: TypedExpression,
  target: readonly Axis[],
): void {
  const { axes } = list.kind === 'rename' ? list.operand : list;
  const lengths = axes.flatMap((axis) => listLength(axis) ?? []);
  const length = lengths.join(' by ');
  const sizes = plainAxes(target).map((axis) => ({ axis, size: ctx.scope.sizeOf(axis) }));
  const words = sizes.map(({ axis, size }) =>
    size === undefined ? `\`${axis}\`` : `\`${axis}\` (size ${size})`,
  );
  const [first] = sizes;
  if (lengths.length > sizes.length) {
    report(
      ctx,
      'list-size',
      list.span,
      `a list of ${length} has ${lengths.length} dimensions; it meets ${describeAxes(plainAxes(target))}`,
    );
    return;
  }
  if (sizes.every(({ size }) => size !== undefined && !lengths.includes(size))) {
    report(
      ctx,
      'list-size',
      list.span,
      sizes.length === 1
        ? `a list of ${length} meets the dimension ${words[0]}`
        : `a list of ${length} meets the dimensions ${words.join(' and ')}`,
      {
        hint:
          sizes.length === 1
            ? `give one value for each member of \`${first!.axis}\``
            : 'give one value for each member of one of them',
      },
    );
    return;
  }
  report(
    ctx,
    'list-dimension',
    list.span,
    `it is not clear which dimension the list of ${length} runs over: ${words.join(' or ')}`,
    { hint: `name it first, for example \`let v[${first!.axis}] = ${textOf(ctx, list.span)}\`` },
  );
}

function reportMismatch(ctx: Context, span: Span, operands: readonly TypedExpression[]): void {
  const lists = operands
    .filter((operand) => plainAxes(operand.axes).length > 0)
    .map((operand) => ({ operand, text: describeAxes(plainAxes(operand.axes)) }));
  const first = lists[0]!;
  const other = lists.find(
    ({ operand }) => joinAxes([first.operand.axes, operand.axes]) === undefined,
  );
  const pair = [first, other ?? lists[lists.length - 1]!];
  const [a, b] = pair.map(
    ({ operand, text }, i) =>
      `${quote(ctx, operand.span, i === 0 ? 'the left side' : 'the right side')} has ${text}`,
  );
  const repeats = pair.some(({ operand }) => hasRepeats(plainAxes(operand.axes)));
  const why = repeats
    ? 'where a name stands twice in a list, only identical lists go together'
    : 'one list must contain all names of the other';
  report(ctx, 'dimension-mismatch', span, `dimensions do not match: ${a}, ${b}; ${why}`, {
    hint:
      pickHint(ctx, [pair[0]!.operand], pair[1]!.operand.axes) ??
      pickHint(ctx, [pair[1]!.operand], pair[0]!.operand.axes) ??
      indexedHint(ctx, span, operands) ??
      (repeats
        ? 'say which members go together by index variables, `let m[i in d, j in d] = …`'
        : undefined),
  });
}

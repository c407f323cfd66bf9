import type { Reduction, Scan } from '../functions/function.ts';
import { scans } from '../functions/index.ts';
import type { CallExpression, Item, Name } from '../syntax/ast.ts';
import { axesInWords, axisDimension, describeAxes } from './axes.ts';
import { bindRange, bindVariable } from './binders.ts';
import { plainAxes } from './broadcast.ts';
import { type Context, type Local, quote, report, withGuard, withLocals } from './context.ts';
import { checkExpression } from './expression.ts';
import { findDimension } from './lookup.ts';
import type { Axis, TypedExpression, ValueType } from './typed-expression.ts';
import { arithmeticType, INT, indexOf, REAL } from './value-types.ts';

/** `sum[d](x)`, `sum[i in d](x)`, `sum(x)`. */
export function checkReduction(
  ctx: Context,
  call: CallExpression,
  reduction: Reduction,
): TypedExpression | undefined {
  const { items, span } = call;
  const binders = new Map<string, Local>();
  const over: (Axis | undefined)[] = [];
  const conditions: TypedExpression[] = [];
  for (const item of items ?? []) {
    const axis = reducedAxis(ctx, item, reduction.name, binders, conditions);
    if (axis !== undefined && over.includes(axis)) {
      report(
        ctx,
        'dimension-twice',
        item.span,
        `\`${reduction.name}\` runs over \`${axis}\` twice`,
      );
      over.push(undefined);
    } else {
      over.push(axis);
    }
  }
  const inside = conditions.reduce(
    (within, condition) => withGuard(within, condition, true),
    withLocals(ctx, binders),
  );
  const operand = soleArgument(inside, call);
  const axes = over.filter((axis) => axis !== undefined);
  if (operand === undefined || axes.length < over.length) return undefined;
  const own = plainAxes(operand.axes);
  if (items === undefined) {
    if (own.length === 0) {
      report(
        ctx,
        'nothing-to-reduce',
        span,
        `\`${reduction.name}\` has nothing to run over: ${quote(ctx, operand.span, 'its argument')} has no dimensions`,
      );
      return undefined;
    }
    return reduce(ctx, reduction, own, operand, span);
  }
  const bound = [...binders.values()].flatMap((local) =>
    local.kind === 'index' ? [local.axis] : [],
  );
  for (const axis of axes) {
    if (!bound.includes(axis) && !hasOnce(ctx, operand, axis, call)) return undefined;
  }
  return reduce(ctx, reduction, axes, operand, span);
}

/** Whether `axis` stands exactly once among the operand's dimensions; if not, says so. */
function hasOnce(
  ctx: Context,
  operand: TypedExpression,
  axis: Axis,
  { callee, arguments: given, items = [] }: CallExpression,
): boolean {
  const own = plainAxes(operand.axes);
  const count = own.filter((other) => other === axis).length;
  if (count === 1) return true;
  const span = items.find(
    (item) => item.kind === 'expression' && item.value.kind === 'name' && item.value.name === axis,
  )!.span;
  const text = quote(ctx, given[0]!.span, 'the argument');
  if (count > 1) {
    report(
      ctx,
      'dimension-twice',
      span,
      `${text} has \`${axis}\` twice, ${describeAxes(own)}: only an index variable says which is meant`,
      {
        hint: scans.has(callee.text)
          ? `for example \`let s[i in ${axis}, ${axis}] = ${callee.text}[${axis}](x[i, :])\``
          : `for example \`${callee.text}[i in ${axis}](x[i, :])\``,
      },
    );
    return false;
  }
  const has = axesInWords(own);
  const walked = operand.axes.some((other) => axisDimension(other) === axis);
  report(ctx, 'dimension-not-there', span, `${text} has ${has}, not \`${axis}\``, {
    hint: walked ? `an index variable walks over \`${axis}\` already` : undefined,
  });
  return false;
}

function reduce(
  ctx: Context,
  { name, result }: Reduction,
  over: readonly Axis[],
  operand: TypedExpression,
  span: TypedExpression['span'],
): TypedExpression | undefined {
  let type: ValueType = REAL;
  if (result === 'same') type = arithmeticType([operand.type]);
  if (result === 'position') {
    if (over.length !== 1) {
      report(
        ctx,
        'one-dimension',
        span,
        `\`${name}\` gives a position in one dimension, not in ${describeAxes(over)}`,
        { hint: `name it: \`${name}[${over[0]}](…)\`` },
      );
      return undefined;
    }
    const dimension = axisDimension(over[0]!);
    type = dimension === undefined ? INT : indexOf(dimension);
  }
  return {
    kind: 'reduce',
    reduction: name,
    over,
    operand,
    axes: [...rangeAxes(ctx, over, operand), ...operand.axes].filter(
      (axis) => !over.includes(axis),
    ),
    type,
    stage: operand.stage,
    span,
  };
}

/** The index variables that the ends of ranges use and the operand does not. */
function rangeAxes({ scope }: Context, over: readonly Axis[], operand: TypedExpression): Axis[] {
  const used = over.flatMap((axis) => {
    const range = scope.rangeAxes.get(axis);
    return range === undefined ? [] : [...range.from.axes, ...range.to.axes];
  });
  return [...new Set(used)].filter((axis) => !operand.axes.includes(axis));
}

/**
 * The axis an item of a reduction stands for; an index variable is added to `binders`, what holds of
 * it in its range to `conditions`.
 */
function reducedAxis(
  ctx: Context,
  item: Item,
  function_: string,
  binders: Map<string, Local>,
  conditions: TypedExpression[],
): Axis | undefined {
  switch (item.kind) {
    case 'binder':
      return bindVariable(ctx, item, binders)?.axis;
    case 'range-binder': {
      const bound = bindRange(ctx, item, binders);
      conditions.push(...(bound?.conditions ?? []));
      return bound?.axis;
    }
    case 'all':
      report(
        ctx,
        'dimension-expected',
        item.span,
        `\`${function_}\` needs the name of a dimension`,
        {
          hint: `without brackets it runs over everything: \`${function_}(…)\``,
        },
      );
      return undefined;
    case 'expression': {
      const name = nameOf(item);
      if (name !== undefined) return findDimension(ctx, name)?.name;
      report(
        ctx,
        'dimension-expected',
        item.span,
        `\`${function_}[…]\` takes names of dimensions, or index variables such as \`i in school\``,
      );
      return undefined;
    }
  }
}

/** The name that an item is, if it is one alone. */
export function nameOf(item: Item): Name | undefined {
  return item.kind === 'expression' && item.value.kind === 'name'
    ? { text: item.value.name, span: item.value.span }
    : undefined;
}

/** `softmax[d](x)`; without brackets where `x` has one dimension. */
export function checkScan(
  ctx: Context,
  call: CallExpression,
  scan: Scan,
): TypedExpression | undefined {
  const { items, span } = call;
  const item = items?.[0];
  const name = item && nameOf(item);
  if (items !== undefined && (items.length !== 1 || name === undefined)) {
    report(
      ctx,
      'one-dimension',
      items.length === 1 ? item!.span : span,
      `\`${scan.name}\` works along one dimension, given by its name`,
      { hint: `\`${scan.name}[school](…)\`` },
    );
    return undefined;
  }
  const dimension = name && findDimension(ctx, name);
  const operand = soleArgument(ctx, call);
  if (operand === undefined || (name !== undefined && dimension === undefined)) return undefined;
  const own = plainAxes(operand.axes);
  if (dimension === undefined && own.length !== 1) {
    const has = axesInWords(own);
    report(
      ctx,
      'one-dimension',
      span,
      `\`${scan.name}\` works along one dimension; ${quote(ctx, operand.span, 'its argument')} has ${has}`,
      { hint: own.length === 0 ? undefined : `name it: \`${scan.name}[${own[0]}](…)\`` },
    );
    return undefined;
  }
  const along = dimension?.name ?? own[0]!;
  if (dimension !== undefined && !hasOnce(ctx, operand, along, call)) return undefined;
  return {
    kind: 'scan',
    scan: scan.name,
    along,
    operand,
    axes: operand.axes,
    type: scan.result === 'same' ? arithmeticType([operand.type]) : REAL,
    stage: operand.stage,
    span,
  };
}

/** The one argument of a reduction or scan. */
function soleArgument(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const { callee, arguments: given, span } = call;
  const typed = given.map(({ value }) => checkExpression(ctx, value));
  const [argument] = given;
  const dimension = plainAxes(typed[0]?.axes ?? []).at(-1);
  if (given.length === 1 && argument!.name === undefined) return typed[0];
  report(
    ctx,
    'number-of-arguments',
    argument?.name?.span ?? span,
    argument?.name === undefined
      ? `\`${callee.text}\` takes 1 argument, not ${given.length}`
      : `the argument of \`${callee.text}\` has no name`,
    { hint: dimension && `a dimension is named in brackets: \`${callee.text}[${dimension}](…)\`` },
  );
  return undefined;
}

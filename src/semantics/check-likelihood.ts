import type { Expression, FactorStatement, Item, ObserveStatement } from '../syntax/ast.ts';
import { bindRange, bindVariable } from './binders.ts';
import {
  type Context,
  type Local,
  notSupported,
  quote,
  report,
  textOf,
  withGuard,
  withLocals,
} from './context.ts';
import { checkDistribution } from './distributions.ts';
import { checkExpression } from './expression.ts';
import { checkOutcomeSupport } from './support.ts';
import type { TypedExpression, TypedFactor, TypedObserve } from './typed-model.ts';

export function checkObserve(ctx: Context, statement: ObserveStatement): TypedObserve | undefined {
  if (statement.where !== undefined) {
    return notSupported(ctx, statement.where.span, 'a condition after `where`');
  }
  const { ctx: inside, left: expression } = bindElements(ctx, statement.left);
  const left = expression && checkExpression(inside, expression);
  const isData = left !== undefined && requireObservable(ctx, left);
  if (left === undefined || !isData) {
    // Without a left side nothing is known of the dimensions; names and calls are checked all the same.
    checkNames(inside, statement.distribution);
    return undefined;
  }
  const leftText = textOf(ctx, statement.left.span);
  const checked = checkDistribution(inside, statement.distribution, {
    axes: left.axes,
    text: leftText,
    type: left.type,
  });
  if (checked === undefined) return undefined;
  const { typed, definition } = checked;
  if (definition.improper === true) {
    report(
      ctx,
      'not-a-probability',
      typed.span,
      `\`${definition.name}\` is no probability distribution: data cannot come from it`,
    );
    return undefined;
  }
  if (!checkOutcomeSupport(ctx, definition, left, typed.arguments)) return undefined;
  if (typed.stage === 'output') {
    report(ctx, 'depends-on-output', typed.span, 'an `observe` cannot depend on a random output');
    return undefined;
  }
  return { kind: 'observe', span: statement.span, leftText, left, distribution: typed };
}

/** The left side with its index variables, as in `y[i in obs]`, bound: `y[i]`. */
function bindElements(
  ctx: Context,
  left: Expression,
): { ctx: Context; left: Expression | undefined } {
  if (left.kind !== 'index' || left.target.kind !== 'name') return { ctx, left };
  const binders = left.items.filter(
    (item) => item.kind === 'binder' || item.kind === 'range-binder',
  );
  if (binders.length === 0) return { ctx, left };
  const own = ctx.scope.values.get(left.target.name)?.shape?.axes;
  const locals = new Map<string, Local>();
  const conditions: TypedExpression[] = [];
  let fine = true;
  const items = left.items.map((item, k): Item => {
    if (item.kind !== 'binder' && item.kind !== 'range-binder') return item;
    const bound =
      item.kind === 'binder'
        ? bindVariable(ctx, item, locals)
        : bindRange(ctx, item, locals, own?.[k]);
    if (bound === undefined) fine = false;
    else if ('conditions' in bound) conditions.push(...bound.conditions);
    const { text, span } = item.name;
    return { kind: 'expression', value: { kind: 'name', name: text, span }, span: item.span };
  });
  const inside = conditions.reduce(
    (within, condition) => withGuard(within, condition, true),
    withLocals(ctx, locals),
  );
  return { ctx: inside, left: fine ? { ...left, items } : undefined };
}

/** Checks the arguments of a distribution of which nothing else can be said. */
function checkNames(ctx: Context, distribution: Expression): void {
  if (distribution.kind !== 'call') return;
  for (const { value } of distribution.arguments) checkExpression(ctx, value);
}

function requireObservable(ctx: Context, left: TypedExpression): boolean {
  if (left.stage === 'constant' || left.stage === 'data') return true;
  const text = quote(ctx, left.span, 'this');
  const isParam = left.kind === 'variable' && ctx.scope.values.get(left.name)?.kind === 'param';
  const what =
    left.stage === 'output'
      ? `${text} depends on a random output`
      : isParam
        ? `${text} is a parameter`
        : `${text} depends on a parameter`;
  report(ctx, 'observe-not-data', left.span, `only data can be observed; ${what}`, {
    hint: isParam
      ? 'a parameter gets its distribution where it is declared; any other term is added by `factor`'
      : left.stage === 'output'
        ? undefined
        : 'to add a term of the log density use `factor`',
  });
  return false;
}

export function checkFactor(ctx: Context, statement: FactorStatement): TypedFactor | undefined {
  const value = checkExpression(ctx, statement.value);
  if (value === undefined) return undefined;
  if (value.stage === 'output') {
    report(ctx, 'depends-on-output', value.span, 'a `factor` cannot depend on a random output');
    return undefined;
  }
  return { kind: 'factor', span: statement.span, value };
}

import type { Expression, FactorStatement, Item, ObserveStatement } from '../syntax/ast.ts';
import { describeAxes, shapeInWords } from './axes.ts';
import { bindRange, bindVariable } from './binders.ts';
import { fitsInto, plainAxes } from './broadcast.ts';
import {
  type Context,
  type Local,
  quote,
  report,
  textOf,
  withGuard,
  withLocals,
} from './context.ts';
import { requireData } from './declared-types.ts';
import { improperFamily, vectorRankOf } from './distribution-facts.ts';
import { checkArgumentNames, checkDistribution } from './distributions.ts';
import { checkExpression } from './expression.ts';
import { observedParts } from './missing-cells.ts';
import { requireCondition } from './operators.ts';
import { checkOutcomeSupport } from './support.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import type { TypedFactor, TypedObserve } from './typed-model.ts';
import { BINARY, latestStage } from './value-types.ts';
import { vectorFamily } from './vector-distributions.ts';

export function checkObserve(ctx: Context, statement: ObserveStatement): TypedObserve | undefined {
  const bound = bindElements(ctx, statement.left);
  const where = statement.where && checkExpression(bound.ctx, statement.where);
  const isCondition =
    statement.where === undefined || (where !== undefined && isDataCondition(bound.ctx, where));
  const inside =
    statement.where === undefined
      ? bound.ctx
      : withGuard(bound.ctx, isCondition ? where : undefined, true);
  const left = bound.left && checkExpression({ ...inside, mayBeMissing: true }, bound.left);
  const isData = left !== undefined && requireObservable(ctx, left);
  if (left === undefined || !isData) {
    // Without a left side nothing is known of the dimensions; names and calls are checked all the same.
    const { distribution } = statement;
    if (distribution.kind === 'call') checkArgumentNames(inside, distribution);
    return undefined;
  }
  const leftText = textOf(ctx, statement.left.span);
  const outcome = { axes: left.axes, text: leftText, type: left.type };
  const typed = checkDistribution(inside, statement.distribution, outcome);
  const written = vectorFamily(statement.distribution)?.eventRank ?? 0;
  const rank = typed === undefined ? written : vectorRankOf(typed);
  const present = observedParts(ctx, left);
  const chosen = left.axes.slice(0, left.axes.length - rank);
  const fits = where === undefined || !isCondition || fitsLeft(ctx, where, left, chosen);
  if (typed === undefined || present === undefined || !isCondition || !fits) return undefined;
  const improper = improperFamily(typed);
  if (improper !== undefined) {
    report(
      ctx,
      'not-a-probability',
      improper.span,
      `\`${improper.name}\` is no probability distribution: data cannot come from it`,
    );
    return undefined;
  }
  if (!checkOutcomeSupport(ctx, typed, left)) return undefined;
  if (typed.stage === 'output') {
    report(ctx, 'depends-on-output', typed.span, 'an `observe` cannot depend on a random output');
    return undefined;
  }
  const cells = [...bound.varying, ...(where === undefined ? [] : [where])];
  const conditions = rank === 0 ? [...cells, ...present] : cells;
  return {
    kind: 'observe',
    span: statement.span,
    leftText,
    left,
    distribution: typed,
    ...(conditions.length === 0 ? {} : { where: conjunction(conditions, chosen) }),
    ...(rank === 0 || present.length === 0 ? {} : { present: conjunction(present, left.axes) }),
  };
}

/** Whether what stands after `where` is a condition on data; if not, says so. */
function isDataCondition(ctx: Context, where: TypedExpression): boolean {
  return requireCondition(ctx, where, 'after `where`') && requireData(ctx, where, 'a `where`');
}

/** Whether the condition has no dimensions but those of what it chooses from the left side; if not, says so. */
function fitsLeft(
  ctx: Context,
  where: TypedExpression,
  left: TypedExpression,
  chosen: readonly Axis[],
): boolean {
  const event = left.axes.slice(chosen.length);
  if (where.axes.some((axis) => event.includes(axis) && !chosen.includes(axis))) {
    report(
      ctx,
      'dimension-mismatch',
      where.span,
      `a condition chooses whole vectors or matrices; ${quote(ctx, where.span, 'this')} varies along ${describeAxes(event)}, over which ${quote(ctx, left.span, 'the left side')} is one`,
    );
    return false;
  }
  if (fitsInto(plainAxes(where.axes), plainAxes(chosen))) return true;
  report(
    ctx,
    'dimension-mismatch',
    where.span,
    `the dimensions of the condition must be among those on the left of \`~\`: ${quote(ctx, where.span, 'the condition')} ${shapeInWords(plainAxes(where.axes))}, ${quote(ctx, left.span, 'the left side')} ${shapeInWords(plainAxes(left.axes))}`,
  );
  return false;
}

/** Whether all conditions hold; `order` says in which order their axes stand. */
function conjunction(
  conditions: readonly TypedExpression[],
  order: readonly Axis[],
): TypedExpression {
  return conditions.reduce((left, right) => ({
    kind: 'binary',
    operator: 'and',
    left,
    right,
    axes: order.filter((axis) => left.axes.includes(axis) || right.axes.includes(axis)),
    type: BINARY,
    stage: latestStage([left, right]),
    span: right.span,
  }));
}

interface BoundLeft {
  readonly ctx: Context;
  readonly left: Expression | undefined;
  /** Of ranges whose ends depend on index variables: where these are inside. */
  readonly varying: readonly TypedExpression[];
}

/** The left side with its index variables, as in `y[i in obs]`, bound: `y[i]`. */
function bindElements(ctx: Context, left: Expression): BoundLeft {
  if (left.kind !== 'index' || left.target.kind !== 'name') return { ctx, left, varying: [] };
  const binders = left.items.filter(
    (item) => item.kind === 'binder' || item.kind === 'range-binder',
  );
  if (binders.length === 0) return { ctx, left, varying: [] };
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
  return {
    ctx: inside,
    left: fine ? { ...left, items } : undefined,
    varying: conditions.filter(({ axes }) => axes.length > 1),
  };
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

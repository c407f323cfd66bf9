/** `logpdf(MultiNormal(m, cov = S), x)`: the log density of a vector or a matrix as a value. */
import type { VectorDistribution } from '../distributions/vector-distribution.ts';
import type { CallExpression, Expression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { isListAxis, listLength } from './axes.ts';
import { bindNames } from './binders.ts';
import { join, plainAxes, rename, reportUnnamedList, variableAxes } from './broadcast.ts';
import { type Context, report, silently } from './context.ts';
import { reordered } from './distributions.ts';
import { checkExpression } from './expression.ts';
import type { Axis, LogDensityFunction, TypedExpression } from './typed-expression.ts';
import { latestStage, REAL } from './value-types.ts';
import { checkVectorDistribution, eventAxes } from './vector-distributions.ts';

/**
 * The last one or two dimensions of the value are the event; the dimensions before them go together
 * with those of the arguments as the operands of `+` do.
 */
export function checkVectorLogDensity(
  ctx: Context,
  { span }: CallExpression,
  name: LogDensityFunction,
  distribution: Expression,
  value: TypedExpression,
  definition: VectorDistribution,
): TypedExpression | undefined {
  if (name !== 'logpdf') {
    report(
      ctx,
      'no-distribution-function',
      distribution.span,
      `\`${name}\` is of distributions of one number; \`${definition.name}\` describes ${definition.support.words}`,
      { hint: 'its log density is `logpdf`' },
    );
    return undefined;
  }
  const text = ctx.source.text.slice(value.span.start, value.span.end);
  const own = plainAxes(value.axes);
  const what = `\`${definition.name}\``;
  const left = { axes: own, text, role: 'the value' };
  const given = eventAxes(ctx, what, definition.eventRank, left, value.span);
  if (given === undefined) return undefined;
  // what is wrong with the arguments is said below
  const parts = argumentParts(silently(ctx), distribution, definition);
  const event = given.map((axis) => (isListAxis(axis) ? (parts.dimension ?? axis) : axis));
  const wrong = given.find((axis, k) => !mayBe(ctx, axis, event[k]!));
  if (wrong !== undefined) {
    reportUnnamedList(ctx, value, event);
    return undefined;
  }
  const batch = [...variableAxes(value.axes), ...own.slice(0, own.length - given.length)];
  const operands = [{ ...value, axes: batch }, ...parts.varying];
  const joined = join(ctx, span, operands);
  if (joined === undefined) return undefined;
  const { axes } = joined;
  const at = rename(reordered(value, [...batch, ...given]), [
    ...joined.operands[0]!.axes,
    ...event,
  ]);
  const outcome = { axes: [...axes, ...event], text, type: value.type };
  const checked = checkVectorDistribution(ctx, distribution, outcome);
  if (checked === undefined) return undefined;
  const { typed } = checked;
  const stage = latestStage([...Object.values(typed.arguments), at]);
  return {
    kind: 'log-density',
    function: name,
    distribution: typed,
    at,
    outcome: outcome.axes,
    axes,
    type: REAL,
    stage,
    span,
  };
}

/** Whether a list literal can run over a dimension, as far as its size is known. */
function mayBe({ scope }: Context, axis: Axis, dimension: Axis): boolean {
  const length = listLength(axis);
  return length === undefined || (scope.sizeOf(dimension) ?? length) === length;
}

interface ArgumentParts {
  /** The arguments without the axes of an event. */
  readonly varying: readonly TypedExpression[];
  /** Of the event, where an argument tells it. */
  readonly dimension: Axis | undefined;
}

function argumentParts(
  ctx: Context,
  expression: Expression,
  definition: VectorDistribution,
): ArgumentParts {
  if (expression.kind === 'with') {
    return argumentParts(bindNames(ctx, expression), expression.body, definition);
  }
  if (expression.kind !== 'call') return { varying: [], dimension: undefined };
  const { parameters } = definition;
  const names = parameters.map((parameter) => parameter.name);
  const choices = parameters.filter(({ oneOf }) => oneOf !== undefined).length;
  const matched = matchArguments(ctx, expression, names, choices);
  const varying: TypedExpression[] = [];
  let dimension: Axis | undefined;
  for (const { name, eventRank = 0, ownDimension } of parameters) {
    const argument = matched?.get(name);
    const typed = argument && checkExpression(ctx, argument.value);
    if (typed === undefined) continue;
    const own = plainAxes(typed.axes);
    const last = own.length - Math.min(eventRank, own.length);
    varying.push({ ...typed, axes: [...variableAxes(typed.axes), ...own.slice(0, last)] });
    if (ownDimension !== true) dimension ??= own.slice(last).find((axis) => !isListAxis(axis));
  }
  return { varying, dimension };
}

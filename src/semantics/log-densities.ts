/** `logpdf(D, x)`, `logcdf(D, x)`, `logccdf(D, x)`: log densities and probabilities as values. */
import { type CombinatorSignature, combinatorSignatures } from '../distributions/combinators.ts';
import { distributions } from '../distributions/index.ts';
import type { VectorDistribution } from '../distributions/vector-distribution.ts';
import type { CallExpression, Expression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { bindNames } from './binders.ts';
import { join } from './broadcast.ts';
import { type Context, quote, report, silently } from './context.ts';
import { batchAxesOf, partWithoutCumulative } from './distribution-facts.ts';
import { batchAxes, checkDistribution } from './distributions.ts';
import { checkExpression } from './expression.ts';
import { argumentsOf } from './tree.ts';
import type {
  Axis,
  LogDensityFunction,
  TypedDistribution,
  TypedExpression,
} from './typed-expression.ts';
import { latestStage, REAL } from './value-types.ts';
import { vectorFamily } from './vector-distributions.ts';
import { checkVectorLogDensity } from './vector-log-densities.ts';

export function isLogDensity(name: string): name is LogDensityFunction {
  return name === 'logpdf' || name === 'logcdf' || name === 'logccdf';
}

/** The arguments of the distribution and the value go together as the operands of `+` do. */
export function checkLogDensity(
  ctx: Context,
  call: CallExpression,
  name: LogDensityFunction,
): TypedExpression | undefined {
  const matched = matchArguments(ctx, call, ['distribution', 'x']);
  if (matched === undefined) return undefined;
  const expression = matched.get('distribution')!.value;
  const value = checkExpression(ctx, matched.get('x')!.value);
  if (!['call', 'if', 'with'].includes(expression.kind)) {
    report(
      ctx,
      'not-a-distribution',
      expression.span,
      `\`${name}\` takes a distribution and a value; ${quote(ctx, expression.span, 'the first')} is no distribution`,
      { hint: `such as \`${name}(Normal(0, 1), x)\`` },
    );
    return undefined;
  }
  if (value === undefined) return undefined;
  const ofEvents = vectorFamily(expression);
  if (ofEvents !== undefined) {
    return checkVectorLogDensity(ctx, call, name, expression, value, ofEvents);
  }
  // what is wrong with the arguments is said below
  const joined = join(ctx, call.span, [value, ...varyingParts(silently(ctx), expression)]);
  if (joined === undefined) return undefined;
  const at = joined.operands[0]!;
  const { axes } = joined;
  const text = ctx.source.text.slice(value.span.start, value.span.end);
  const checked = checkDistribution(ctx, expression, { axes, text, type: value.type });
  if (checked === undefined) return undefined;
  if (name !== 'logpdf' && !requireCumulative(ctx, `\`${name}\``, checked)) return undefined;
  return {
    kind: 'log-density',
    function: name,
    distribution: checked,
    at,
    outcome: axes,
    axes: batchAxesOf(checked, axes),
    type: REAL,
    stage: latestStage([...argumentsOf(checked), at]),
    span: call.span,
  };
}

/** What a distribution varies with: its arguments, each without the dimensions that are its own. */
export function varyingParts(ctx: Context, expression: Expression): TypedExpression[] {
  switch (expression.kind) {
    case 'with':
      return varyingParts(bindNames(ctx, expression), expression.body);
    case 'if': {
      const condition = checkExpression(ctx, expression.condition);
      const branches = [expression.then, expression.else];
      return [
        ...(condition === undefined ? [] : [condition]),
        ...branches.flatMap((branch) => varyingParts(ctx, branch)),
      ];
    }
    case 'list':
      return expression.elements.flatMap((element) => varyingParts(ctx, element));
    case 'call': {
      const combinator = combinatorSignatures.get(expression.callee.text);
      if (combinator !== undefined) return varyingInCombined(ctx, expression, combinator);
      const ofEvents = vectorFamily(expression);
      if (ofEvents !== undefined) return varyingInVectors(ctx, expression, ofEvents);
      const definition = distributions.get(expression.callee.text);
      if (definition === undefined) return [];
      const { parameters } = definition;
      const names = parameters.map((parameter) => parameter.name);
      const matched = matchArguments(ctx, expression, names);
      return parameters.flatMap((parameter) => {
        const argument = matched?.get(parameter.name);
        const typed = argument && checkExpression(ctx, argument.value);
        return typed === undefined ? [] : [{ ...typed, axes: batchAxes(parameter, typed) }];
      });
    }
    default:
      return [];
  }
}

/** What a distribution of vectors or matrices varies with, without the dimensions of one event. */
function varyingInVectors(
  ctx: Context,
  { arguments: given }: CallExpression,
  { parameters }: VectorDistribution,
): TypedExpression[] {
  return given.flatMap(({ name, value }, k) => {
    const parameter = name ? parameters.find((p) => p.name === name.text) : parameters[k];
    const typed = checkExpression(ctx, value);
    if (parameter === undefined || typed === undefined) return [];
    const { eventRank = 0 } = parameter;
    return [{ ...typed, axes: typed.axes.slice(0, Math.max(0, typed.axes.length - eventRank)) }];
  });
}

/** What a combinator and its parts vary with, without the dimensions over which it sums. */
function varyingInCombined(
  ctx: Context,
  call: CallExpression,
  { parameters, optional }: CombinatorSignature,
): TypedExpression[] {
  const names = parameters.map(({ name }) => name);
  const matched = matchArguments(ctx, call, names, optional);
  const summed = new Set<Axis>();
  const found = parameters.flatMap(({ name, eventRank = 0 }) => {
    const argument = matched?.get(name);
    if (argument === undefined) return [];
    if (name === 'distribution') return varyingParts(ctx, argument.value);
    const typed = checkExpression(ctx, argument.value);
    if (typed === undefined) return [];
    const last = typed.axes.length - Math.min(eventRank, typed.axes.length);
    for (const axis of typed.axes.slice(last)) summed.add(axis);
    return [{ ...typed, axes: typed.axes.slice(0, last) }];
  });
  return found.map((part) => ({ ...part, axes: part.axes.filter((axis) => !summed.has(axis)) }));
}

/** Whether there is a distribution function, which `what` needs; if not, says so. */
export function requireCumulative(
  ctx: Context,
  what: string,
  distribution: TypedDistribution,
): boolean {
  const missing = partWithoutCumulative(distribution);
  if (missing === undefined) return true;
  report(
    ctx,
    'no-distribution-function',
    distribution.span,
    `${what} needs a distribution function, and \`${missing.name}\` has none`,
    {
      hint:
        missing.kind === 'combined'
          ? `\`${missing.name}\` describes several numbers together; the distribution inside it can be truncated: \`truncate(…, lower =, upper =)\``
          : 'distributions of single numbers have one, all but `Flat` and those of categories',
    },
  );
  return false;
}

/** `logpdf(D, x)`, `logcdf(D, x)`, `logccdf(D, x)`: log densities and probabilities as values. */
import { distributions } from '../distributions/index.ts';
import type { CallExpression, Expression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { bindNames } from './binders.ts';
import { join } from './broadcast.ts';
import { type Context, notSupported, quote, report, silently } from './context.ts';
import { familyWithoutCumulative } from './distribution-facts.ts';
import { batchAxes, checkDistribution } from './distributions.ts';
import { checkExpression } from './expression.ts';
import { argumentsOf } from './tree.ts';
import type { LogDensityFunction, TypedDistribution, TypedExpression } from './typed-model.ts';
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
  if (name !== 'logpdf' && !hasCumulative(ctx, name, checked)) return undefined;
  return {
    kind: 'log-density',
    function: name,
    distribution: checked,
    at,
    axes,
    type: REAL,
    stage: latestStage([...argumentsOf(checked), at]),
    span: call.span,
  };
}

/** What a distribution varies with: its arguments, each without the dimensions that are its own. */
function varyingParts(ctx: Context, expression: Expression): TypedExpression[] {
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
    case 'call': {
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

/** Whether the distribution function is known; if not, says so. */
function hasCumulative(
  ctx: Context,
  name: LogDensityFunction,
  distribution: TypedDistribution,
): boolean {
  const missing = familyWithoutCumulative(distribution);
  if (missing === undefined) return true;
  notSupported(ctx, distribution.span, `\`${name}\` of \`${missing.name}\``);
  return false;
}

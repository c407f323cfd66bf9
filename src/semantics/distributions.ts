import { combinatorSignatures } from '../distributions/combinators.ts';
import type { Distribution, Parameter } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import type { CallExpression, Expression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { describeAxes, isListAxis, listLength, shapeInWords } from './axes.ts';
import { bindNames } from './binders.ts';
import {
  fitsInto,
  nameLists,
  plainAxes,
  rename,
  reportUnnamedList,
  sameAxes,
  variableAxes,
} from './broadcast.ts';
import { checkChoice } from './chosen-distributions.ts';
import { checkCombined } from './combined-distributions.ts';
import { type Context, notSupported, quote, report } from './context.ts';
import { numberNode } from './declared-types.ts';
import { checkExpression } from './expression.ts';
import { DISTRIBUTION_NAMES } from './language-names.ts';
import { isDistributionName, reportUnknownDistribution } from './lookup.ts';
import { pickHint } from './pick-hint.ts';
import { productHint } from './product-hint.ts';
import { checkArgumentSupport, warnOfVagueGamma } from './support.ts';
import type { Axis, TypedDistribution, TypedExpression, ValueType } from './typed-expression.ts';
import { latestStage } from './value-types.ts';
import { checkVectorDistribution, vectorFamily } from './vector-distributions.ts';

/** What stands left of `~`. */
export interface Outcome {
  /** Its axes, under the names that the right side uses. */
  readonly axes: readonly Axis[];
  /** As it is written, for messages. */
  readonly text: string;
  /** Among its axes, those that are summed out: they are not on the left. */
  readonly summed?: readonly Axis[];
  /** Of observed values; what has no type yet takes the distribution's. */
  readonly type?: ValueType;
}

/** The right side of `~`. Undefined where it has an error, which has then been reported. */
export function checkDistribution(
  ctx: Context,
  expression: Expression,
  outcome: Outcome,
): TypedDistribution | undefined {
  if (expression.kind === 'with') {
    return checkDistribution(bindNames(ctx, expression), expression.body, outcome);
  }
  if (expression.kind === 'if') return checkChoice(ctx, expression, outcome);
  const call = distributionCall(ctx, expression);
  if (call === undefined) return undefined;
  if (combinatorSignatures.has(call.callee.text)) return checkCombined(ctx, call, outcome);
  if (vectorFamily(call) !== undefined) return checkVectorDistribution(ctx, call, outcome)?.typed;
  const definition = distributions.get(call.callee.text);
  if (definition === undefined) return refuseDistribution(ctx, call);
  const names = definition.parameters.map(({ name }) => name);
  const matched = matchArguments(ctx, call, names);
  const typed = new Map(call.arguments.map((a) => [a, checkExpression(ctx, a.value)]));
  if (matched === undefined) return undefined;

  const arguments_: Record<string, TypedExpression> = {};
  let fine = true;
  for (const parameter of definition.parameters) {
    const given = typed.get(matched.get(parameter.name)!);
    const argument = given && placeArgument(ctx, definition, parameter, given, outcome);
    if (argument === undefined) fine = false;
    else arguments_[parameter.name] = argument;
  }
  if (!fine) return undefined;
  for (const parameter of definition.parameters) {
    const argument = arguments_[parameter.name]!;
    if (!checkArgumentSupport(ctx, definition, parameter, argument, arguments_)) fine = false;
  }
  if (!fine) return undefined;
  warnOfVagueGamma(ctx, definition, arguments_, call.span);
  const batches = definition.parameters.map((parameter) =>
    batchAxes(parameter, arguments_[parameter.name]!),
  );
  return {
    kind: 'family',
    name: definition.name,
    arguments: arguments_,
    axes: outcome.axes.filter((axis) => batches.some((batch) => batch.includes(axis))),
    stage: latestStage(Object.values(arguments_)),
    span: call.span,
  };
}

/** The axes of an argument along which the distribution varies: without its event axes. */
export function batchAxes(
  { eventRank = 0 }: Parameter,
  { axes }: TypedExpression,
): readonly Axis[] {
  return axes.slice(0, axes.length - eventRank);
}

/** The axes of an argument that each outcome has as a whole: categories. */
export function ownAxes({ eventRank = 0 }: Parameter, { axes }: TypedExpression): readonly Axis[] {
  return axes.slice(axes.length - eventRank);
}

/** The call that writes a distribution. Undefined, with a report, where the expression is none. */
export function distributionCall(ctx: Context, expression: Expression): CallExpression | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case 'call':
      if (expression.items === undefined || expression.callee.text === 'each') return expression;
      report(ctx, 'brackets-on-function', span, 'a distribution takes no dimension in brackets', {
        hint: 'its dimensions are those of the left side',
      });
      return undefined;
    case 'name':
      if (isDistributionName(expression.name)) {
        report(
          ctx,
          'distribution-without-arguments',
          span,
          `\`${expression.name}\` needs parentheses with its arguments`,
          { hint: argumentsHint(expression.name) },
        );
        return undefined;
      }
  }
  report(
    ctx,
    'not-a-distribution',
    span,
    `a distribution is expected after \`~\`, not ${quote(ctx, span, 'a value')}`,
    { hint: 'such as `Normal(0, 1)`; a value is given with `let x = …`' },
  );
  return undefined;
}

function argumentsHint(name: string): string | undefined {
  const definition = distributions.get(name);
  if (definition === undefined) return undefined;
  return `write \`${name}(${definition.parameters.map((p) => p.name).join(', ')})\``;
}

function refuseDistribution(ctx: Context, call: CallExpression): undefined {
  const { callee } = call;
  if (DISTRIBUTION_NAMES.has(callee.text)) {
    return notSupported(ctx, callee.span, `the distribution \`${callee.text}\``);
  }
  reportUnknownDistribution(ctx, callee);
  checkArgumentNames(ctx, call);
  return undefined;
}

/** Checks the arguments of a distribution of which nothing else can be said. */
export function checkArgumentNames(ctx: Context, { arguments: given }: CallExpression): void {
  for (const { value } of given) {
    const isDistribution = value.kind === 'call' && isDistributionName(value.callee.text);
    if (isDistribution) checkArgumentNames(ctx, value);
    else if (value.kind !== 'list') checkExpression(ctx, value);
  }
}

/**
 * An argument with its list literals named by the dimensions of the left side, its event axes last.
 * Undefined, with a report, where its dimensions do not fit the left side.
 */
function placeArgument(
  ctx: Context,
  definition: Distribution,
  parameter: Parameter,
  given: TypedExpression,
  outcome: Outcome,
): TypedExpression | undefined {
  const { eventRank = 0 } = parameter;
  const argument = eventRank > 0 ? placeEvent(ctx, definition, parameter, given, outcome) : given;
  if (argument === undefined) return undefined;
  const own = plainAxes(argument.axes);
  const event = own.slice(own.length - eventRank);
  const batch = own.slice(0, own.length - eventRank);
  const left = plainAxes(outcome.axes);
  const named = eventRank > 0 ? argument : nameLists(ctx, argument, left);
  const ownBatch = eventRank > 0 ? batch : plainAxes(named.axes);
  if (!fitsInto(ownBatch, left)) {
    reportDirection(ctx, named, ownBatch, left, outcome);
    return undefined;
  }
  return reordered(named, [...variableAxes(named.axes), ...ownBatch, ...event]);
}

/** An argument that carries a dimension of its own, which must be there; of categories, the outcome's. */
function placeEvent(
  ctx: Context,
  { name, support }: Distribution,
  parameter: Parameter,
  given: TypedExpression,
  outcome: Outcome,
): TypedExpression | undefined {
  const own = plainAxes(given.axes);
  const { eventRank = 0 } = parameter;
  if (own.length < eventRank) {
    report(
      ctx,
      'dimension-needed',
      given.span,
      `\`${parameter.name}\` of \`${name}\` needs a dimension of its own; ${quote(ctx, given.span, 'this')} has none`,
      {
        hint:
          support.kind === 'category'
            ? `it holds one value for each category: \`${parameter.name}[${outcome.type?.kind === 'index' ? outcome.type.dimension : 'category'}]\``
            : `declare it over a dimension: \`${parameter.name}[d]\``,
      },
    );
    return undefined;
  }
  if (support.kind !== 'category' || support.argument !== parameter.name) return given;
  const last = own[own.length - 1]!;
  const { type } = outcome;
  if (type === undefined) return given;
  if (type.kind !== 'index') {
    const categories = listLength(last) === undefined ? last : 'category';
    report(
      ctx,
      'outcome-type',
      given.span,
      `\`${name}\` describes a member of a dimension; \`${outcome.text}\` is not declared as one`,
      {
        hint: isName(outcome.text)
          ? `declare it as an index: \`data ${outcome.text}${outcome.axes.length === 0 ? '' : describeAxes(outcome.axes)}: ${categories}\``
          : undefined,
      },
    );
    return undefined;
  }
  if (last === type.dimension) return given;
  const length = listLength(last);
  const size = ctx.scope.sizeOf(type.dimension);
  if (length !== undefined && (size === undefined || size === length)) {
    const at = given.axes.lastIndexOf(last);
    return rename(
      given,
      given.axes.map((axis, i) => (i === at ? type.dimension : axis)),
    );
  }
  const about =
    length === undefined
      ? `the last dimension of ${quote(ctx, given.span, 'this')} is \`${last}\``
      : `${quote(ctx, given.span, 'this')} has ${length} values, \`${type.dimension}\` has ${size}`;
  report(
    ctx,
    'category-dimension',
    given.span,
    `the categories of \`${outcome.text}\` are the members of \`${type.dimension}\`; ${about}`,
  );
  return undefined;
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

export function reportDirection(
  ctx: Context,
  argument: TypedExpression,
  own: readonly Axis[],
  left: readonly Axis[],
  outcome: Outcome,
): void {
  if (own.some((axis) => listLength(axis) !== undefined) && left.length > 0) {
    reportUnnamedList(ctx, argument, left);
    return;
  }
  const extra = own.filter((axis) => !left.includes(axis));
  const beside = left.length < outcome.axes.length ? ' beside its index variables' : '';
  const { summed = [] } = outcome;
  const written = left.filter((axis) => !summed.includes(axis));
  const also = summed.length === 0 ? '' : `, beside ${describeAxes(summed)}, which is summed out`;
  const both = `${quote(ctx, argument.span, 'the argument')} ${shapeInWords(own)}, \`${outcome.text}\` ${shapeInWords(written)}${beside}${also}`;
  const list = own.find(isListAxis);
  const wider =
    list === undefined
      ? `give the left side the dimension too: \`${outcome.text}${describeAxes(own)}\``
      : `give the left side a dimension: \`dim d = ${listLength(list)}\`, then \`${outcome.text}[d]\``;
  report(
    ctx,
    'right-has-more-dimensions',
    argument.span,
    extra.length > 0
      ? `the dimensions on the right of \`~\` must be among those on the left: ${both}`
      : `where a dimension stands twice, both sides of \`~\` must have the same: ${both}`,
    {
      hint:
        pickHint(ctx, [argument], outcome.axes) ??
        productHint(ctx, argument, extra) ??
        (outcome.type === undefined && left.length === 0 ? wider : undefined),
    },
  );
}

/** The same values with their axes in another order, written as a product with 1. */
export function reordered(expression: TypedExpression, axes: readonly Axis[]): TypedExpression {
  if (sameAxes(expression.axes, axes)) return expression;
  const { type, stage, span } = expression;
  const one = numberNode(1, 'int', span);
  return { kind: 'binary', operator: '*', left: expression, right: one, axes, type, stage, span };
}

/** The right side of `~` where the distribution is of a vector or a matrix: `Dirichlet(1)`. */
import { vectorDistributions } from '../distributions/index.ts';
import type { VectorDistribution, VectorParameter } from '../distributions/vector-distribution.ts';
import type { CallExpression, Expression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { axisDimension, describeAxes, isVariableAxis, listLength, shapeInWords } from './axes.ts';
import { bindNames } from './binders.ts';
import { fitsInto, plainAxes, rename, sameAxes, variableAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { declarationHint } from './declaration-hint.ts';
import { distributionCall, type Outcome, reordered } from './distributions.ts';
import { checkExpression } from './expression.ts';
import { checkArgumentSupport } from './support.ts';
import type { Axis, FamilyDistribution, TypedExpression } from './typed-expression.ts';
import { describeType, isWhole, latestStage } from './value-types.ts';

export interface CheckedVectorDistribution {
  readonly typed: FamilyDistribution;
  readonly definition: VectorDistribution;
}

/** The distribution of vectors or matrices that an expression writes, if it is one. */
export function vectorFamily(expression: Expression): VectorDistribution | undefined {
  if (expression.kind === 'with') return vectorFamily(expression.body);
  return expression.kind === 'call' ? vectorDistributions.get(expression.callee.text) : undefined;
}

/**
 * Checks a distribution of the last one or two dimensions of the left side, taken by their place; the
 * dimensions before them are matched by name. Undefined where there is an error, which has been reported.
 */
export function checkVectorDistribution(
  ctx: Context,
  expression: Expression,
  outcome: Outcome,
): CheckedVectorDistribution | undefined {
  if (expression.kind === 'with') {
    return checkVectorDistribution(bindNames(ctx, expression), expression.body, outcome);
  }
  const call = distributionCall(ctx, expression);
  const definition = vectorFamily(expression);
  if (call === undefined || definition === undefined) return undefined;
  const { parameters } = definition;
  const typed = new Map(call.arguments.map((a) => [a, checkExpression(ctx, a.value)]));
  const matched = matchArguments(
    ctx,
    call,
    parameters.map(({ name }) => name),
    parameters.filter(({ oneOf }) => oneOf !== undefined).length,
  );
  const event = eventAxes(ctx, `\`${definition.name}\``, definition.eventRank, outcome, call.span);
  if (matched === undefined || event === undefined) return undefined;
  const given = parameters.filter(({ name }) => matched.has(name));
  if (!isOneGiven(ctx, definition, given, call)) return undefined;
  const arguments_: Record<string, TypedExpression> = {};
  let fine = true;
  for (const parameter of given) {
    const expression = typed.get(matched.get(parameter.name)!);
    const argument =
      expression && placeArgument(ctx, definition, parameter, expression, outcome, event);
    if (argument === undefined) fine = false;
    else arguments_[parameter.name] = argument;
  }
  if (!fine || !shareOwnDimension(ctx, given, arguments_)) return undefined;
  for (const { support, name, summary } of given) {
    if (support.kind === 'matrix') continue;
    const parameter = { name, support, summary };
    if (!checkArgumentSupport(ctx, definition, parameter, arguments_[name]!, arguments_)) {
      fine = false;
    }
  }
  if (!fine) return undefined;
  const stage = latestStage(Object.values(arguments_));
  const axes = outcome.axes.slice(0, outcome.axes.length - definition.eventRank);
  return {
    definition,
    typed: {
      kind: 'family',
      name: definition.name,
      arguments: arguments_,
      axes,
      stage,
      span: call.span,
    },
  };
}

/** The last dimensions of the left side, which make one event: two equal ones for a matrix. */
export function eventAxes(
  ctx: Context,
  what: string,
  rank: 1 | 2,
  {
    axes,
    text,
    role = 'the left side',
  }: Pick<Outcome, 'axes' | 'text'> & { readonly role?: string },
  span: Expression['span'],
): readonly Axis[] | undefined {
  const event = axes.slice(axes.length - rank);
  if (axes.length < rank) {
    report(
      ctx,
      'dimension-needed',
      span,
      rank === 1
        ? `${what} describes a vector, along the last dimension of ${role}; \`${text}\` has no dimension`
        : `${what} describes a square matrix, over the last two dimensions of ${role}; \`${text}\` ${axes.length === 0 ? 'has no dimension' : 'has one dimension'}`,
      { hint: `such as \`x${rank === 1 ? '[d]' : '[d, d]'}\`` },
    );
    return undefined;
  }
  const [first, second = first] = event.map(axisDimension);
  if (first !== second) {
    report(
      ctx,
      'matrix-not-square',
      span,
      `${what} describes a square matrix; the last two dimensions of \`${text}\` are \`${first}\` and \`${second}\``,
      { hint: 'both must be the same dimension' },
    );
    return undefined;
  }
  if (!event.some((axis) => ctx.scope.rangeAxes.has(axis))) return event;
  report(
    ctx,
    'part-of-event',
    span,
    `${what} describes all of \`${first}\` together; \`${text}\` walks over a part of it`,
    {
      hint: `write \`:\` in that place; a part of \`${first}\` is a dimension of its own, \`dim part = ${first}[2 ..]\``,
    },
  );
  return undefined;
}

/** Whether arguments with a dimension of their own have the same one; if not, says so. */
function shareOwnDimension(
  ctx: Context,
  given: readonly VectorParameter[],
  arguments_: Readonly<Record<string, TypedExpression>>,
): boolean {
  const [first, ...others] = given
    .filter(({ ownDimension }) => ownDimension)
    .map(({ name }) => name);
  const odd = others.find((name) => !sameAxes(arguments_[name]!.axes, arguments_[first!]!.axes));
  if (odd === undefined) return true;
  const [a, b] = [arguments_[first!]!, arguments_[odd]!];
  report(
    ctx,
    'dimension-mismatch',
    b.span,
    `\`${first}\` and \`${odd}\` go together, one edge after the other: one ${shapeInWords(a.axes)}, the other ${shapeInWords(b.axes)}`,
  );
  return false;
}

/** Of arguments that say the same in different ways, one is given. */
function isOneGiven(
  ctx: Context,
  { name, parameters }: VectorDistribution,
  given: readonly VectorParameter[],
  { span }: CallExpression,
): boolean {
  const choices = parameters.filter(({ oneOf }) => oneOf !== undefined);
  const count = given.filter(({ oneOf }) => oneOf !== undefined).length;
  if (choices.length === 0 || count === 1) return true;
  const names = choices.map((choice) => `\`${choice.name} =\``).join(', ');
  report(
    ctx,
    'one-of-arguments',
    span,
    `\`${name}\` takes exactly one of ${names}; ${count === 0 ? 'none' : `${count}`} ${count > 1 ? 'are' : 'is'} given`,
  );
  return false;
}

/** An argument with its event axes last, or one number for all elements of the event. */
function placeArgument(
  ctx: Context,
  definition: VectorDistribution,
  parameter: VectorParameter,
  given: TypedExpression,
  outcome: Outcome,
  event: readonly Axis[],
): TypedExpression | undefined {
  const { eventRank = 0 } = parameter;
  const of = `\`${parameter.name}\` of \`${definition.name}\``;
  const written = quote(ctx, given.span, 'this');
  const own = plainAxes(given.axes);
  const mayRepeat = parameter.ownDimension !== true && parameter.support.kind !== 'simplex';
  if (eventRank === 1 && given.axes.length === 0 && mayRepeat) return given;
  if (given.axes.some((axis) => event.includes(axis) && isVariableAxis(axis))) {
    report(
      ctx,
      'dimension-mismatch',
      given.span,
      `${written} varies with the index variable of ${describeAxes(event)}, over which \`${definition.name}\` is one event`,
      { hint: `give ${of} its values as a whole, without the index variable` },
    );
    return undefined;
  }
  if (own.length < eventRank) {
    report(
      ctx,
      'dimension-needed',
      given.span,
      eventRank === 1
        ? `${of} holds one value for each member of \`${axisDimension(event[0]!)}\`; ${written} does not vary along it`
        : `${of} must be a matrix; ${written} ${shapeInWords(own)}`,
    );
    return undefined;
  }
  const last = own.slice(own.length - eventRank);
  const dimension = axisDimension(event[event.length - 1]!) ?? event[event.length - 1]!;
  const wanted = last.map(() => dimension);
  const placed = parameter.ownDimension ? given : nameEvent(ctx, given, last, wanted);
  const behind = plainAxes(placed.axes).slice(own.length - eventRank);
  if (parameter.ownDimension !== true && !sameAxes(behind, wanted)) {
    report(
      ctx,
      'dimension-mismatch',
      given.span,
      `the last ${eventRank === 1 ? 'dimension' : 'two dimensions'} of ${of} must be ${describeAxes(wanted)}, as of \`${outcome.text}\`; ${written} ${shapeInWords(own)}`,
    );
    return undefined;
  }
  if (parameter.ownDimension && !areNodes(ctx, given, of, dimension)) return undefined;
  const before = own.slice(0, own.length - eventRank);
  const batch = plainAxes(outcome.axes.slice(0, outcome.axes.length - definition.eventRank));
  if (!fitsInto(before, batch)) {
    report(
      ctx,
      'right-has-more-dimensions',
      given.span,
      `${of} may vary along the dimensions before those of one event, ${batch.length === 0 ? `of which \`${outcome.text}\` has none` : describeAxes(batch)}; ${written} ${shapeInWords(own)}`,
    );
    return undefined;
  }
  return reordered(placed, [...variableAxes(placed.axes), ...before, ...behind]);
}

/** Whether an argument lists members of the event's dimension, along one dimension; if not, says so. */
function areNodes(
  ctx: Context,
  { axes, type, span }: TypedExpression,
  of: string,
  dimension: Axis,
): boolean {
  const isList = axes.length === 1 && plainAxes(axes).length === 1;
  if (isList && type.kind === 'index' && type.dimension === dimension) return true;
  const is =
    type.kind !== 'index'
      ? `is ${describeType(type)}`
      : type.dimension === dimension
        ? shapeInWords(axes)
        : `holds members of \`${type.dimension}\``;
  report(
    ctx,
    'nodes-of-graph',
    span,
    `${of} holds a member of \`${dimension}\` for each edge; ${quote(ctx, span, 'this')} ${is}`,
    { hint: `declare it over a dimension of edges: \`data node[edge]: ${dimension}\`` },
  );
  return false;
}

/** List literals at the end of an argument take the event's dimension. */
function nameEvent(
  ctx: Context,
  given: TypedExpression,
  last: readonly Axis[],
  wanted: readonly Axis[],
): TypedExpression {
  const size = wanted.length === 0 ? undefined : ctx.scope.sizeOf(wanted[0]!);
  // by place: lists before them may be of the same length
  const places = given.axes.flatMap((axis, k) => (isVariableAxis(axis) ? [] : [k]));
  const ends = new Set(places.slice(places.length - last.length));
  const names = given.axes.map((axis, k) => {
    const length = ends.has(k) ? listLength(axis) : undefined;
    return length !== undefined && (size === undefined || size === length) ? wanted[0]! : axis;
  });
  return sameAxes(names, given.axes) ? given : rename(given, names);
}

/** Whether observed values can be of the distribution: counts are whole numbers. */
export function checkVectorOutcome(
  ctx: Context,
  { name, support }: VectorDistribution,
  left: TypedExpression,
): boolean {
  if (support.kind !== 'counts' || isWhole(left.type)) return true;
  report(
    ctx,
    'outcome-type',
    left.span,
    `\`${name}\` describes ${support.words}; ${quote(ctx, left.span, 'the left side')} is ${describeType(left.type)}`,
    { hint: declarationHint(ctx, left, 'count') },
  );
  return false;
}

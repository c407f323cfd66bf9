/** What the checks of all combinators share. */
import type { CombinatorSignature } from '../../distributions/combinators.ts';
import type { Parameter } from '../../distributions/distribution.ts';
import type { CallExpression, Expression } from '../../syntax/ast.ts';
import { isListAxis, listLength } from '../axes.ts';
import { fitsInto, nameLists, plainAxes, rename, variableAxes } from '../broadcast.ts';
import { type Context, quote, report } from '../context.ts';
import { eventAxesOf, improperFamily } from '../distribution-facts.ts';
import { isOutsideEvents } from '../distribution-parts.ts';
import { type Outcome, reordered, reportDirection } from '../distributions.ts';
import { checkArgumentSupport } from '../support.ts';
import { argumentsOf } from '../tree.ts';
import type {
  Axis,
  CombinedDistribution,
  TypedDistribution,
  TypedExpression,
} from '../typed-expression.ts';
import { latestStage } from '../value-types.ts';

/** A call of a combinator whose arguments have been told apart. */
export interface CombinatorCall {
  readonly signature: CombinatorSignature;
  readonly call: CallExpression;
  /** What stands for the distribution. */
  readonly distribution: Expression;
  /** The values that are given and have no error. */
  readonly given: ReadonlyMap<string, TypedExpression>;
}

/** Checks what is special to a combinator. */
export type CheckCombinator = (
  ctx: Context,
  call: CombinatorCall,
  outcome: Outcome,
) => TypedDistribution | undefined;

/**
 * The distribution that a combinator makes of its parts, once its arguments fit the outcome: each
 * varies along dimensions of the left side that are not of one event, `alsoAlong` besides.
 */
export function combine(
  ctx: Context,
  { signature, call, given }: CombinatorCall,
  outcome: Outcome,
  parts: readonly TypedDistribution[],
  own: readonly Axis[],
  alsoAlong: Readonly<Record<string, readonly Axis[]>> = {},
): CombinedDistribution | undefined {
  const { name, parameters } = signature;
  const { span } = call;
  const improper = parts.map(improperFamily).find((family) => family !== undefined);
  if (improper !== undefined) {
    report(
      ctx,
      'not-a-probability',
      improper.span,
      `\`${improper.name}\` is no probability distribution: \`${name}\` needs one`,
    );
    return undefined;
  }
  const bare: CombinedDistribution = {
    kind: 'combined',
    name,
    arguments: {},
    parts,
    own,
    axes: [],
    stage: 'constant',
    span,
  };
  const events = eventAxesOf(bare, outcome.axes);
  const arguments_: Record<string, TypedExpression> = {};
  const varying: (readonly Axis[])[] = parts.map(({ axes }) => axes);
  let fine = true;
  for (const parameter of parameters) {
    const value = given.get(parameter.name);
    const { support, eventRank = 0 } = parameter;
    if (value === undefined || support === undefined) continue;
    const along = alsoAlong[parameter.name] ?? [];
    const inside = events.filter((axis) => !along.includes(axis));
    const placed = place(ctx, value, eventRank, inside, outcome);
    const checked: Parameter = { ...parameter, support };
    if (placed === undefined || !checkArgumentSupport(ctx, signature, checked, placed, {})) {
      fine = false;
      continue;
    }
    arguments_[parameter.name] = placed;
    varying.push(placed.axes.slice(0, placed.axes.length - eventRank));
  }
  if (!fine) return undefined;
  const axes = outcome.axes.filter((axis) => varying.some((list) => list.includes(axis)));
  const stage = latestStage([...Object.values(arguments_), ...parts.flatMap(argumentsOf)]);
  return { ...bare, arguments: arguments_, axes, stage };
}

/** An argument in the order of the left side, its own dimensions last. */
function place(
  ctx: Context,
  given: TypedExpression,
  eventRank: number,
  events: readonly Axis[],
  outcome: Outcome,
): TypedExpression | undefined {
  const left = plainAxes(outcome.axes);
  const plain = plainAxes(given.axes);
  const last = plain.slice(plain.length - eventRank);
  const named = eventRank > 0 ? given : nameLists(ctx, given, left);
  const before = plainAxes(named.axes).slice(0, plain.length - eventRank);
  if (!fitsInto(before, left)) {
    reportDirection(ctx, named, before, left, outcome);
    return undefined;
  }
  const own = eventRank > 0 ? last : [];
  const batch = [...variableAxes(named.axes), ...before];
  if (!isOutsideEvents(ctx, { ...named, axes: batch }, events, outcome)) return undefined;
  return reordered(named, [...batch, ...own]);
}

/**
 * The dimension of components or states: the last of an argument that holds a probability for each.
 * A list literal takes a dimension of its size along which the arguments of the part vary.
 */
export function ownDimension(
  ctx: Context,
  { name }: CombinatorSignature,
  parameter: string,
  value: TypedExpression,
  candidates: readonly Axis[],
  outcome: Outcome,
): { readonly axis: Axis; readonly value: TypedExpression } | undefined {
  const plain = plainAxes(value.axes);
  const last = plain[plain.length - 1];
  if (last === undefined) {
    report(
      ctx,
      'dimension-needed',
      value.span,
      `\`${parameter}\` of \`${name}\` needs a dimension of its own; ${quote(ctx, value.span, 'this')} has none`,
      { hint: `it holds a probability for each: \`${parameter}[component]\`` },
    );
    return undefined;
  }
  if (outcome.axes.includes(last)) {
    const too =
      outcome.summed?.includes(last) === true
        ? 'what it stands in sums over it already'
        : `\`${outcome.text}\` has that dimension too`;
    report(
      ctx,
      'summed-dimension-on-the-left',
      value.span,
      `\`${name}\` sums over \`${last}\`, the last dimension of ${quote(ctx, value.span, `\`${parameter}\``)}; ${too}`,
      {
        hint: isListAxis(last)
          ? `lists of ${listLength(last)} are one dimension: declare the components, \`dim component = ${listLength(last)}\`, and \`data w[component]: unit = …\``
          : `give \`${parameter}\` a last dimension that is not on the left of \`~\``,
      },
    );
    return undefined;
  }
  const length = listLength(last);
  if (length === undefined) return { axis: last, value };
  const size = ctx.scope.sizeOf;
  const fitting = [...new Set(candidates)].filter(
    (axis) =>
      !isListAxis(axis) && !outcome.axes.includes(axis) && (size(axis) ?? length) === length,
  );
  if (fitting.length !== 1) return { axis: last, value };
  const axis = fitting[0]!;
  return {
    axis,
    value: rename(value, value.axes.with(value.axes.lastIndexOf(last), axis)),
  };
}

/** Distributions chosen by a condition on data: `if t == 1 then Normal(0, 10) else Normal(m, 1)`. */
import type { Span } from '../diagnostics/span.ts';
import type { Parameter } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import type { IfExpression } from '../syntax/ast.ts';
import { describeAxes } from './axes.ts';
import { fitsInto, plainAxes, sameAxes } from './broadcast.ts';
import { type Context, report, withGuard } from './context.ts';
import { requireData } from './declared-types.ts';
import { eventAxesOf } from './distribution-facts.ts';
import { haveSameEvents, isOutsideEvents } from './distribution-parts.ts';
import {
  batchAxes,
  checkDistribution,
  type Outcome,
  ownAxes,
  reportDirection,
} from './distributions.ts';
import { checkExpression } from './expression.ts';
import { requireCondition } from './operators.ts';
import { argumentsOf } from './tree.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';
import { commonType, latestStage } from './value-types.ts';

/**
 * `if c then D else E`. Of one family the arguments are chosen, which evaluates it once; otherwise the
 * distributions are, as where a dimension of an argument's own is also on the left, along which the
 * condition may vary.
 */
export function checkChoice(
  ctx: Context,
  expression: IfExpression,
  outcome: Outcome,
): TypedDistribution | undefined {
  const condition = checkExpression(ctx, expression.condition);
  const isRight = condition !== undefined && canChoose(ctx, condition, outcome);
  const known = isRight ? condition : undefined;
  const then = checkDistribution(withGuard(ctx, known, true), expression.then, outcome);
  const otherwise = checkDistribution(withGuard(ctx, known, false), expression.else, outcome);
  if (known === undefined || then === undefined || otherwise === undefined) return undefined;
  const { span } = expression;
  const axes = outcome.axes.filter((axis) =>
    [known.axes, then.axes, otherwise.axes].some((list) => list.includes(axis)),
  );
  const family = distributions.get(then.name);
  const isOfArguments =
    family !== undefined &&
    then.kind === 'family' &&
    then.name === otherwise.name &&
    !family.parameters.some((parameter) =>
      ownAxes(parameter, then.arguments[parameter.name]!).some((axis) =>
        outcome.axes.includes(axis),
      ),
    );
  if (!isOfArguments) {
    const parts = [then, otherwise];
    if (!haveSameEvents(ctx, parts, outcome, span)) return undefined;
    if (!isOutsideEvents(ctx, known, eventAxesOf(then, outcome.axes), outcome)) return undefined;
    const stage = latestStage([known, ...parts.flatMap(argumentsOf)]);
    const given = { condition: known };
    return { kind: 'combined', name: 'if', arguments: given, parts, own: [], axes, stage, span };
  }
  const arguments_: Record<string, TypedExpression> = {};
  for (const parameter of family.parameters) {
    const [a, b] = [then, otherwise].map((branch) => branch.arguments[parameter.name]!);
    const chosen = chosenArgument(ctx, parameter, known, a!, b!, outcome, span);
    if (chosen === undefined) return undefined;
    arguments_[parameter.name] = chosen;
  }
  const stage = latestStage(Object.values(arguments_));
  return { kind: 'family', name: family.name, arguments: arguments_, axes, stage, span };
}

/** Whether a condition may choose a distribution: it is of data and varies as the left side does. */
function canChoose(ctx: Context, condition: TypedExpression, outcome: Outcome): boolean {
  if (!requireCondition(ctx, condition, 'after `if`')) return false;
  if (!requireData(ctx, condition, 'a condition that chooses a distribution')) return false;
  const own = plainAxes(condition.axes);
  const left = plainAxes(outcome.axes);
  if (fitsInto(own, left)) return true;
  reportDirection(ctx, condition, own, left, outcome);
  return false;
}

/** The argument of one branch or of the other, by the condition. */
function chosenArgument(
  ctx: Context,
  parameter: Parameter,
  condition: TypedExpression,
  then: TypedExpression,
  otherwise: TypedExpression,
  outcome: Outcome,
  span: Span,
): TypedExpression | undefined {
  const [event, other] = [then, otherwise].map((branch) => ownAxes(parameter, branch));
  if (!sameAxes(event!, other!)) {
    report(
      ctx,
      'dimension-mismatch',
      span,
      `\`${parameter.name}\` has ${describeAxes(event!)} in one branch and ${describeAxes(other!)} in the other`,
    );
    return undefined;
  }
  const varying = [condition.axes, batchAxes(parameter, then), batchAxes(parameter, otherwise)];
  const batch = outcome.axes.filter((axis) => varying.some((axes) => axes.includes(axis)));
  return {
    kind: 'if',
    condition,
    then,
    else: otherwise,
    axes: [...batch, ...event!],
    type: commonType([then.type, otherwise.type]),
    stage: latestStage([condition, then, otherwise]),
    span,
  };
}

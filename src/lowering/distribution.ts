import type { Arguments, Distribution, Parameter } from '../distributions/distribution.ts';
import { distributions, vectorDistributions } from '../distributions/index.ts';
import type { VectorDistribution, VectorParameter } from '../distributions/vector-distribution.ts';
import type { Node } from '../graph/node.ts';
import type { Axis, TypedDistribution, TypedExpression } from '../semantics/typed-model.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** The registry's entry of a distribution of numbers; the checker has made sure that there is one. */
export function definitionOf(distribution: TypedDistribution): Distribution {
  return distributions.get(distribution.name)!;
}

/** The registry's entry where the distribution is of vectors or matrices. */
export function vectorDefinitionOf(
  distribution: TypedDistribution,
): VectorDistribution | undefined {
  return vectorDistributions.get(distribution.name);
}

/** How many of the last axes of an outcome are one event. */
export function eventRankOf(distribution: TypedDistribution): 0 | 1 | 2 {
  return vectorDefinitionOf(distribution)?.eventRank ?? 0;
}

/**
 * The arguments as nodes that broadcast against an outcome with these axes; an argument's event axes
 * stay behind them.
 */
export function lowerArguments(
  distribution: TypedDistribution,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Arguments {
  const arguments_: Record<string, Node> = {};
  for (const { name, eventRank = 0 } of definitionOf(distribution).parameters) {
    const expression = distribution.arguments[name];
    const eventAxes = expression.axes.slice(expression.axes.length - eventRank);
    arguments_[name] = align(
      environment.builder,
      lowerExpression(expression, environment),
      expression.axes,
      [...outcomeAxes, ...eventAxes],
    );
  }
  return arguments_;
}

/** How many of the last axes of an argument are of one event: one number stands for all elements of it. */
export function ownRank(
  { eventRank = 0 }: Parameter | VectorParameter,
  { axes }: TypedExpression,
): number {
  return Math.min(eventRank, axes.length);
}

/** As `lowerArguments`, where the last axes of the outcome are one event: by place, not by name. */
export function lowerVectorArguments(
  { arguments: given }: TypedDistribution,
  { parameters, eventRank: rank }: VectorDistribution,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Arguments {
  const batch = outcomeAxes.slice(0, outcomeAxes.length - rank);
  const arguments_: Record<string, Node> = {};
  for (const parameter of parameters) {
    const { name } = parameter;
    const expression = given[name];
    if (expression === undefined) continue;
    const { axes } = expression;
    const own = axes.length - ownRank(parameter, expression);
    const event = axes.slice(own).map((_, k) => `event ${k}`);
    arguments_[name] = align(
      environment.builder,
      lowerExpression(expression, environment),
      [...axes.slice(0, own), ...event],
      [...batch, ...event],
    );
  }
  return arguments_;
}

/** The log density of each element of `outcome`, or of each event; a tensor with the given axes; full shape. */
export function lowerLogDensity(
  distribution: TypedDistribution,
  outcome: Node,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Node {
  const b = environment.builder;
  const ofEvents = vectorDefinitionOf(distribution);
  if (ofEvents !== undefined) {
    const given = lowerVectorArguments(distribution, ofEvents, outcomeAxes, environment);
    const batch = outcome.shape.slice(0, outcome.shape.length - ofEvents.eventRank);
    return b.withOrigin(distribution.span, () =>
      b.broadcast(ofEvents.logDensity(b, outcome, given), batch),
    );
  }
  const arguments_ = lowerArguments(distribution, outcomeAxes, environment);
  return b.withOrigin(distribution.span, () =>
    b.broadcast(definitionOf(distribution).logDensity(b, outcome, arguments_), outcome.shape),
  );
}

/** The arguments of families as nodes. */
import type { Arguments, Distribution, Parameter } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import type { VectorDistribution, VectorParameter } from '../distributions/vector-distribution.ts';
import type { Node } from '../graph/node.ts';
import type { Axis, FamilyDistribution, TypedExpression } from '../semantics/typed-expression.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** The registry's entry of a family of numbers; the checker has made sure that there is one. */
export function definitionOf(family: FamilyDistribution): Distribution {
  return distributions.get(family.name)!;
}

/**
 * The arguments as nodes that broadcast against an outcome with these axes; an argument's event axes
 * stay behind them.
 */
export function lowerArguments(
  distribution: FamilyDistribution,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Arguments {
  const arguments_: Record<string, Node> = {};
  for (const { name, eventRank = 0 } of definitionOf(distribution).parameters) {
    const expression = distribution.arguments[name];
    const node = lowerExpression(expression, environment);
    const axes = withOwnAxes(expression, eventRank);
    // its own axes are no axes of the outcome, though they may be of the same dimension
    const own = axes.slice(axes.length - eventRank);
    arguments_[name] = align(environment.builder, node, axes, [...outcomeAxes, ...own]);
  }
  return arguments_;
}

/** The axes of an argument, the last ones named as its own: by place, not by name. */
export function withOwnAxes({ axes }: TypedExpression, rank: number): readonly Axis[] {
  const first = axes.length - rank;
  return axes.map((axis, k) => (k < first ? axis : `own ${k - first}`));
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
  { arguments: given }: FamilyDistribution,
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
    const count = ownRank(parameter, expression);
    const node = lowerExpression(expression, environment);
    const axes = withOwnAxes(expression, count);
    const own = axes.slice(axes.length - count);
    arguments_[name] = align(environment.builder, node, axes, [...batch, ...own]);
  }
  return arguments_;
}

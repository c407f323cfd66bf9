import type { Arguments, Distribution } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import type { Node } from '../graph/node.ts';
import type { Axis, TypedDistribution } from '../semantics/typed-model.ts';
import { align } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** The registry's entry; the checker has made sure that there is one. */
export function definitionOf(distribution: TypedDistribution): Distribution {
  return distributions.get(distribution.name)!;
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

/** The log density of each element of `outcome`, a tensor with the given axes; full shape. */
export function lowerLogDensity(
  distribution: TypedDistribution,
  outcome: Node,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Node {
  const b = environment.builder;
  const arguments_ = lowerArguments(distribution, outcomeAxes, environment);
  return b.withOrigin(distribution.span, () =>
    b.broadcast(definitionOf(distribution).logDensity(b, outcome, arguments_), outcome.shape),
  );
}

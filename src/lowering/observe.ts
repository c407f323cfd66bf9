import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node } from '../graph/node.ts';
import type { Axis, TypedExpression, TypedObserve } from '../semantics/typed-model.ts';
import { align } from './align.ts';
import { lowerLogDensity } from './distribution.ts';
import type { Environment } from './environment.ts';
import { lowerAligned, lowerExpression } from './expression.ts';

/** The sum of the log density over the cells that are observed. */
export function lowerObserve(
  { left, distribution, where }: TypedObserve,
  environment: Environment,
): Node {
  const b = environment.builder;
  const outcome = lowerExpression(left, environment);
  const density = (values: Node): Node =>
    lowerLogDensity(distribution, values, left.axes, environment);
  if (where === undefined) return b.sum(density(outcome));
  const mask = b.broadcast(lowerAligned(where, left.axes, environment), outcome.shape);
  const [chosen, values] = evaluate([mask, outcome]);
  const first = chosen.findIndex((holds) => holds !== 0);
  if (first < 0) return b.constant(0);
  if (chosen.every((holds) => holds !== 0)) return b.sum(density(outcome));
  // the other cells may hold anything: in their place stands a value that is observed somewhere
  const filled = Float64Array.from(values, (value, k) => (chosen[k] === 0 ? values[first] : value));
  const known = b.constant(
    Float64Array.from(chosen, (holds) => (holds === 0 ? 0 : 1)),
    mask.shape,
  );
  return b.sum(b.where(known, density(b.constant(filled, outcome.shape)), 0));
}

/**
 * Of each element of a tensor with axes `axes` that stands in an `observe`, whether an observed cell
 * uses it.
 */
export function usedElements(
  where: TypedExpression,
  left: readonly Axis[],
  axes: readonly Axis[],
  environment: Environment,
): ArrayLike<number> {
  const b = environment.builder;
  const mask = b.broadcast(lowerAligned(where, left, environment), environment.shapeOf(left));
  const lost = left.flatMap((axis, k) => (axes.includes(axis) ? [] : [k]));
  const kept = left.filter((axis) => axes.includes(axis));
  const used = align(b, b.max(mask, lost), kept, axes);
  return evaluate([b.broadcast(used, environment.shapeOf(axes))])[0];
}

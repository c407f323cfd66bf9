import type { BoundData } from '../binding/bound-data.ts';
import { axisDimension, describeAxis } from '../semantics/axes.ts';
import type { Axis } from '../semantics/typed-expression.ts';

/** The labels of each axis, `undefined` where its dimension has none. */
export function labelsOf(
  axes: readonly Axis[],
  bound: BoundData,
): (readonly string[] | undefined)[] {
  return axes.map((axis) => bound.dimensions.get(axisDimension(axis) ?? '')?.labels);
}

/** The name of each axis: of its dimension, or of what walks along it. */
export function namesOf(axes: readonly Axis[]): string[] {
  return axes.map((axis) => axisDimension(axis) ?? describeAxis(axis));
}

import type { BoundData } from '../binding/bound-data.ts';
import { axisDimension } from '../semantics/axes.ts';
import type { Axis } from '../semantics/typed-model.ts';

/** The labels of each axis, `undefined` where its dimension has none. */
export function labelsOf(
  axes: readonly Axis[],
  bound: BoundData,
): (readonly string[] | undefined)[] {
  return axes.map((axis) => bound.dimensions.get(axisDimension(axis) ?? '')?.labels);
}

import type { BoundData } from '../binding/bound-data.ts';
import type { Shape } from '../graph/node.ts';
import { axisDimension } from '../semantics/axes.ts';
import type { Axis } from '../semantics/typed-model.ts';

/** 0-based indices of an element in row-major order. */
export function indicesOf(element: number, shape: Shape): number[] {
  const indices = new Array<number>(shape.length);
  let rest = element;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return indices;
}

/** `theta[3,1]`: positions from 1, in row-major order. */
export function elementKey(name: string, shape: Shape, element: number): string {
  if (shape.length === 0) return name;
  return `${name}[${indicesOf(element, shape).map((index) => index + 1)}]`;
}

/** `theta[Choate, 1]`: the labels of the dimensions that have some, positions else. */
export function elementLabel(
  name: string,
  axes: readonly Axis[],
  shape: Shape,
  element: number,
  bound: BoundData,
): string {
  if (shape.length === 0) return name;
  const parts = indicesOf(element, shape).map((index, k) => {
    const dimension = axisDimension(axes[k]);
    const labels = dimension === undefined ? undefined : bound.dimensions.get(dimension)?.labels;
    return labels?.[index] ?? String(index + 1);
  });
  return `${name}[${parts.join(', ')}]`;
}

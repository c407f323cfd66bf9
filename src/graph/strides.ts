/** Where the elements of tensors are: strides and offsets, in elements. */
import type { Shape } from './node.ts';
import { sizeOf } from './node.ts';

/** Elements between neighbours along each axis, in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * The strides with which a tensor of shape `from` is read as one of shape `to` (NumPy's rule).
 *
 * @param strides its own, where they are not those of row-major order
 */
export function broadcastStrides(
  from: Shape,
  to: Shape,
  strides: readonly number[] = stridesOf(from),
): number[] {
  const missing = to.length - from.length;
  return to.map((_, axis) => {
    const k = axis - missing;
    return k < 0 || from[k] === 1 ? 0 : strides[k];
  });
}

/**
 * For every index of `shape` in row-major order, the offset `start + Σ index[axis] · strides[axis]`:
 * all the layout arithmetic there is, in one place.
 */
export function offsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const result = new Int32Array(sizeOf(shape));
  if (result.length === 0) return result;
  result[0] = start;
  // built from the innermost axis outwards: each axis repeats the block of the axes inside it
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const block = filled;
    for (let index = 1; index < shape[axis]; index++) {
      const shift = index * strides[axis];
      for (let i = 0; i < block; i++) result[filled++] = result[i] + shift;
    }
  }
  return result;
}

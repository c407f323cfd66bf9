import { sizeOf } from '../graph/node.ts';
import type { Axis } from '../semantics/typed-model.ts';
import type { BoundDimension, BoundValue } from './bound-data.ts';
import type { GivenInput } from './given-input.ts';
import { LabelIndex } from './labels.ts';

/**
 * The cells in the order of the dimensions' members: what was keyed by label moves to the place of
 * its label. `undefined` where sizes or labels do not fit (which binding the dimensions has told).
 */
export function arrangeByLabel(
  given: GivenInput,
  data: Float64Array | Int32Array,
  dimensions: readonly BoundDimension[],
): BoundValue | undefined {
  const shape = dimensions.map(({ size }) => size);
  if (data.length !== sizeOf(shape)) return undefined;
  if (given.isFlat) return { shape, data };
  if (given.sizes.some((size, axis) => size !== undefined && size !== shape[axis]))
    return undefined;
  if (given.keys.every((keys) => keys === undefined)) return { shape, data };
  const targets: Int32Array[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    const keys = given.keys[axis];
    const target = Int32Array.from({ length: shape[axis] }, (_, k) => k);
    if (keys !== undefined) {
      const index = new LabelIndex(dimensions[axis].labels ?? []);
      for (let k = 0; k < keys.length; k++) {
        const position = index.position(keys[k]);
        if (position === undefined) return undefined;
        target[k] = position - 1;
      }
    }
    targets.push(target);
  }
  const arranged =
    data instanceof Int32Array ? new Int32Array(data.length) : new Float64Array(data.length);
  const place = new Int32Array(shape.length);
  for (let i = 0; i < data.length; i++) {
    let to = 0;
    for (let axis = 0; axis < shape.length; axis++)
      to = to * shape[axis] + targets[axis][place[axis]];
    arranged[to] = data[i];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++place[axis] < shape[axis]) break;
      place[axis] = 0;
    }
  }
  return { shape, data: arranged };
}

/** A value repeated along the axes it lacks, its axes in the order of `axes`. */
export function broadcastByName(
  value: BoundValue,
  valueAxes: readonly Axis[],
  axes: readonly Axis[],
  shape: readonly number[],
): Float64Array {
  const strides = axes.map((axis) => {
    const at = valueAxes.indexOf(axis);
    return at < 0 ? 0 : sizeOf(value.shape.slice(at + 1));
  });
  const result = new Float64Array(sizeOf(shape));
  const place = new Int32Array(shape.length);
  for (let i = 0; i < result.length; i++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) from += strides[axis] * place[axis];
    result[i] = value.data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++place[axis] < shape[axis]) break;
      place[axis] = 0;
    }
  }
  return result;
}

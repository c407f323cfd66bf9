import { sizeOf } from '../graph/node.ts';
import type { Axis } from '../semantics/typed-expression.ts';
import type { BoundDimension, BoundValue } from './bound-data.ts';
import type { GivenInput } from './given-input.ts';
import { LabelIndex } from './labels.ts';

/** Of each given cell, its place in the order of the dimensions' members. */
export type Places = Int32Array | 'as given';

/**
 * What was keyed by label belongs to the place of its label. `undefined` where sizes or labels do not
 * fit (which binding the dimensions has told).
 */
export function placesOfCells(
  given: GivenInput,
  dimensions: readonly BoundDimension[],
): Places | undefined {
  const shape = dimensions.map(({ size }) => size);
  const count = sizeOf(shape);
  if (given.cells.length !== count) return undefined;
  if (given.isFlat) return 'as given';
  if (given.sizes.some((size, axis) => size !== undefined && size !== shape[axis]))
    return undefined;
  if (given.keys.every((keys) => keys === undefined)) return 'as given';
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
  const places = new Int32Array(count);
  const place = new Int32Array(shape.length);
  for (let i = 0; i < count; i++) {
    let to = 0;
    for (let axis = 0; axis < shape.length; axis++)
      to = to * shape[axis] + targets[axis][place[axis]];
    places[i] = to;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++place[axis] < shape[axis]) break;
      place[axis] = 0;
    }
  }
  return places;
}

/** Cells in the order of the dimensions' members. */
export function arrange<T extends Float64Array | Int32Array>(cells: T, places: Places): T {
  if (places === 'as given') return cells;
  const arranged = cells.slice() as T;
  places.forEach((place, cell) => {
    arranged[place] = cells[cell];
  });
  return arranged;
}

/** The inverse of `arrange`: what belongs to each given cell. */
export function inOrderOfCells(values: Float64Array, places: Places): Float64Array {
  return places === 'as given' ? values : Float64Array.from(places, (place) => values[place]);
}

/** A value repeated along the axes it lacks, its axes in the order of `axes`. */
export function broadcastByName(
  value: BoundValue,
  valueAxes: readonly Axis[],
  axes: readonly Axis[],
  shape: readonly number[],
): Float64Array {
  // a name may stand twice: then the axes are the same
  if (valueAxes.join() === axes.join()) return Float64Array.from(value.data);
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

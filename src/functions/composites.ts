/** Functions along axes, composed of ops. */
import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';

/** The number of elements that the axes hold together. */
const extentOf = (x: Node, axes: readonly number[]): number =>
  axes.reduce((count, axis) => count * x.shape[axis], 1);

/** Puts back reduced axes with extent 1, so that the result broadcasts against `x`. */
const keepAxes = (b: Builder, reduced: Node, x: Node, axes: readonly number[]): Node =>
  b.reshape(
    reduced,
    x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
  );

export function mean(b: Builder, x: Node, axes: readonly number[]): Node {
  return b.divide(b.sum(x, axes), extentOf(x, axes));
}

/** x less its mean over the axes. */
function centred(b: Builder, x: Node, axes: readonly number[]): Node {
  return b.subtract(x, keepAxes(b, mean(b, x, axes), x, axes));
}

/** Σ (x − mean)² / (n − 1); NaN of a single element. */
export function variance(b: Builder, x: Node, axes: readonly number[]): Node {
  return b.divide(b.sum(b.square(centred(b, x, axes)), axes), extentOf(x, axes) - 1);
}

/** The root of the variance. */
export function standardDeviation(b: Builder, x: Node, axes: readonly number[]): Node {
  return b.sqrt(variance(b, x, axes));
}

/** (x − mean) / standard deviation along the axis. */
export function standardise(b: Builder, x: Node, axis: number): Node {
  return b.divide(centred(b, x, [axis]), keepAxes(b, standardDeviation(b, x, [axis]), x, [axis]));
}

/** x − log Σ eˣ along the axis. */
export function logSoftmax(b: Builder, x: Node, axis: number): Node {
  return b.subtract(x, keepAxes(b, b.logSumExp(x, [axis]), x, [axis]));
}

/** eˣ / Σ eˣ along the axis. */
export function softmax(b: Builder, x: Node, axis: number): Node {
  return b.exp(logSoftmax(b, x, axis));
}

/** The elements from `begin` on along the axis. */
function part(b: Builder, x: Node, axis: number, begin: number, size: number): Node {
  return b.slice(
    x,
    x.shape.map((_, k) => (k === axis ? begin : 0)),
    x.shape.with(axis, size),
  );
}

const ones = (b: Builder, shape: Shape): Node => b.broadcast(b.constant(1), shape);

/**
 * The product over the axes, by multiplying one half with the other: about log₂ n multiplications,
 * and a derivative that is exact where elements are 0. 1 of nothing.
 */
export function product(b: Builder, x: Node, axes: readonly number[]): Node {
  let result = x;
  for (const axis of axes.toReversed()) {
    if (result.shape[axis] === 0) result = ones(b, result.shape.with(axis, 1));
    while (result.shape[axis] > 1) {
      const extent = result.shape[axis];
      const half = Math.floor(extent / 2);
      const pairs = b.multiply(part(b, result, axis, 0, half), part(b, result, axis, half, half));
      const left = extent % 2 === 0 ? [] : [part(b, result, axis, extent - 1, 1)];
      result = b.concatenate([pairs, ...left], axis);
    }
    result = b.reshape(result, result.shape.toSpliced(axis, 1));
  }
  return result;
}

/** Products of the first 1, 2 … n elements along the axis, by a scan of log₂ n steps. */
export function cumulativeProduct(b: Builder, x: Node, axis: number): Node {
  const extent = x.shape[axis];
  let result = x;
  for (let shift = 1; shift < extent; shift *= 2) {
    const before = ones(b, x.shape.with(axis, shift));
    const earlier = part(b, result, axis, 0, extent - shift);
    result = b.multiply(result, b.concatenate([before, earlier], axis));
  }
  return result;
}

/** x, but not below `lower` nor above `upper`. */
export function clip(b: Builder, x: Node, lower: Node, upper: Node): Node {
  return b.minimum(b.maximum(x, lower), upper);
}

/** log(eˣ − eʸ) for x ≥ y, −inf where they are equal. */
export function logDiffExp(b: Builder, x: Node, y: Node): Node {
  const difference = b.add(x, b.log1mExp(b.subtract(y, x)));
  return b.where(b.equal(x, y), Number.NEGATIVE_INFINITY, difference);
}

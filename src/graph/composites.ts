/** Functions made of several ops. */
import type { Builder, Operand } from './builder.ts';
import type { Node, Shape } from './node.ts';
import { keepingAxes, sizeOf } from './node.ts';

const allAxes = (x: Node): number[] => x.shape.map((_, axis) => axis);

const ones = (b: Builder, shape: Shape): Node => b.broadcast(b.constant(1), shape);

/** The part of `x` from `begin` on, `extent` long, along an axis. */
function part(b: Builder, x: Node, axis: number, begin: number, extent: number): Node {
  const start = new Array<number>(x.shape.length).fill(0).with(axis, begin);
  return b.slice(x, start, x.shape.with(axis, extent));
}

/**
 * The product over axes (all of them where left out); of nothing it is 1.
 *
 * By halving, so log₂ n multiplications deep, each by elements and not by exp Σ log: negative factors
 * and zeros have exact values and derivatives.
 */
export function product(b: Builder, x: Node, axes: readonly number[] = allAxes(x)): Node {
  const multiplied = axes.reduce((partial, axis) => productAlong(b, partial, axis), x);
  return b.reshape(
    multiplied,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

/** The product along one axis, which stays with extent 1. */
function productAlong(b: Builder, x: Node, axis: number): Node {
  const extent = x.shape[axis];
  if (extent === 0) return ones(b, x.shape.with(axis, 1));
  if (extent === 1) return x;
  const half = Math.ceil(extent / 2);
  const first = part(b, x, axis, 0, half);
  const rest = part(b, x, axis, half, extent - half);
  const second =
    rest.shape[axis] === half ? rest : b.concatenate([rest, ones(b, x.shape.with(axis, 1))], axis);
  return productAlong(b, b.multiply(first, second), axis);
}

/**
 * The products of the elements up to each, along an axis.
 *
 * By Hillis and Steele's scan (Communications of the ACM 29, 1986): ⌈log₂ n⌉ multiplications by the
 * shifted tensor.
 */
export function cumulativeProduct(b: Builder, x: Node, axis: number): Node {
  const extent = x.shape[axis];
  let result = x;
  for (let shift = 1; shift < extent; shift *= 2) {
    const shifted = b.concatenate(
      [ones(b, x.shape.with(axis, shift)), part(b, result, axis, 0, extent - shift)],
      axis,
    );
    result = b.multiply(result, shifted);
  }
  return result;
}

const countAlong = (x: Node, axes: readonly number[]): number =>
  sizeOf(axes.map((axis) => x.shape[axis]));

/** A reduction of `x` over `axes`, laid out to broadcast against `x`. */
const spread = (b: Builder, reduced: Node, x: Node, axes: readonly number[]): Node =>
  b.reshape(reduced, keepingAxes(x.shape, axes));

/** The mean over axes; NaN of nothing. */
export function mean(b: Builder, x: Node, axes: readonly number[] = allAxes(x)): Node {
  return b.divide(b.sum(x, axes), countAlong(x, axes));
}

/** The sample variance over axes, with divisor n − 1; NaN of a single element. */
export function variance(b: Builder, x: Node, axes: readonly number[] = allAxes(x)): Node {
  const centred = b.subtract(x, spread(b, mean(b, x, axes), x, axes));
  return b.divide(b.sum(b.square(centred), axes), countAlong(x, axes) - 1);
}

/** The sample standard deviation over axes, with divisor n − 1; NaN of a single element. */
export function standardDeviation(b: Builder, x: Node, axes: readonly number[] = allAxes(x)): Node {
  return b.sqrt(variance(b, x, axes));
}

/** `x` less its mean, divided by its sample standard deviation, over axes. */
export function standardise(b: Builder, x: Node, axes: readonly number[] = allAxes(x)): Node {
  const centred = b.subtract(x, spread(b, mean(b, x, axes), x, axes));
  return b.divide(centred, spread(b, standardDeviation(b, x, axes), x, axes));
}

/** log softmax along an axis: x − logSumExp x. */
export function logSoftmax(b: Builder, x: Node, axis: number): Node {
  return b.subtract(x, spread(b, b.logSumExp(x, [axis]), x, [axis]));
}

/**
 * eˣ / Σ eˣ along an axis.
 *
 * Numerator and denominator are taken relative to the largest element, rounded: the differences are
 * exact for the elements near it, where those from logSumExp x carry its rounding error, and the
 * shift has no derivative, which would cancel anyway.
 */
export function softmax(b: Builder, x: Node, axis: number): Node {
  const shift = spread(b, b.round(b.max(x, [axis])), x, [axis]);
  const terms = b.exp(b.subtract(x, shift));
  return b.divide(terms, spread(b, b.sum(terms, [axis]), x, [axis]));
}

/** The nearest number to `x` between `lower` and `upper`. */
export function clip(b: Builder, x: Operand, lower: Operand, upper: Operand): Node {
  return b.minimum(b.maximum(x, lower), upper);
}

/** log(eᵃ − eᶜ) for a ≥ c; −∞ where they are equal, infinities included. */
export function logDiffExp(b: Builder, a: Operand, c: Operand): Node {
  const difference = b.add(a, b.log1mExp(b.subtract(c, a)));
  return b.where(b.equal(a, c), -Infinity, difference);
}

/** `x` in ascending order along an axis; equal elements keep their order, NaN comes last. */
export function sort(b: Builder, x: Node, axis: number): Node {
  if (x.shape.length === 1) return b.gather(x, b.argSort(x));
  const order = allAxes(x).toSpliced(axis, 1).concat(axis);
  const rows = b.transpose(x, order);
  const extent = x.shape[axis];
  const count = sizeOf(rows.shape.slice(0, -1));
  const flat = b.reshape(rows, [count, extent]);
  const starts = b.constant(
    Float64Array.from({ length: count }, (_, row) => row * extent),
    [count, 1],
  );
  const places = b.toInt(b.add(b.toFloat(b.argSort(flat)), starts));
  const sorted = b.gather(b.reshape(flat, [count * extent]), places);
  const back = allAxes(x).map((k) => order.indexOf(k));
  return b.transpose(b.reshape(sorted, rows.shape), back);
}

/** What the distributions of vectors and matrices share. */
import type { Builder } from '../graph/builder.ts';
import { eachMatrix } from '../graph/matrix-batches.ts';
import { keepingAxes, type Node } from '../graph/node.ts';
import { broadcastShapes } from '../graph/shape-rules.ts';
import { along, lastAxis } from '../transforms/last-axis.ts';
import { diagonalOf } from '../transforms/lower-triangle.ts';
import { LOG_PI } from './constants.ts';
import { onlyInside } from './domain.ts';

/** The sum over the last axis. */
export const sumOfEvent = (b: Builder, x: Node): Node => b.sum(x, [lastAxis(x)]);

/** 1 where a condition holds for all of the last axis. */
export const holdsForAll = (b: Builder, condition: Node): Node =>
  b.min(condition, [lastAxis(condition)]);

/** An argument with an element for each of the last axis of `x`. */
export const stretched = (b: Builder, argument: Node, x: Node): Node => {
  const extent = x.shape[lastAxis(x)];
  return b.broadcast(argument, broadcastShapes(argument.shape, [extent]));
};

/** 0 where the condition holds, else NaN: added to a result, it makes a wrong argument show. */
export const nanUnless = (b: Builder, condition: Node): Node => b.where(condition, 0, Number.NaN);

/** `value` where `inside` is not 0, else −inf, but NaN where an element of the event is NaN. */
export function onlyInsideEvent(
  b: Builder,
  x: Node,
  eventRank: 1 | 2,
  inside: Node,
  value: Node,
): Node {
  const first = x.shape.length - eventRank;
  const axes = x.shape.map((_, axis) => axis).slice(first);
  // 0 of numbers, also of infinite ones
  const total = b.sum(b.where(b.equal(x, x), 0, x), axes);
  return onlyInside(b, total, inside, value);
}

/** The elements of each event divided by their sum. */
export const shares = (b: Builder, x: Node): Node =>
  b.divide(x, b.reshape(sumOfEvent(b, x), keepingAxes(x.shape, [lastAxis(x)])));

export const choleskyOf = (b: Builder, matrix: Node): Node =>
  eachMatrix(b, [matrix], ([one]) => b.cholesky(one));

/** Σ log L[i, i], half the log determinant of L Lᵀ; NaN of a diagonal that is not positive. */
export const logDiagonalSum = (b: Builder, factor: Node): Node => {
  const diagonal = diagonalOf(b, factor);
  return sumOfEvent(b, b.log(b.where(b.less(0, diagonal), diagonal, Number.NaN)));
};

/** log Γ_K(a) = ¼ K (K − 1) log π + Σ log Γ(a − j / 2), j = 0 … K − 1 (DLMF 35.3.4). */
export function logMultivariateGamma(b: Builder, a: Node, size: number): Node {
  const arguments_ = b.subtract(
    b.reshape(a, [...a.shape, 1]),
    along(b, size, (j) => j / 2),
  );
  return b.add(sumOfEvent(b, b.lgamma(arguments_)), 0.25 * size * (size - 1) * LOG_PI);
}

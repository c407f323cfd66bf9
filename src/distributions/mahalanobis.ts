import type { Builder } from '../graph/builder.ts';
import { eachMatrix, timesOwnTranspose } from '../graph/matrix-batches.ts';
import { identityMatrix } from '../graph/matrix-composites.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { lastAxis } from '../transforms/last-axis.ts';

import { diagonalOf } from '../transforms/lower-triangle.ts';
import { choleskyOf, holdsForAll, logDiagonalSum, nanUnless } from './events.ts';

/** A covariance matrix by one of the three. */
export interface Spread {
  readonly covariance?: Node | undefined;
  readonly factor?: Node | undefined;
  readonly precision?: Node | undefined;
}

/** Lᵀ d or L⁻¹ d, squared and summed. */
function squaredLength(b: Builder, factor: Node, deviation: Node, isPrecision: boolean): Node {
  const apply = (one: Node, columns: Node): Node =>
    isPrecision ? b.matmul(b.transpose(one, [1, 0]), columns) : b.triangularSolve(one, columns);
  const size = deviation.shape[lastAxis(deviation)];
  const batch = deviation.shape.slice(0, -1);
  if (sizeOf(factor.shape.slice(0, -2)) === 1) {
    // one matrix for all: they are the columns of one product
    const columns = b.transpose(b.reshape(deviation, [sizeOf(batch), size]), [1, 0]);
    const lengths = b.sum(b.square(apply(b.reshape(factor, [size, size]), columns)), [0]);
    return b.reshape(lengths, batch);
  }
  const columns = b.reshape(deviation, [...batch, size, 1]);
  return eachMatrix(b, [factor, columns], ([one, column]) => b.sum(b.square(apply(one, column))));
}

/** L z of each vector z, with L Lᵀ the covariance: a Cholesky factor of it, or L⁻ᵀ of one of the precision. */
export function spreadOut(b: Builder, z: Node, spread: Spread): Node {
  const isPrecision = spread.precision !== undefined;
  return applyToEach(b, rootOf(b, spread), z, (root, columns) =>
    isPrecision ? b.triangularSolve(root, columns, true) : b.matmul(root, columns),
  );
}

/** The inverse of `spreadOut`: L⁻¹ d of each vector d. */
export function drawnTogether(b: Builder, deviation: Node, spread: Spread): Node {
  const isPrecision = spread.precision !== undefined;
  return applyToEach(b, rootOf(b, spread), deviation, (root, columns) =>
    isPrecision ? b.matmul(b.transpose(root, [1, 0]), columns) : b.triangularSolve(root, columns),
  );
}

/** A Cholesky factor of the covariance, or of the precision where that is given. */
function rootOf(b: Builder, { covariance, factor, precision }: Spread): Node {
  return factor === undefined ? choleskyOf(b, precision ?? covariance!) : lowerPart(b, factor);
}

/** A linear map by a matrix, of each vector by its own or of all by the same. */
function applyToEach(
  b: Builder,
  root: Node,
  vectors: Node,
  apply: (root: Node, columns: Node) => Node,
): Node {
  const size = vectors.shape[lastAxis(vectors)];
  const batch = vectors.shape.slice(0, -1);
  if (sizeOf(root.shape.slice(0, -2)) === 1) {
    const columns = b.transpose(b.reshape(vectors, [sizeOf(batch), size]), [1, 0]);
    const applied = apply(b.reshape(root, [size, size]), columns);
    return b.reshape(b.transpose(applied, [1, 0]), vectors.shape);
  }
  const columns = b.reshape(vectors, [...batch, size, 1]);
  const applied = eachMatrix(b, [root, columns], ([one, column]) => apply(one, column));
  return b.reshape(applied, applied.shape.slice(0, -1));
}

/** 0 where a matrix given as a factor is one, else NaN. */
export function factorCheck(b: Builder, factor: Node | undefined): Node {
  if (factor === undefined) return b.constant(0);
  return nanUnless(b, holdsForAll(b, b.less(0, diagonalOf(b, factor))));
}

/** With zeros above the diagonal, where a factor is not read. */
export function lowerPart(b: Builder, matrix: Node): Node {
  const size = matrix.shape[lastAxis(matrix)];
  const isLower = Float64Array.from({ length: size * size }, (_, k) =>
    k % size <= Math.floor(k / size) ? 1 : 0,
  );
  return b.where(b.constant(isLower, [size, size]), matrix, 0);
}

/** S from any of the three. */
export function covarianceOf(b: Builder, { covariance, factor, precision }: Spread): Node {
  if (factor !== undefined) return timesOwnTranspose(b, lowerPart(b, factor));
  if (precision === undefined) return covariance!;
  return eachMatrix(b, [choleskyOf(b, precision)], ([root]) => {
    const half = b.triangularSolve(root, identityMatrix(b, root.shape[0]));
    return b.matmul(b.transpose(half, [1, 0]), half);
  });
}

/** dᵀ S⁻¹ d of each vector d, and ½ log det S, by Cholesky factors. */
export function mahalanobis(
  b: Builder,
  deviation: Node,
  { covariance, factor, precision }: Spread,
): { readonly square: Node; readonly halfLogDeterminant: Node } {
  if (precision !== undefined) {
    const root = choleskyOf(b, precision);
    return {
      square: squaredLength(b, root, deviation, true),
      halfLogDeterminant: b.negate(logDiagonalSum(b, root)),
    };
  }
  const root = factor ?? choleskyOf(b, covariance!);
  return {
    square: squaredLength(b, root, deviation, false),
    halfLogDeterminant: logDiagonalSum(b, root),
  };
}

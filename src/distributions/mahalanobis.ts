import type { Builder } from '../graph/builder.ts';
import { eachMatrix } from '../graph/matrix-batches.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { choleskyOf, logDiagonalSum } from './events.ts';

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

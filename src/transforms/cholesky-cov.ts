import type { Builder } from '../graph/builder.ts';
import { identityMatrix } from '../graph/matrix-composites.ts';
import type { Node } from '../graph/node.ts';
import { lastAxis } from './last-axis.ts';
import { countOfTriangle, diagonalOf, fromTriangle, toTriangle } from './lower-triangle.ts';
import type { Transform } from './transform.ts';

/** The unconstrained coordinates of the diagonal: log L[i, i]. */
export const logDiagonal = (b: Builder, unconstrained: Node): Node =>
  diagonalOf(b, toTriangle(b, unconstrained, true));

/** `matrix` with its diagonal replaced by a function of it. */
function onDiagonal(b: Builder, matrix: Node, apply: (x: Node) => Node): Node {
  const isDiagonal = identityMatrix(b, matrix.shape[lastAxis(matrix)]);
  return b.where(isDiagonal, apply(b.where(isDiagonal, matrix, 1)), matrix);
}

/** L[i, j] = u[i, j] below the diagonal, L[i, i] = exp(u[i, i]). */
export const choleskyCov: Transform = {
  name: 'cholesky_cov',
  summary: 'L[i, j] = u[i, j] below the diagonal, L[i, i] = exp(u[i, i])',
  eventRank: 2,
  unconstrainedShape: (constrained) => [
    ...constrained.slice(0, -2),
    countOfTriangle(constrained[constrained.length - 1], true),
  ],
  describe: (name) => `${name} in its Cholesky factor, the diagonal as a logarithm`,
  forward: (b, unconstrained) => onDiagonal(b, toTriangle(b, unconstrained, true), (x) => b.exp(x)),
  inverse: (b, constrained) =>
    fromTriangle(
      b,
      onDiagonal(b, constrained, (x) => b.log(x)),
      true,
    ),
  logJacobian: (b, unconstrained) => {
    const diagonal = logDiagonal(b, unconstrained);
    return b.sum(diagonal, [lastAxis(diagonal)]);
  },
};

import { eachMatrix, timesOwnTranspose } from '../graph/matrix-batches.ts';
import { choleskyCov, logDiagonal } from './cholesky-cov.ts';
import { along, lastAxis } from './last-axis.ts';
import type { Transform } from './transform.ts';

/** S = L Lᵀ with L of {@link choleskyCov}. */
export const covMatrix: Transform = {
  name: 'cov_matrix',
  summary: 'S = L transpose(L), L[i, j] = u[i, j], L[i, i] = exp(u[i, i])',
  eventRank: 2,
  unconstrainedShape: choleskyCov.unconstrainedShape!,
  describe: choleskyCov.describe,
  forward: (b, unconstrained, bounds) =>
    timesOwnTranspose(b, choleskyCov.forward(b, unconstrained, bounds)),
  inverse: (b, constrained, bounds) =>
    choleskyCov.inverse(
      b,
      eachMatrix(b, [constrained], ([matrix]) => b.cholesky(matrix)),
      bounds,
    ),
  // in the elements of the lower triangle: |dS / dL| = 2^K Π L[k, k]^(K − k + 1), k from 1 (R. J.
  // Muirhead, Aspects of Multivariate Statistical Theory, theorem 2.1.9), and exp once more
  logJacobian: (b, unconstrained) => {
    const diagonal = logDiagonal(b, unconstrained);
    const size = diagonal.shape[lastAxis(diagonal)];
    const powers = along(b, size, (k) => size - k + 1);
    const product = b.sum(b.multiply(diagonal, powers), [lastAxis(diagonal)]);
    return b.add(product, size * Math.LN2);
  },
};

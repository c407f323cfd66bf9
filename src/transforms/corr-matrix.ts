import { eachMatrix, timesOwnTranspose } from '../graph/matrix-batches.ts';
import { choleskyCorr, logDiagonal } from './cholesky-corr.ts';
import { along, lastAxis } from './last-axis.ts';
import type { Transform } from './transform.ts';

/** R = L Lᵀ with L of {@link choleskyCorr}. */
export const corrMatrix: Transform = {
  name: 'corr_matrix',
  summary: 'R = L transpose(L), L the Cholesky factor from partial correlations tanh(u)',
  eventRank: 2,
  unconstrainedShape: choleskyCorr.unconstrainedShape!,
  describe: choleskyCorr.describe,
  forward: (b, unconstrained, bounds) =>
    timesOwnTranspose(b, choleskyCorr.forward(b, unconstrained, bounds)),
  inverse: (b, constrained, bounds) =>
    choleskyCorr.inverse(
      b,
      eachMatrix(b, [constrained], ([matrix]) => b.cholesky(matrix)),
      bounds,
    ),
  // in the elements below the diagonal: row i of R is L times row i of L, so that the determinant has
  // L[j, j] once for each row below j
  logJacobian: (b, unconstrained, bounds) => {
    const diagonal = logDiagonal(b, unconstrained);
    const size = diagonal.shape[lastAxis(diagonal)];
    const below = along(b, size, (j) => size - 1 - j);
    const product = b.sum(b.multiply(diagonal, below), [lastAxis(diagonal)]);
    return b.add(choleskyCorr.logJacobian(b, unconstrained, bounds), product);
  },
};

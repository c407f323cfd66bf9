import type { Builder } from '../graph/builder.ts';
import { identityMatrix } from '../graph/matrix-composites.ts';
import type { Node } from '../graph/node.ts';
import { lastAxis, padLast, take } from './last-axis.ts';
import { countOfTriangle, diagonalOf, fromTriangle, toTriangle } from './lower-triangle.ts';
import type { Transform } from './transform.ts';

/** The sums of the elements before each, along the last axis. */
const sumsBefore = (b: Builder, x: Node): Node => {
  const axis = lastAxis(x);
  return padLast(b, take(b, b.cumulativeSum(x, axis), 0, x.shape[axis] - 1), 1, 0);
};

/**
 * The logarithms of what is left of each row, 1 − Σ L[i, k]² over k < j, in which element (i, j) has
 * its share: Σ log(1 − z[i, k]²) over k < j with the partial correlations z = tanh u. Matrices.
 */
function logRemainders(b: Builder, unconstrained: Node) {
  // log(1 − tanh² u) = 2 log 2 − log(1 + e^2u) − log(1 + e^−2u)
  const twice = b.multiply(2, unconstrained);
  const outer = b.add(b.softplus(twice), b.softplus(b.negate(twice)));
  const logShrinkage = b.subtract(2 * Math.LN2, outer);
  return { logShrinkage, logRemaining: sumsBefore(b, toTriangle(b, logShrinkage, false)) };
}

/** log L[i, i] for each row. */
export const logDiagonal = (b: Builder, unconstrained: Node): Node =>
  b.multiply(0.5, diagonalOf(b, logRemainders(b, unconstrained).logRemaining));

/**
 * The Cholesky factor of a correlation matrix from partial correlations (D. Lewandowski, D. Kurowicka
 * and H. Joe, Journal of Multivariate Analysis 100 (2009), 1989-2001), as in Stan: in each row
 * L[i, j] = tanh(u[i, j]) √(1 − Σ L[i, k]² over k < j), and L[i, i] takes the rest.
 */
export const choleskyCorr: Transform = {
  name: 'cholesky_corr',
  summary: 'L[i, j] = tanh(u[i, j]) times the square root of what is left of a row of length 1',
  eventRank: 2,
  unconstrainedShape: (constrained) => [
    ...constrained.slice(0, -2),
    countOfTriangle(constrained[constrained.length - 1], false),
  ],
  describe: (name) => `${name} in partial correlations`,
  forward: (b, unconstrained) => {
    const { logRemaining } = logRemainders(b, unconstrained);
    const partial = toTriangle(b, b.tanh(unconstrained), false);
    const size = partial.shape[lastAxis(partial)];
    const shares = b.add(partial, identityMatrix(b, size));
    return b.multiply(shares, b.exp(b.multiply(0.5, logRemaining)));
  },
  // artanh(x / √r) = log(|x| + √(x² + s)) − ½ log s with the sign of x, where s = r − x² is what is
  // left behind the element
  inverse: (b, constrained) => {
    const axis = lastAxis(constrained);
    const squares = b.square(constrained);
    const behind = take(b, b.cumulativeSum(squares, axis, true), 1, constrained.shape[axis] - 1);
    const left = fromTriangle(b, padLast(b, behind, 0, 1), false);
    const x = fromTriangle(b, constrained, false);
    const length = b.add(b.abs(x), b.sqrt(b.add(b.square(x), left)));
    return b.multiply(b.sign(x), b.subtract(b.log(length), b.multiply(0.5, b.log(left))));
  },
  // in the elements below the diagonal: Σ log(1 − z²) + ½ log of what was left
  logJacobian: (b, unconstrained) => {
    const { logShrinkage, logRemaining } = logRemainders(b, unconstrained);
    const scales = b.multiply(0.5, fromTriangle(b, logRemaining, false));
    return b.sum(b.add(logShrinkage, scales), [lastAxis(unconstrained)]);
  },
};

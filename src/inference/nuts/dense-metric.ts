import { cholesky, solveLowerTransposed } from '../../linear-algebra/cholesky.ts';
import type { MetricKind } from './metric.ts';

/**
 * The covariance of all coordinates: for posteriors of a few hundred strongly correlated coordinates, as a step
 * costs the dimension squared. Its state is the matrix, row-major.
 */
export const denseMetric: MetricKind = {
  summary: 'the covariance of all coordinates',
  largestDimension: 1000,

  unit(dimension) {
    const identity = new Array<number>(dimension * dimension).fill(0);
    for (let k = 0; k < dimension; k++) identity[k * (dimension + 1)] = 1;
    return identity;
  },

  prepare(inverse, dimension) {
    const covariance = Float64Array.from(inverse);
    const factor = cholesky(covariance, dimension);
    if (factor === undefined) throw new RangeError('the metric is not positive definite');
    const normals = new Float64Array(dimension);
    return {
      velocity(momentum, velocity) {
        for (let row = 0, at = 0; row < dimension; row++) {
          let sum = 0;
          for (let k = 0; k < dimension; k++, at++) sum += covariance[at] * momentum[k];
          velocity[row] = sum;
        }
      },
      // M⁻¹ = L Lᵀ, so L⁻ᵀ z has the covariance M
      drawMomentum(random, momentum) {
        for (let k = 0; k < dimension; k++) normals[k] = random.normal();
        momentum.set(solveLowerTransposed(factor, dimension, normals));
      },
    };
  },

  addProducts(scatter, before, after) {
    const dimension = before.length;
    // one triangle, and its mirror image, so that rounding leaves no asymmetry
    for (let row = 0; row < dimension; row++) {
      for (let column = 0; column <= row; column++) {
        const sum = scatter[row * dimension + column] + before[row] * after[column];
        scatter[row * dimension + column] = sum;
        scatter[column * dimension + row] = sum;
      }
    }
  },

  regularised({ count, mean, scatter }) {
    const weight = count / (count + 5);
    const inverse = scatter.map((s) => weight * (s / (count - 1)));
    for (let k = 0; k < mean.length; k++)
      inverse[k * (mean.length + 1)] += 1e-3 * (5 / (count + 5));
    return inverse;
  },
};

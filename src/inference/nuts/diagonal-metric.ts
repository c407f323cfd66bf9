import { type MetricKind, varianceOf } from './metric.ts';

/** The variance of each coordinate: for posteriors of any size. Its state is the diagonal. */
export const diagonalMetric: MetricKind = {
  summary: 'the variance of each coordinate',
  largestDimension: Number.POSITIVE_INFINITY,

  unit: (dimension) => new Array<number>(dimension).fill(1),

  prepare(inverse) {
    const variances = Float64Array.from(inverse);
    return {
      velocity(momentum, velocity) {
        for (let k = 0; k < variances.length; k++) velocity[k] = variances[k] * momentum[k];
      },
      drawMomentum(random, momentum) {
        random.fillNormal(momentum);
        for (let k = 0; k < variances.length; k++) momentum[k] /= Math.sqrt(variances[k]);
      },
    };
  },

  addProducts(products, before, after) {
    for (let k = 0; k < products.length; k++) products[k] += before[k] * after[k];
  },

  covariance: ({ count, products }) => Array.from(products, (s) => varianceOf(s, count)),

  balance(points, gradients) {
    return this.covariance(points).map((variance, k) => {
      const ratio = Math.sqrt(points.products[k] / gradients.products[k]);
      // where the chain has not moved along a coordinate, or the density is flat there
      return ratio > 0 && ratio < Infinity ? ratio : variance;
    });
  },
};

import { type MetricKind, varianceOf } from './metric.ts';

/** The variance of each coordinate: for posteriors of any size. Its state is the diagonal. */
export const diagonalMetric: MetricKind = {
  summary: 'the variance of each coordinate',
  largestDimension: Number.POSITIVE_INFINITY,

  unit: (dimension) => new Array<number>(dimension).fill(1),

  prepare(inverse) {
    const variances = Float64Array.from(inverse);
    const size = variances.length;
    return {
      push(random, vectors, point) {
        const { momentum, velocity } = point;
        random.fillNormal(vectors, momentum, momentum + size);
        let sum = 0;
        for (let k = 0; k < size; k++) {
          const own = vectors[momentum + k] / Math.sqrt(variances[k]);
          vectors[momentum + k] = own;
          vectors[velocity + k] = variances[k] * own;
          sum += vectors[velocity + k] * own;
        }
        point.kineticEnergy = sum / 2;
      },
      drift(vectors, from, to, stepSize) {
        const { position, momentum } = to;
        const { position: before, momentum: ownBefore, gradient } = from;
        const half = 0.5 * stepSize;
        for (let k = 0; k < size; k++) {
          const own = vectors[ownBefore + k] + half * vectors[gradient + k];
          vectors[momentum + k] = own;
          vectors[position + k] = vectors[before + k] + stepSize * (variances[k] * own);
        }
      },
      arrive(vectors, point, stepSize) {
        const { momentum, velocity, gradient } = point;
        const half = 0.5 * stepSize;
        let sum = 0;
        for (let k = 0; k < size; k++) {
          const own = vectors[momentum + k] + half * vectors[gradient + k];
          const speed = variances[k] * own;
          vectors[momentum + k] = own;
          vectors[velocity + k] = speed;
          sum += speed * own;
        }
        point.kineticEnergy = sum / 2;
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

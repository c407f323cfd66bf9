import type { MetricKind } from './metric.ts';

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
        for (let k = 0; k < variances.length; k++)
          momentum[k] = random.normal() / Math.sqrt(variances[k]);
      },
    };
  },

  addProducts(scatter, before, after) {
    for (let k = 0; k < scatter.length; k++) scatter[k] += before[k] * after[k];
  },

  regularised({ count, scatter }) {
    const weight = count / (count + 5);
    return scatter.map((s) => weight * (s / (count - 1)) + 1e-3 * (5 / (count + 5)));
  },
};

import { lastAxis } from '../transforms/last-axis.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import { supports } from './distribution.ts';
import { sumOfEvent } from './events.ts';
import { covarianceOf, drawnTogether, factorCheck, mahalanobis, spreadOut } from './mahalanobis.ts';
import { drawNormalVector } from './matrix-draws.ts';
import { matrixSupports, type VectorDistribution } from './vector-distribution.ts';
import { logNormalAtZeroSum, sumOfVector } from './zero-sum.ts';

/** −½ (x − mean)ᵀ cov⁻¹ (x − mean) − ½ log det cov − ½ K log 2π. */
export const multiNormal: VectorDistribution = {
  name: 'MultiNormal',
  summary: 'The multivariate normal distribution.',
  parameters: [
    { name: 'mean', support: supports.real, eventRank: 1, summary: 'the centre' },
    {
      name: 'cov',
      support: matrixSupports.covariance,
      eventRank: 2,
      oneOf: 'covariance',
      summary: 'the covariance matrix, of which the lower triangle is read',
    },
    {
      name: 'chol',
      support: matrixSupports.factor,
      eventRank: 2,
      oneOf: 'covariance',
      summary: 'the lower Cholesky factor of the covariance matrix',
    },
    {
      name: 'prec',
      support: matrixSupports.covariance,
      eventRank: 2,
      oneOf: 'covariance',
      summary: 'the inverse of the covariance matrix, of which the lower triangle is read',
    },
  ],
  eventRank: 1,
  support: { kind: 'vector', words: 'a vector of numbers' },
  logDensity: (b, x, { mean, cov, chol, prec }) => {
    const deviation = b.subtract(x, mean);
    const spread = { covariance: cov, factor: chol, precision: prec };
    const { square, halfLogDeterminant } = mahalanobis(b, deviation, spread);
    const constant = deviation.shape[lastAxis(deviation)] * HALF_LOG_TWO_PI;
    return b.subtract(b.multiply(-0.5, square), b.add(halfLogDeterminant, constant));
  },
  logZeroSumMass: (b, { mean, cov, chol, prec }, size) => {
    const spread = { covariance: cov, factor: chol, precision: prec };
    return logNormalAtZeroSum(b, sumOfVector(b, mean, spread, size), size);
  },
  marginal: (b, { mean, cov, chol, prec }) => ({
    mean,
    cov: covarianceOf(b, { covariance: cov, factor: chol, precision: prec }),
  }),
  standardised: {
    without: ['mean', 'cov', 'chol', 'prec'],
    fromStandard: (b, z, { mean, cov, chol, prec }) =>
      b.add(mean, spreadOut(b, z, { covariance: cov, factor: chol, precision: prec })),
    toStandard: (b, x, { mean, cov, chol, prec }) =>
      drawnTogether(b, b.subtract(x, mean), { covariance: cov, factor: chol, precision: prec }),
    logDensityOfStandard: (b, z, { chol }) => {
      const kernel = b.multiply(-0.5, sumOfEvent(b, b.square(z)));
      const constant = z.shape[lastAxis(z)] * HALF_LOG_TWO_PI;
      return b.add(b.subtract(kernel, constant), factorCheck(b, chol));
    },
  },
  sample: (random, arguments_, size) => {
    const { mean } = arguments_;
    return drawNormalVector(random, arguments_, size).map(
      (value, k) => value + (typeof mean === 'number' ? mean : mean[k]),
    );
  },
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        mean: [0.0, 0.0, 0.0],
        cov: [
          [2.0, 0.5, -0.25],
          [0.5, 1.0, 0.125],
          [-0.25, 0.125, 0.5],
        ],
      },
      logDensity: -9.589537063388129,
    },
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        mean: [1.0, 0.5, -0.25],
        chol: [
          [1.5, 0.0, 0.0],
          [-0.5, 0.75, 0.0],
          [0.25, 1.0, 2.0],
        ],
      },
      logDensity: -8.686572976324173,
    },
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        mean: 0.0,
        prec: [
          [2.0, 0.5, -0.25],
          [0.5, 1.0, 0.125],
          [-0.25, 0.125, 0.5],
        ],
      },
      logDensity: -3.900656635839909,
    },
    { x: [3.0], arguments: { mean: [1.0], cov: [[4.0]] }, logDensity: -2.112085713764618 },
    {
      x: [1.0, 1.00001],
      arguments: {
        mean: 0.0,
        cov: [
          [1.0, 0.999999],
          [0.999999, 1.0],
        ],
      },
      logDensity: 4.223274622263379,
    },
    {
      x: [1e-100, 2e-50],
      arguments: {
        mean: 0.0,
        cov: [
          [1e-200, 0.0],
          [0.0, 1e-100],
        ],
      },
      logDensity: 341.04988688269754,
    },
    {
      x: [1e100, 0.0],
      arguments: {
        mean: 0.0,
        prec: [
          [1e-200, 0.0],
          [0.0, 1e-100],
        ],
      },
      logDensity: -347.7256410155162,
    },
    {
      x: [40.0, -30.0, 25.0],
      arguments: {
        mean: 0.0,
        cov: [
          [1.5, -0.75, 0.5],
          [-0.75, 2.5, 0.25],
          [0.5, 0.25, 1.25],
        ],
      },
      logDensity: -661.9484175466687,
    },
  ],
};

import type { Builder } from '../graph/builder.ts';
import { logGammaRatio } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import { supports } from './distribution.ts';
import { argumentCheck } from './domain.ts';
import { sumOfEvent } from './events.ts';
import { covarianceOf, drawnTogether, factorCheck, mahalanobis, spreadOut } from './mahalanobis.ts';
import { drawNormalVector } from './matrix-draws.ts';
import { matrixSupports, type VectorDistribution } from './vector-distribution.ts';
import { atZeroSum, sumOfVector } from './zero-sum.ts';

const degrees = { name: 'df', support: supports.positive, summary: 'degrees of freedom' };

/** By q and ½ log det scale. */
function logDensityAt(
  b: Builder,
  square: Node,
  halfLogDeterminant: Node,
  size: number,
  df: Node,
): Node {
  const powers = b.multiply(-0.5, b.add(df, size));
  const kernel = b.multiply(powers, b.log1p(b.divide(square, df)));
  const constant = b.subtract(
    logGammaRatio(b, b.multiply(0.5, df), size / 2),
    b.add(halfLogDeterminant, size * HALF_LOG_TWO_PI),
  );
  return b.add(b.add(kernel, constant), argumentCheck(b, [degrees], { df }));
}

/**
 * log Γ((df + K)/2) − log Γ(df/2) − ½ K log(df π) − ½ log det scale − ½ (df + K) log(1 + q / df) with
 * q = (x − location)ᵀ scale⁻¹ (x − location).
 */
export const multiStudentT: VectorDistribution = {
  name: 'MultiStudentT',
  summary: "The multivariate Student's t distribution.",
  parameters: [
    degrees,
    { name: 'location', support: supports.real, eventRank: 1, summary: 'the centre' },
    {
      name: 'scale',
      support: matrixSupports.covariance,
      eventRank: 2,
      oneOf: 'scale',
      summary:
        'the scale matrix, of which the lower triangle is read; cov is df / (df − 2) times it',
    },
    {
      name: 'chol',
      support: matrixSupports.factor,
      eventRank: 2,
      oneOf: 'scale',
      summary: 'the lower Cholesky factor of the scale matrix',
    },
  ],
  eventRank: 1,
  support: { kind: 'vector', words: 'a vector of numbers' },
  logDensity: (b, x, arguments_) => {
    const { location, scale, chol } = arguments_;
    const deviation = b.subtract(x, location);
    const size = deviation.shape[lastAxis(deviation)];
    const { square, halfLogDeterminant } = mahalanobis(b, deviation, {
      covariance: scale,
      factor: chol,
    });
    return logDensityAt(b, square, halfLogDeterminant, size, arguments_.df);
  },
  logZeroSumMass: (b, { df, location, scale, chol }, size) => {
    const sum = sumOfVector(b, location, { covariance: scale, factor: chol }, size);
    const { square, halfLogVariance } = atZeroSum(b, sum, size);
    return logDensityAt(b, square, halfLogVariance, 1, df);
  },
  marginal: (b, { df, location, scale, chol }) => ({
    df,
    location,
    scale: covarianceOf(b, { covariance: scale, factor: chol }),
  }),
  standardised: {
    without: ['location', 'scale', 'chol'],
    fromStandard: (b, z, { location, scale, chol }) =>
      b.add(location, spreadOut(b, z, { covariance: scale, factor: chol })),
    toStandard: (b, x, { location, scale, chol }) =>
      drawnTogether(b, b.subtract(x, location), { covariance: scale, factor: chol }),
    logDensityOfStandard: (b, z, { df, chol }) => {
      const square = sumOfEvent(b, b.square(z));
      const logDensity = logDensityAt(b, square, b.constant(0), z.shape[lastAxis(z)], df);
      return b.add(logDensity, factorCheck(b, chol));
    },
  },
  sample: (random, arguments_, size) => {
    const { location, scale, chol } = arguments_;
    const half = (arguments_.df as number) / 2;
    const stretch = 1 / Math.sqrt(random.gamma(half) / half);
    const spread = chol === undefined ? { cov: scale } : { chol };
    return drawNormalVector(random, spread, size).map(
      (value, k) => stretch * value + (typeof location === 'number' ? location : location[k]),
    );
  },
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        df: 4.0,
        location: [0.0, 0.0, 0.0],
        scale: [
          [2.0, 0.5, -0.25],
          [0.5, 1.0, 0.125],
          [-0.25, 0.125, 0.5],
        ],
      },
      logDensity: -7.706866148673147,
    },
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        df: 0.5,
        location: [1.0, 0.5, -0.25],
        chol: [
          [1.5, 0.0, 0.0],
          [-0.5, 0.75, 0.0],
          [0.25, 1.0, 2.0],
        ],
      },
      logDensity: -8.227809639728301,
    },
    {
      x: [3.0],
      arguments: { df: 7.0, location: [1.0], scale: [[4.0]] },
      logDensity: -2.181806901629412,
    },
    {
      x: [1000000.0, -2000000.0, 1.0],
      arguments: {
        df: 3.0,
        location: 0.0,
        scale: [
          [1.5, -0.75, 0.5],
          [-0.75, 2.5, 0.25],
          [0.5, 0.25, 1.25],
        ],
      },
      logDensity: -84.34769638526345,
    },
    {
      x: [0.5, -1.0, 2.0],
      arguments: {
        df: 10000000000.0,
        location: 0.0,
        scale: [
          [2.0, 0.5, -0.25],
          [0.5, 1.0, 0.125],
          [-0.25, 0.125, 0.5],
        ],
      },
      logDensity: -9.589537060538854,
    },
    {
      x: [1.0, 1.00001],
      arguments: {
        df: 25.0,
        location: 0.0,
        scale: [
          [1.0, 0.999999],
          [0.999999, 1.0],
        ],
      },
      logDensity: 4.1937938312685095,
    },
  ],
};

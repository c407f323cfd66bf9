import type { Builder } from '../graph/builder.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { gamma } from './gamma.ts';

const asGamma = (b: Builder, { df }: Arguments): Arguments => ({
  shape: b.multiply(0.5, df),
  rate: b.constant(0.5),
});
const { logCdf, logSurvival } = gamma.cumulative!;

/** Gamma(df / 2, 1 / 2). */
export const chiSquared: Distribution = {
  name: 'ChiSquared',
  summary: 'The sum of the squares of df standard normal variables.',
  parameters: [{ name: 'df', support: supports.positive, summary: 'degrees of freedom: the mean' }],
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => gamma.logDensity(b, x, asGamma(b, arguments_)),
  cumulative: {
    logCdf: (b, x, arguments_) => logCdf(b, x, asGamma(b, arguments_)),
    logSurvival: (b, x, arguments_) => logSurvival(b, x, asGamma(b, arguments_)),
  },
  moments: ({ df }) => ({ mean: df, variance: 2 * df }),
  sample: (random, arguments_) => {
    const { df } = arguments_ as ArgumentValues;
    return 2 * random.gamma(df / 2);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    { x: 0.0, arguments: { df: 2.0 }, logDensity: -Math.LN2, logCdf: -Infinity, logSurvival: 0.0 },
    { x: 0.0, arguments: { df: 3.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
    {
      x: 1.0,
      arguments: { df: 1.0 },
      logDensity: -1.4189385332046727,
      logCdf: -0.38171514630212605,
      logSurvival: -1.1478744644493182,
    },
    {
      x: 2.5,
      arguments: { df: 3.0 },
      logDensity: -1.7107931672675951,
      logCdf: -0.6449116146145782,
      logSurvival: -0.7438278555991162,
    },
    {
      x: 0.01,
      arguments: { df: 0.25 },
      logDensity: 1.9184621576157903,
      logCdf: -0.6028214617566241,
      logSurvival: -0.7924491252483435,
    },
    {
      x: 200.0,
      arguments: { df: 3.0 },
      logDensity: -98.26977984993066,
      logCdf: -4.2185411071920426e-43,
      logSurvival: -97.57166963966344,
    },
    {
      x: 150.0,
      arguments: { df: 100.0 },
      logDensity: -8.70197356362562,
      logCdf: -0.0009043408352885267,
      logSurvival: -7.0087563747849915,
    },
    {
      x: 1e-10,
      arguments: { df: 4.0 },
      logDensity: -24.41214529111035,
      logCdf: -48.13114340159408,
      logSurvival: -1.2499999999583335e-21,
    },
    {
      x: 10000.0,
      arguments: { df: 10000.0 },
      logDensity: -5.870698976139381,
      logCdf: -0.6893929683738754,
      logSurvival: -0.6969155399835636,
    },
    { x: -1.0, arguments: { df: 2.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
  ],
};

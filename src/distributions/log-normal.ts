import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { checkedCumulative, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [
  { name: 'mean', support: supports.real, summary: 'the mean of the logarithm' },
  { name: 'sd', support: supports.positive, summary: 'the standard deviation of the logarithm' },
];

const standardised = (b: Builder, logX: Node, { mean, sd }: Arguments): Node =>
  b.divide(b.subtract(logX, mean), sd);

const logOf = (b: Builder, x: Node): Node => b.log(b.maximum(x, 0));

/** The normal density of log x, less log x. */
export const logNormal: Distribution = {
  name: 'LogNormal',
  summary: 'A positive number whose logarithm is normal.',
  parameters,
  support: supports.positive,
  logDensity: (b, x, arguments_) => {
    const logX = b.log(x);
    const kernel = b.multiply(-0.5, b.square(standardised(b, logX, arguments_)));
    const constant = b.add(b.log(arguments_.sd), HALF_LOG_TWO_PI);
    return zeroOutside(b, b.lessEqual(x, 0), b.subtract(b.subtract(kernel, logX), constant));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.logNormalCdf(standardised(b, logOf(b, x), arguments_)),
    logSurvival: (b, x, arguments_) =>
      b.logNormalCdf(b.negate(standardised(b, logOf(b, x), arguments_))),
  }),
  information: orthogonal({ mean: ({ sd }) => sd ** -2, sd: ({ sd }) => 2 * sd ** -2 }, 'sd'),
  moments: ({ mean, sd }) => ({
    mean: Math.exp(mean + 0.5 * sd * sd),
    variance: Math.expm1(sd * sd) * Math.exp(2 * mean + sd * sd),
  }),
  sample: (random, arguments_) => {
    const { mean, sd } = arguments_ as ArgumentValues;
    return Math.exp(mean + sd * random.normal());
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -0.9189385332046728,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 2.5,
      arguments: { mean: 0.5, sd: 0.25 },
      logDensity: -1.8353186915134945,
      logCdf: -0.049127354880379115,
      logSurvival: -3.037802390533135,
    },
    {
      x: 1e-300,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -237895.5583821629,
      logCdf: -238592.8717270767,
      logSurvival: 0.0,
    },
    {
      x: 1e300,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -239277.10943795933,
      logCdf: 0.0,
      logSurvival: -238592.8717270767,
    },
    {
      x: 0.01,
      arguments: { mean: -3.0, sd: 2.0 },
      logDensity: 2.671013056475343,
      logCdf: -1.55538877404476,
      logSurvival: -0.23712495426359606,
    },
    {
      x: 20.0,
      arguments: { mean: 3.0, sd: 0.01 },
      logDensity: 0.5994319341396043,
      logCdf: -1.0943041824423487,
      logSurvival: -0.4076261411870307,
    },
    {
      x: 1e-5,
      arguments: { mean: 0.0, sd: 10.0 },
      logDensity: 7.62866457496171,
      logCdf: -2.0809951379589244,
      logSurvival: -0.1333096472014102,
    },
    {
      x: 0.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

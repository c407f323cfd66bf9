import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { checkedCumulative } from './domain.ts';
import { sumOfEvent } from './events.ts';
import { orthogonal } from './information.ts';
import { logNormalAtZeroSum } from './zero-sum.ts';

const parameters = [
  { name: 'mean', support: supports.real, summary: 'the centre' },
  { name: 'sd', support: supports.positive, summary: 'the standard deviation' },
];

const standardised = (b: Builder, x: Node, { mean, sd }: Arguments): Node =>
  b.divide(b.subtract(x, mean), sd);

/** −½ z² − log sd − ½ log 2π with z = (x − mean) / sd. */
export const normal: Distribution = {
  name: 'Normal',
  summary: 'The normal (Gaussian) distribution.',
  parameters,
  support: supports.real,
  locationScale: { location: 'mean', scale: 'sd' },
  logDensity: (b, x, arguments_) => {
    const kernel = b.multiply(-0.5, b.square(standardised(b, x, arguments_)));
    return b.subtract(kernel, b.add(b.log(arguments_.sd), HALF_LOG_TWO_PI));
  },
  logZeroSumMass: (b, { mean, sd }, size) => {
    const sum = { location: sumOfEvent(b, mean), variance: sumOfEvent(b, b.square(sd)) };
    return logNormalAtZeroSum(b, sum, size);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.logNormalCdf(standardised(b, x, arguments_)),
    logSurvival: (b, x, arguments_) => b.logNormalCdf(b.negate(standardised(b, x, arguments_))),
  }),
  information: orthogonal({ mean: ({ sd }) => sd ** -2, sd: ({ sd }) => 2 * sd ** -2 }, 'sd'),
  moments: ({ mean, sd }) => ({ mean, variance: sd * sd }),
  sample: (random, arguments_) => {
    const { mean, sd } = arguments_ as ArgumentValues;
    return mean + sd * random.normal();
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -0.9189385332046728,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.5,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -2.0439385332046727,
      logCdf: -0.06914345561223398,
      logSurvival: -2.7059444008238898,
    },
    {
      x: -3.0,
      arguments: { mean: 2.0, sd: 0.5 },
      logDensity: -50.22579135264473,
      logCdf: -53.23128515051247,
      logSurvival: -7.619853024160525e-24,
    },
    {
      x: 40.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -800.9189385332047,
      logCdf: 0.0,
      logSurvival: -804.6084420137538,
    },
    {
      x: -40.0,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -800.9189385332047,
      logCdf: -804.6084420137538,
      logSurvival: 0.0,
    },
    {
      x: 1e-300,
      arguments: { mean: 0.0, sd: 1.0 },
      logDensity: -0.9189385332046728,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.1,
      arguments: { mean: 0.1, sd: 0.001 },
      logDensity: 5.988816745777465,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { mean: -100000.0, sd: 100000.0 },
      logDensity: -12.9318939986249,
      logCdf: -0.17274515119096157,
      logSurvival: -1.841067399427955,
    },
    {
      x: -10000.0,
      arguments: { mean: 1.0, sd: 2.0 },
      logDensity: -12502501.737085713,
      logCdf: -12502509.56123176,
      logSurvival: 0.0,
    },
    {
      x: 1e-12,
      arguments: { mean: 0.0, sd: 1e-12 },
      logDensity: 26.212082582723877,
      logCdf: -0.17275377902344988,
      logSurvival: -1.8410216450092636,
    },
  ],
};

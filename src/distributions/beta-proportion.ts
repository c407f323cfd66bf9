import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { beta } from './beta.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative } from './domain.ts';

const parameters = [
  { name: 'mean', support: supports.openUnit, summary: 'the mean' },
  {
    name: 'precision',
    support: supports.positive,
    summary: 'the variance is mean (1 − mean) / (1 + precision)',
  },
];

const asBeta = (b: Builder, { mean, precision }: Arguments): Arguments => ({
  a: b.multiply(mean, precision),
  b: b.multiply(b.subtract(1, mean), precision),
});
const { logCdf, logSurvival } = beta.cumulative!;

/** Beta(mean precision, (1 − mean) precision). */
export const betaProportion: Distribution = {
  name: 'BetaProportion',
  summary: 'The beta distribution by its mean and precision.',
  parameters,
  support: supports.unit,
  logDensity: (b, x, arguments_): Node =>
    b.add(beta.logDensity(b, x, asBeta(b, arguments_)), argumentCheck(b, parameters, arguments_)),
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logCdf(b, x, asBeta(b, arguments_)),
    logSurvival: (b, x, arguments_) => logSurvival(b, x, asBeta(b, arguments_)),
  }),
  moments: ({ mean, precision }) => ({
    mean,
    variance: (mean * (1 - mean)) / (1 + precision),
  }),
  sample: (random, arguments_) => {
    const { mean, precision } = arguments_ as ArgumentValues;
    return random.beta(mean * precision, (1 - mean) * precision);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.5,
      arguments: { mean: 0.5, precision: 2.5 },
      logDensity: 0.13465295303657282,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.25,
      arguments: { mean: 0.5, precision: 4.0 },
      logDensity: 0.11778303565638346,
      logCdf: -1.8562979903656263,
      logSurvival: -0.16989903679539747,
    },
    {
      x: 0.75,
      arguments: { mean: 0.25, precision: 1.0 },
      logDensity: -0.9289683315105645,
      logCdf: -0.12336814640898146,
      logSurvival: -2.153632333128727,
    },
    {
      x: 1e-10,
      arguments: { mean: 0.25, precision: 0.5 },
      logDensity: 17.837492166860656,
      logCdf: -3.1089172214555205,
      logSurvival: -0.04567675403968284,
    },
    {
      x: 0.9,
      arguments: { mean: 0.125, precision: 30.0 },
      logDensity: -47.47430382817489,
      logCdf: -9.28791884887977e-24,
      logSurvival: -53.03332772470039,
    },
    {
      x: 0.3,
      arguments: { mean: 0.25, precision: 1000.0 },
      logDensity: -2.9060268898892287,
      logCdf: -0.0002138841253859081,
      logSurvival: -8.450183099906228,
    },
    {
      x: 0.999,
      arguments: { mean: 0.875, precision: 5.0 },
      logDensity: 3.1221646536629084,
      logCdf: -0.03706685547728488,
      logSurvival: -3.3135082724385665,
    },
    {
      x: 0.0,
      arguments: { mean: 0.5, precision: 4.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -0.1,
      arguments: { mean: 0.5, precision: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.5,
      arguments: { mean: 0.5, precision: 2.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
  ],
};

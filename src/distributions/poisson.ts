import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Cumulative,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, isNoCount, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [{ name: 'rate', support: supports.nonnegative, summary: 'the mean' }];

/** log P(X ≤ x) = log Q(⌊x⌋ + 1, rate) and its complement log P(⌊x⌋ + 1, rate). */
export function poissonCumulative(rateOf: (b: Builder, arguments_: Arguments) => Node): Cumulative {
  const next = (b: Builder, x: Node): Node => b.add(b.maximum(b.floor(x), 0), 1);
  return {
    logCdf: (b, x, arguments_) =>
      b.where(b.less(x, 0), -Infinity, b.logGammaQ(next(b, x), rateOf(b, arguments_))),
    logSurvival: (b, x, arguments_) =>
      b.where(b.less(x, 0), 0, b.logGammaP(next(b, x), rateOf(b, arguments_))),
  };
}

/** x log rate − rate − log x!; rounded like its terms, so to about 1e-16 x log x. */
export const poisson: Distribution = {
  name: 'Poisson',
  summary: 'The number of independent events at a constant rate.',
  parameters,
  support: supports.count,
  logDensity: (b, x, arguments_) => {
    const { rate } = arguments_;
    const constant = b.subtract(argumentCheck(b, parameters, arguments_), b.lgamma(b.add(x, 1)));
    const value = b.add(b.subtract(b.xlogy(x, rate), rate), constant);
    return zeroOutside(b, isNoCount(b, x), value);
  },
  cumulative: checkedCumulative(
    parameters,
    poissonCumulative((_, { rate }) => rate),
  ),
  information: orthogonal({ rate: ({ rate }) => 1 / rate }),
  moments: ({ rate }) => ({ mean: rate, variance: rate }),
  sample: (random, arguments_) => {
    const { rate } = arguments_ as ArgumentValues;
    return random.poisson(rate);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { rate: 1.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
    {
      x: 3.0,
      arguments: { rate: 2.5 },
      logDensity: -1.5428872736055899,
      logCdf: -0.2776312408627553,
      logSurvival: -1.4170675689617414,
    },
    { x: 0.0, arguments: { rate: 0.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -Infinity },
    {
      x: 1.0,
      arguments: { rate: 0.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 10.0,
      arguments: { rate: 1e-5 },
      logDensity: -130.2336772227778,
      logCdf: 0.0,
      logSurvival: -144.14449712721276,
    },
    { x: 0.0, arguments: { rate: 700.0 }, logDensity: -700.0, logCdf: -700.0, logSurvival: 0.0 },
    {
      x: 1000.0,
      arguments: { rate: 900.0 },
      logDensity: -9.733415163852598,
      logCdf: -0.0004907531324798106,
      logSurvival: -7.6198147083134,
    },
    {
      x: 50.0,
      arguments: { rate: 5.0 },
      logDensity: -73.00587133006802,
      logCdf: -2.1338617579971e-33,
      logSurvival: -75.2273746987172,
    },
    {
      x: 1000000.0,
      arguments: { rate: 1000500.0 },
      logDensity: -7.951652244472229,
      logCdf: -1.1750562659288104,
      logSurvival: -0.36932838237189747,
    },
    {
      x: 1.5,
      arguments: { rate: 2.0 },
      logDensity: -Infinity,
      logCdf: -0.9013877113318903,
      logSurvival: -0.5208858076643443,
    },
    {
      x: -1.0,
      arguments: { rate: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [{ name: 'rate', support: supports.positive, summary: 'the rate, 1 / mean' }];

/** log rate − rate x for x ≥ 0. */
export const exponential: Distribution = {
  name: 'Exponential',
  summary: 'The exponential distribution.',
  parameters,
  scaling: { rate: -1 },
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => {
    const { rate } = arguments_;
    const constant = b.add(b.log(rate), argumentCheck(b, parameters, arguments_));
    return zeroOutside(b, b.less(x, 0), b.subtract(constant, b.multiply(rate, x)));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, { rate }) => b.log1mExp(b.negate(b.multiply(rate, b.maximum(x, 0)))),
    logSurvival: (b, x, { rate }) => b.negate(b.multiply(rate, b.maximum(x, 0))),
  }),
  information: orthogonal({ rate: ({ rate }) => rate ** -2 }),
  moments: ({ rate }) => ({ mean: 1 / rate, variance: 1 / (rate * rate) }),
  sample: (random, arguments_) => {
    const { rate } = arguments_ as ArgumentValues;
    return random.exponential() / rate;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    { x: 0.0, arguments: { rate: 2.0 }, logDensity: Math.LN2, logCdf: -Infinity, logSurvival: 0.0 },
    {
      x: 1e-300,
      arguments: { rate: 1.0 },
      logDensity: -1e-300,
      logCdf: -690.7755278982137,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { rate: 1.0 },
      logDensity: -1.0,
      logCdf: -0.4586751453870819,
      logSurvival: -1.0,
    },
    {
      x: 0.5,
      arguments: { rate: 3.0 },
      logDensity: -0.40138771133189033,
      logCdf: -0.252482458925454,
      logSurvival: -1.5,
    },
    { x: 800.0, arguments: { rate: 1.0 }, logDensity: -800.0, logCdf: 0.0, logSurvival: -800.0 },
    {
      x: 1e-10,
      arguments: { rate: 10000000000.0 },
      logDensity: 22.025850929940457,
      logCdf: -0.4586751453870819,
      logSurvival: -1.0,
    },
    {
      x: 50000.0,
      arguments: { rate: 1e-5 },
      logDensity: -12.012925464970229,
      logCdf: -0.9327521295671886,
      logSurvival: -0.5,
    },
    {
      x: 3.0,
      arguments: { rate: 0.25 },
      logDensity: -2.136294361119891,
      logCdf: -0.639353465040354,
      logSurvival: -0.75,
    },
    {
      x: -1.0,
      arguments: { rate: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

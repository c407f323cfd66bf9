import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { checkedCumulative, isNoCount, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';
import { poissonCumulative } from './poisson.ts';

const parameters = [
  { name: 'log_rate', support: supports.real, summary: 'the logarithm of the mean' },
];

/** x log_rate − e^log_rate − log x!. */
export const poissonLog: Distribution = {
  name: 'PoissonLog',
  summary: 'The Poisson distribution by the logarithm of its rate.',
  parameters,
  support: supports.count,
  logDensity: (b, x, { log_rate }) => {
    // of 0 events the first term is 0, also at a rate of 0
    const events = b.multiplyNoNan(log_rate, x);
    const value = b.subtract(b.subtract(events, b.exp(log_rate)), b.lgamma(b.add(x, 1)));
    return zeroOutside(b, isNoCount(b, x), value);
  },
  cumulative: checkedCumulative(
    parameters,
    poissonCumulative((b, { log_rate }) => b.exp(log_rate)),
  ),
  information: orthogonal({ log_rate: ({ log_rate }) => Math.exp(log_rate) }),
  moments: ({ log_rate }) => ({ mean: Math.exp(log_rate), variance: Math.exp(log_rate) }),
  sample: (random, arguments_) => {
    const { log_rate } = arguments_ as ArgumentValues;
    return random.poisson(Math.exp(log_rate));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { log_rate: 0.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
    {
      x: 3.0,
      arguments: { log_rate: 1.0 },
      logDensity: -1.5100412976871003,
      logCdf: -0.3424091586964908,
      logSurvival: -1.238073062002932,
    },
    { x: 0.0, arguments: { log_rate: -800.0 }, logDensity: -0.0 },
    { x: 1.0, arguments: { log_rate: -800.0 }, logDensity: -800.0 },
    {
      x: 10.0,
      arguments: { log_rate: -12.0 },
      logDensity: -135.10441871728787,
      logCdf: 0.0,
      logSurvival: -149.50231347806843,
    },
    {
      x: 0.0,
      arguments: { log_rate: 6.5 },
      logDensity: -665.1416330443618,
      logCdf: -665.1416330443618,
      logSurvival: 0.0,
    },
    {
      x: 1000.0,
      arguments: { log_rate: 6.75 },
      logDensity: -16.1869410143149,
      logCdf: -5.233474060683571e-7,
      logSurvival: -14.463020598730925,
    },
    {
      x: 50.0,
      arguments: { log_rate: 1.5 },
      logDensity: -77.9594560221111,
      logCdf: -1.3353034624065312e-35,
      logSurvival: -80.30131967610693,
    },
    {
      x: 1.5,
      arguments: { log_rate: 2.0 },
      logDensity: -Infinity,
      logCdf: -5.262128087887678,
      logSurvival: -0.005197745313816812,
    },
    {
      x: -1.0,
      arguments: { log_rate: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

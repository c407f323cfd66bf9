import { sigmoid } from '../numerics/index.ts';
import { binarySteps, isBinary } from './bernoulli.ts';
import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { checkedCumulative, onlyInside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [{ name: 'logit', support: supports.real, summary: 'the log odds of 1' }];

/** −log(1 + e^(−logit)) of 1, −log(1 + e^logit) of 0. */
export const bernoulliLogit: Distribution = {
  name: 'BernoulliLogit',
  summary: '1 with probability 1 / (1 + exp(−logit)), else 0.',
  parameters,
  support: supports.binary,
  logDensity: (b, x, { logit }) => {
    // the sign 1 − 2x is known with x, so that one softplus serves both outcomes
    const sign = b.subtract(1, b.multiply(2, x));
    const value = b.negate(b.softplus(b.multiply(sign, logit)));
    return onlyInside(b, x, isBinary(b, x), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, { logit }) =>
      binarySteps(b, x, { below: -Infinity, between: b.negate(b.softplus(logit)), above: 0 }),
    logSurvival: (b, x, { logit }) =>
      binarySteps(b, x, {
        below: 0,
        between: b.negate(b.softplus(b.negate(logit))),
        above: -Infinity,
      }),
  }),
  information: orthogonal({ logit: ({ logit }) => sigmoid(logit) * sigmoid(-logit) }),
  moments: ({ logit }) => ({ mean: sigmoid(logit), variance: sigmoid(logit) * sigmoid(-logit) }),
  sample: (random, arguments_) => {
    const { logit } = arguments_ as ArgumentValues;
    return random.uniform() < sigmoid(logit) ? 1 : 0;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { logit: 0.0 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.0,
      arguments: { logit: 1.5 },
      logDensity: -0.2014132779827524,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { logit: 1.5 },
      logDensity: -1.7014132779827524,
      logCdf: -1.7014132779827524,
      logSurvival: -0.2014132779827524,
    },
    { x: 1.0, arguments: { logit: 800.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -Infinity },
    { x: 0.0, arguments: { logit: 800.0 }, logDensity: -800.0, logCdf: -800.0, logSurvival: 0.0 },
    {
      x: 1.0,
      arguments: { logit: -800.0 },
      logDensity: -800.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    { x: 0.0, arguments: { logit: -800.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -800.0 },
    {
      x: 1.0,
      arguments: { logit: 40.0 },
      logDensity: -4.248354255291589e-18,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.5,
      arguments: { logit: 0.0 },
      logDensity: -Infinity,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 2.0,
      arguments: { logit: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -1.0,
      arguments: { logit: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

import { logChoose, logGammaRatio } from '../graph/log-gamma.ts';
import { isNoBinomialCount } from './binomial.ts';
import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { successTails } from './success-tails.ts';

const parameters = [
  { name: 'trials', support: supports.count, summary: 'the number of trials' },
  { name: 'a', support: supports.positive, summary: 'the weight of success' },
  { name: 'b', support: supports.positive, summary: 'the weight of failure' },
];

/**
 * log of the binomial coefficient + log B(a + x, b + y) − log B(a, b) with y = trials − x. By
 * R(s, d) = log Γ(s + d) − log Γ(s) − d log s this is R(a, x) + R(b, y) − R(a + b, trials) +
 * x log(a / (a + b)) + y log(b / (a + b)), in which nothing that grows with a and b is left to cancel.
 */
const logDensity: Distribution['logDensity'] = (b, x, arguments_) => {
  const { trials, a, b: failure } = arguments_;
  const isOutside = isNoBinomialCount(b, x, trials);
  const successes = b.where(isOutside, 0, x);
  const failures = b.subtract(trials, successes);
  const total = b.add(a, failure);
  const rising = b.add(logGammaRatio(b, a, successes), logGammaRatio(b, failure, failures));
  // log of the share of an argument: by the other one where that is small
  const powers = b.subtract(
    b.multiply(b.negate(successes), b.log1p(b.divide(failure, a))),
    b.multiply(failures, b.log1p(b.divide(a, failure))),
  );
  const ratios = b.subtract(rising, logGammaRatio(b, total, trials));
  const value = b.add(b.add(ratios, powers), logChoose(b, trials, successes));
  const masked = zeroOutside(b, isOutside, value);
  return b.add(masked, argumentCheck(b, parameters, arguments_));
};

export const betaBinomial: Distribution = {
  name: 'BetaBinomial',
  summary: 'Successes in trials whose common probability is beta distributed.',
  parameters,
  support: {
    kind: 'integer',
    lower: 0,
    upper: { argument: 'trials' },
    words: 'a whole number from 0 to the number of trials',
  },
  logDensity,
  cumulative: checkedCumulative(
    parameters,
    successTails(logDensity, (b, { trials, a, b: failure }) => ({
      trials,
      success: a,
      failure,
      least: b.constant(0),
      most: trials,
    })),
  ),
  moments: ({ trials, a, b }) => {
    const p = a / (a + b);
    return {
      mean: trials * p,
      variance: trials * p * (1 - p) * ((a + b + trials) / (a + b + 1)),
    };
  },
  sample: (random, arguments_) => {
    const { trials, a, b } = arguments_ as ArgumentValues;
    return random.binomial(trials, random.beta(a, b));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { trials: 10.0, a: 1.0, b: 1.0 },
      logDensity: -2.3978952727983707,
      logCdf: -2.3978952727983707,
      logSurvival: -0.09531017980432487,
    },
    {
      x: 3.0,
      arguments: { trials: 10.0, a: 2.0, b: 0.5 },
      logDensity: -3.522119774499502,
      logCdf: -2.665103664643377,
      logSurvival: -0.07213222866791469,
    },
    {
      x: 10.0,
      arguments: { trials: 10.0, a: 0.25, b: 3.0 },
      logDensity: -7.605392364814935,
      logCdf: -3.0337199479573066e-60,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { trials: 0.0, a: 1.0, b: 1.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 4.0,
      arguments: { trials: 12.0, a: 10000000000.0, b: 30000000000.0 },
      logDensity: -1.6420762616417863,
      logCdf: -0.17155216641577686,
      logSurvival: -1.8474180090104129,
    },
    {
      x: 500.0,
      arguments: { trials: 1000.0, a: 20.0, b: 25.0 },
      logDensity: -5.53047246508122,
      logCdf: -0.2595283135149935,
      logSurvival: -1.4758487486219025,
    },
    {
      x: 7.0,
      arguments: { trials: 40.0, a: 1e-6, b: 0.001 },
      logDensity: -15.570245161747474,
      logCdf: -0.0010009645616298264,
      logSurvival: -6.90729162277669,
    },
    {
      x: 40.0,
      arguments: { trials: 40.0, a: 1000.0, b: 1e-5 },
      logDensity: -3.9239950016996715e-7,
      logCdf: 1.8077859382186617e-58,
      logSurvival: -Infinity,
    },
    {
      x: 900.0,
      arguments: { trials: 1000.0, a: 100000.0, b: 100000.0 },
      logDensity: -369.6443349786471,
      logCdf: 3.1257272288404836e-56,
      logSurvival: -371.7176228703141,
    },
    {
      x: 11.0,
      arguments: { trials: 10.0, a: 1.0, b: 1.0 },
      logDensity: -Infinity,
      logCdf: 1.5557538194652854e-61,
      logSurvival: -Infinity,
    },
    {
      x: -1.0,
      arguments: { trials: 10.0, a: 1.0, b: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 1.5557538194652854e-61,
    },
    {
      x: 2.5,
      arguments: { trials: 10.0, a: 1.0, b: 1.0 },
      logDensity: -Infinity,
      logCdf: -1.2992829841302609,
      logSurvival: -0.3184537311185346,
    },
  ],
};

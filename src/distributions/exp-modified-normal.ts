import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { logScaledNormalTail } from './scaled-normal-tail.ts';

const parameters = [
  { name: 'mean', support: supports.real, summary: 'the mean of the normal part' },
  { name: 'sd', support: supports.positive, summary: 'the standard deviation of the normal part' },
  { name: 'rate', support: supports.positive, summary: 'the rate of the exponential part' },
];

/** z = (x − mean) / sd, and t = rate sd − z. */
function standardised(b: Builder, x: Node, { mean, sd, rate }: Arguments) {
  const z = b.divide(b.subtract(x, mean), sd);
  const pull = b.multiply(rate, sd);
  return { z, pull, t: b.subtract(pull, z) };
}

/**
 * ½ (rate sd)² − rate sd z + log Φ(−t), the log density less log rate. Where t > 0 the square in
 * Φ(−t) nearly cancels the rest, and it is −½ z² + (log Φ(−t) + ½ t²).
 */
function logKernel(b: Builder, x: Node, arguments_: Arguments): Node {
  const { z, pull, t } = standardised(b, x, arguments_);
  const isInTail = b.less(0, t);
  const tail = logScaledNormalTail(b, b.where(isInTail, t, 0));
  const left = b.add(b.multiply(-0.5, b.square(z)), tail);
  const drop = b.multiply(pull, b.subtract(b.multiply(0.5, pull), z));
  const right = b.add(drop, b.logNormalCdf(b.negate(b.where(isInTail, 0, t))));
  return b.where(isInTail, left, right);
}

/** log Φ(−z) with the kernel added: log P(X > x). */
const logSurvival = (b: Builder, x: Node, arguments_: Arguments): Node =>
  b.logAddExp(
    b.logNormalCdf(b.negate(standardised(b, x, arguments_).z)),
    logKernel(b, x, arguments_),
  );

/**
 * log P(X ≤ x) = log(Φ(z) − kernel). Both have the factor φ(z), without which their ratio keeps its
 * precision where z < 0; above, it is the complement of the other tail.
 */
function logCdf(b: Builder, x: Node, arguments_: Arguments): Node {
  const { z, t } = standardised(b, x, arguments_);
  const below = b.where(b.less(z, 0), z, 0);
  const scaled = logScaledNormalTail(b, b.negate(below));
  const ratio = b.subtract(logScaledNormalTail(b, b.where(b.less(z, 0), t, 1)), scaled);
  const left = b.add(b.logNormalCdf(below), b.log1mExp(ratio));
  const right = b.log1mExp(logSurvival(b, x, arguments_));
  return b.where(b.less(z, 0), left, right);
}

/** log rate + ½ (rate sd)² − rate (x − mean) + log Φ((x − mean) / sd − rate sd). */
export const expModifiedNormal: Distribution = {
  name: 'ExpModifiedNormal',
  summary: 'The sum of a normal and an exponential variable.',
  parameters,
  scaling: { sd: 1, rate: -1 },
  support: supports.real,
  logDensity: (b, x, arguments_) => {
    const constant = b.add(b.log(arguments_.rate), argumentCheck(b, parameters, arguments_));
    const isInfinite = b.equal(b.abs(x), Number.POSITIVE_INFINITY);
    return zeroOutside(b, isInfinite, b.add(logKernel(b, x, arguments_), constant));
  },
  cumulative: checkedCumulative(parameters, { logCdf, logSurvival }),
  moments: ({ mean, sd, rate }) => ({
    mean: mean + 1 / rate,
    variance: sd * sd + 1 / (rate * rate),
  }),
  sample: (random, arguments_) => {
    const { mean, sd, rate } = arguments_ as ArgumentValues;
    return mean + sd * random.normal() + random.exponential() / rate;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 1.0 },
      logDensity: -1.3410216450092636,
      logCdf: -1.4337142903236977,
      logSurvival: -0.272362299239566,
    },
    {
      x: 1.5,
      arguments: { mean: 0.0, sd: 1.0, rate: 1.0 },
      logDensity: -1.3689464152886563,
      logCdf: -0.3874022655857648,
      logSurvival: -1.1357472601399132,
    },
    {
      x: -3.0,
      arguments: { mean: 2.0, sd: 0.5, rate: 2.0 },
      logDensity: -52.63178691386377,
      logCdf: -55.6459463544398,
      logSurvival: -6.81196735432366e-25,
    },
    {
      x: 50.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 0.5 },
      logDensity: -25.568147180559944,
      logCdf: -1.573710210698673e-11,
      logSurvival: -24.875,
    },
    {
      x: -10.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 1.0 },
      logDensity: -53.32493409442372,
      logCdf: -55.6459463544398,
      logSurvival: -6.81196735432366e-25,
    },
    {
      x: -40.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 0.5 },
      logDensity: -805.3139964245979,
      logCdf: -809.0041151036266,
      logSurvival: 0.0,
    },
    {
      x: 2.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 10000.0 },
      logDensity: -2.918738523206007,
      logCdf: -0.02301843523562219,
      logSurvival: -3.7829469928248884,
    },
    {
      x: -2.0,
      arguments: { mean: 0.0, sd: 1.0, rate: 100.0 },
      logDensity: -2.9388372542937846,
      logCdf: -3.806723809231829,
      logSurvival: -0.022471462271631687,
    },
    {
      x: 1000.0,
      arguments: { mean: 1.0, sd: 2.0, rate: 0.001 },
      logDensity: -7.906753278982137,
      logCdf: -0.4592587485616485,
      logSurvival: -0.998998,
    },
    {
      x: 30.5,
      arguments: { mean: 0.0, sd: 1.0, rate: 60.75 },
      logDensity: -465.34775748731397,
      logCdf: 0.0,
      logSurvival: -468.76547533452236,
    },
    {
      x: 0.25,
      arguments: { mean: 0.0, sd: 0.5, rate: 3.0 },
      logDensity: -0.3674093563411538,
      logCdf: -0.7751809397357052,
      logSurvival: -0.6173357424080216,
    },
    {
      x: -0.5,
      arguments: { mean: 0.0, sd: 1.0, rate: 0.01 },
      logDensity: -5.7874793283228,
      logCdf: -6.230975378285219,
      logSurvival: -0.0019694700060313387,
    },
  ],
};

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

const parameters = [
  { name: 'sd', support: supports.positive, summary: 'the scale: the sd of the whole normal' },
];

/** log P(X > x) = log 2 + log Φ(−x / sd). */
function logSurvival(b: Builder, x: Node, { sd }: Arguments): Node {
  const z = b.divide(b.maximum(x, 0), sd);
  return b.add(Math.LN2, b.logNormalCdf(b.negate(z)));
}

/** log P(X ≤ x) = log erf(x / (sd √2)), by the complement where that is near 0. */
function logCdf(b: Builder, x: Node, arguments_: Arguments): Node {
  const z = b.divide(b.maximum(x, 0), arguments_.sd);
  const direct = b.log(b.erf(b.multiply(z, Math.SQRT1_2)));
  const complement = b.log1mExp(logSurvival(b, x, arguments_));
  return b.where(b.less(z, 0.5), direct, complement);
}

/** −½ (x / sd)² − log sd + log 2 − ½ log 2π for x ≥ 0. */
export const halfNormal: Distribution = {
  name: 'HalfNormal',
  summary: 'The absolute value of a normal around 0.',
  parameters,
  scaling: { sd: 1 },
  support: supports.nonnegative,
  logDensity: (b, x, { sd }) => {
    const kernel = b.multiply(-0.5, b.square(b.divide(x, sd)));
    const value = b.subtract(kernel, b.add(b.log(sd), HALF_LOG_TWO_PI - Math.LN2));
    return zeroOutside(b, b.less(x, 0), value);
  },
  cumulative: checkedCumulative(parameters, { logCdf, logSurvival }),
  moments: ({ sd }) => ({
    mean: sd * Math.sqrt(2 / Math.PI),
    variance: sd * sd * (1 - 2 / Math.PI),
  }),
  sample: (random, arguments_) => {
    const { sd } = arguments_ as ArgumentValues;
    return sd * Math.abs(random.normal());
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { sd: 1.0 },
      logDensity: -0.22579135264472744,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1e-100,
      arguments: { sd: 1.0 },
      logDensity: -0.22579135264472744,
      logCdf: -230.48430065204928,
      logSurvival: 0.0,
    },
    {
      x: 0.3,
      arguments: { sd: 1.0 },
      logDensity: -0.2707913526447274,
      logCdf: -1.4446744152580375,
      logSurvival: -0.26895563760890534,
    },
    {
      x: 1.0,
      arguments: { sd: 1.0 },
      logDensity: -0.7257913526447274,
      logCdf: -0.38171514630212605,
      logSurvival: -1.1478744644493182,
    },
    {
      x: 2.5,
      arguments: { sd: 0.5 },
      logDensity: -12.032644172084781,
      logCdf: -5.733033080966979e-7,
      logSurvival: -14.37185121342878,
    },
    {
      x: 40.0,
      arguments: { sd: 1.0 },
      logDensity: -800.2257913526447,
      logCdf: 0.0,
      logSurvival: -803.9152948331938,
    },
    {
      x: 1e-5,
      arguments: { sd: 1e-5 },
      logDensity: 10.787134112325502,
      logCdf: -0.38171514630212605,
      logSurvival: -1.1478744644493182,
    },
    {
      x: 7.0,
      arguments: { sd: 100000.0 },
      logDensity: -11.738716820064957,
      logCdf: -9.79280666937631,
      logSurvival: -5.5853478987105874e-5,
    },
    { x: -1.0, arguments: { sd: 1.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
  ],
};

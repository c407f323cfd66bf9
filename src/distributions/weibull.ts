import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { lgamma } from '../numerics/index.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { logOneMinusDoubleExp } from './extreme-value.ts';

const parameters = [
  { name: 'shape', support: supports.positive, summary: 'the shape; 1 is exponential' },
  { name: 'scale', support: supports.positive, summary: 'the scale' },
];

const ratioOf = (b: Builder, x: Node, { scale }: Arguments): Node =>
  b.divide(b.maximum(x, 0), scale);

/** log shape − log scale + (shape − 1) log r − r^shape with r = x / scale, for x ≥ 0. */
export const weibull: Distribution = {
  name: 'Weibull',
  summary: 'The Weibull distribution of waiting times.',
  parameters,
  scaling: { scale: 1 },
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => {
    const { shape, scale } = arguments_;
    const ratio = ratioOf(b, x, arguments_);
    const constant = b.add(
      b.subtract(b.log(shape), b.log(scale)),
      argumentCheck(b, parameters, arguments_),
    );
    // at shape 1 the power of x is 1 even at x = 0
    const rising = b.multiplyNoNan(b.log(ratio), b.subtract(shape, 1));
    const value = b.add(b.subtract(rising, b.power(ratio, shape)), constant);
    return zeroOutside(b, b.or(b.less(x, 0), b.lessEqual(Number.POSITIVE_INFINITY, x)), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) =>
      logOneMinusDoubleExp(b, b.multiply(arguments_.shape, b.log(ratioOf(b, x, arguments_)))),
    logSurvival: (b, x, arguments_) =>
      b.negate(b.power(ratioOf(b, x, arguments_), arguments_.shape)),
  }),
  moments: ({ shape, scale }) => {
    const mean = scale * Math.exp(lgamma(1 + 1 / shape));
    // Γ(1 + 2/k) / Γ(1 + 1/k)² − 1
    const excess = Math.expm1(lgamma(1 + 2 / shape) - 2 * lgamma(1 + 1 / shape));
    return { mean, variance: mean * mean * excess };
  },
  sample: (random, arguments_) => {
    const { shape, scale } = arguments_ as ArgumentValues;
    return scale * random.exponential() ** (1 / shape);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { shape: 1.0, scale: 2.0 },
      logDensity: -Math.LN2,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { shape: 2.0, scale: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { shape: 0.5, scale: 1.0 },
      logDensity: Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { shape: 1.0, scale: 1.0 },
      logDensity: -1.0,
      logCdf: -0.4586751453870819,
      logSurvival: -1.0,
    },
    {
      x: 1.5,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -1.1513877113318902,
      logCdf: -0.11137772118504415,
      logSurvival: -2.25,
    },
    {
      x: 0.3,
      arguments: { shape: 0.5, scale: 2.0 },
      logDensity: -0.8250327032976916,
      logCdf: -1.135966953704279,
      logSurvival: -0.3872983346207417,
    },
    {
      x: 20.0,
      arguments: { shape: 3.0, scale: 5.0 },
      logDensity: -61.73823690152621,
      logCdf: -1.603810890548638e-28,
      logSurvival: -64.0,
    },
    {
      x: 1e-140,
      arguments: { shape: 3.0, scale: 1.0 },
      logDensity: -643.6252137496647,
      logCdf: -967.0857390574992,
      logSurvival: 0.0,
    },
    {
      x: 1e-5,
      arguments: { shape: 0.1, scale: 1000.0 },
      logDensity: 7.209782978334835,
      logCdf: -1.9202663336669317,
      logSurvival: -0.15848931924611134,
    },
    {
      x: 2.0,
      arguments: { shape: 30.0, scale: 1.75 },
      logDensity: -48.209533878485225,
      logCdf: -1.4028647186188947e-24,
      logSurvival: -54.92352585832312,
    },
    {
      x: 700.0,
      arguments: { shape: 1.5, scale: 10.0 },
      logDensity: -585.434890937714,
      logCdf: 0.0,
      logSurvival: -585.6620185738528,
    },
    {
      x: -1.0,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

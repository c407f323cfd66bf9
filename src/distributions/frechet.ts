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
  { name: 'shape', support: supports.positive, summary: 'the shape: the tail goes as x^−shape' },
  { name: 'scale', support: supports.positive, summary: 'the scale' },
];

/** −shape log(x / scale). */
const exponent = (b: Builder, x: Node, { shape, scale }: Arguments): Node =>
  b.multiply(b.negate(shape), b.log(b.divide(b.maximum(x, 0), scale)));

/** log shape − log x + t − eᵗ with t = −shape log(x / scale), for x > 0. */
export const frechet: Distribution = {
  name: 'Frechet',
  summary: 'The Fréchet distribution: the largest of many values with power tails.',
  parameters,
  scaling: { scale: 1 },
  support: supports.positive,
  logDensity: (b, x, arguments_) => {
    const t = exponent(b, x, arguments_);
    const constant = b.add(b.log(arguments_.shape), argumentCheck(b, parameters, arguments_));
    const value = b.add(b.subtract(b.subtract(t, b.log(x)), b.exp(t)), constant);
    return zeroOutside(b, b.lessEqual(x, 0), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.negate(b.exp(exponent(b, x, arguments_))),
    logSurvival: (b, x, arguments_) => logOneMinusDoubleExp(b, exponent(b, x, arguments_)),
  }),
  moments: ({ shape, scale }) => {
    if (shape <= 1) return { mean: Infinity, variance: Number.NaN };
    const mean = scale * Math.exp(lgamma(1 - 1 / shape));
    if (shape <= 2) return { mean, variance: Infinity };
    // Γ(1 − 2/k) / Γ(1 − 1/k)² − 1
    const excess = Math.expm1(lgamma(1 - 2 / shape) - 2 * lgamma(1 - 1 / shape));
    return { mean, variance: mean * mean * excess };
  },
  sample: (random, arguments_) => {
    const { shape, scale } = arguments_ as ArgumentValues;
    return scale * random.exponential() ** (-1 / shape);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { shape: 1.0, scale: 1.0 },
      logDensity: -1.0,
      logCdf: -1.0,
      logSurvival: -0.4586751453870819,
    },
    {
      x: 1.5,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -0.9676925882089923,
      logCdf: -0.4444444444444444,
      logSurvival: -1.0249354915118418,
    },
    {
      x: 0.3,
      arguments: { shape: 0.5, scale: 2.0 },
      logDensity: -1.1226032812626798,
      logCdf: -2.581988897471611,
      logSurvival: -0.07863576553864178,
    },
    {
      x: 20.0,
      arguments: { shape: 3.0, scale: 5.0 },
      logDensity: -6.071628068245553,
      logCdf: -0.015625,
      logSurvival: -4.166685410854326,
    },
    {
      x: 1e140,
      arguments: { shape: 3.0, scale: 1.0 },
      logDensity: -1288.3490397879975,
      logCdf: 0.0,
      logSurvival: -967.0857390574992,
    },
    {
      x: 100000.0,
      arguments: { shape: 0.1, scale: 1000.0 },
      logDensity: -14.906984921043277,
      logCdf: -0.6309573444801932,
      logSurvival: -0.7594625779046905,
    },
    {
      x: 1.75,
      arguments: { shape: 30.0, scale: 2.0 },
      logDensity: -48.076002485860705,
      logCdf: -54.92352585832312,
      logSurvival: -1.4028647186188947e-24,
    },
    {
      x: 0.125,
      arguments: { shape: 3.0, scale: 0.75 },
      logDensity: -207.4466677619679,
      logCdf: -216.0,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { shape: 2.0, scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
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

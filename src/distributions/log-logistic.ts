import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';

const parameters = [
  { name: 'scale', support: supports.positive, summary: 'the median' },
  { name: 'shape', support: supports.positive, summary: 'the shape: the tail goes as x^−shape' },
];

/** The log odds of being below x: shape log(x / scale). */
const logOdds = (b: Builder, x: Node, { scale, shape }: Arguments): Node =>
  b.multiply(shape, b.log(b.divide(b.maximum(x, 0), scale)));

/** log shape − log x + log σ(t) + log σ(−t) with t = shape log(x / scale), for x > 0. */
export const logLogistic: Distribution = {
  name: 'LogLogistic',
  summary: 'A positive number whose logarithm is logistic.',
  parameters,
  scaling: { scale: 1 },
  support: supports.positive,
  logDensity: (b, x, arguments_) => {
    const t = logOdds(b, x, arguments_);
    const constant = b.add(b.log(arguments_.shape), argumentCheck(b, parameters, arguments_));
    const kernel = b.add(b.softplus(t), b.softplus(b.negate(t)));
    return zeroOutside(b, b.lessEqual(x, 0), b.subtract(constant, b.add(kernel, b.log(x))));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.negate(b.softplus(b.negate(logOdds(b, x, arguments_)))),
    logSurvival: (b, x, arguments_) => b.negate(b.softplus(logOdds(b, x, arguments_))),
  }),
  moments: ({ scale, shape }) => {
    if (shape <= 1) return { mean: Infinity, variance: Number.NaN };
    const angle = Math.PI / shape;
    const mean = (scale * angle) / Math.sin(angle);
    if (shape <= 2) return { mean, variance: Infinity };
    // E X² = scale² 2 angle / sin(2 angle), so that E X² / mean² = tan(angle) / angle
    return { mean, variance: mean * mean * (Math.tan(angle) / angle - 1) };
  },
  sample: (random, arguments_) => {
    const { scale, shape } = arguments_ as ArgumentValues;
    const u = random.uniform();
    return scale * (u / (1 - u)) ** (1 / shape);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { scale: 1.0, shape: 1.0 },
      logDensity: -1.3862943611198906,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.5,
      arguments: { scale: 1.0, shape: 2.0 },
      logDensity: -1.2586977040151826,
      logCdf: -0.36772478012531734,
      logSurvival: -1.1786549963416462,
    },
    {
      x: 0.3,
      arguments: { scale: 2.0, shape: 0.5 },
      logDensity: -1.0924507919918411,
      logCdf: -1.2759182041003863,
      logSurvival: -0.3273582116574456,
    },
    {
      x: 20.0,
      arguments: { scale: 5.0, shape: 3.0 },
      logDensity: -6.087011441317483,
      logCdf: -0.015504186535965254,
      logSurvival: -4.174387269895637,
    },
    {
      x: 1e140,
      arguments: { scale: 1.0, shape: 2.0 },
      logDensity: -966.3925918769393,
      logCdf: 0.0,
      logSurvival: -644.7238260383328,
    },
    {
      x: 1e-140,
      arguments: { scale: 1.0, shape: 2.0 },
      logDensity: -321.6687658386065,
      logCdf: -644.7238260383328,
      logSurvival: 0.0,
    },
    {
      x: 1e-5,
      arguments: { scale: 1000.0, shape: 0.1 },
      logDensity: 7.074038606821722,
      logCdf: -1.989184919774849,
      logSurvival: -0.14711684537961245,
    },
    {
      x: 1.75,
      arguments: { scale: 2.0, shape: 30.0 },
      logDensity: -1.200446923072957,
      logCdf: -4.023985147767684,
      logSurvival: -0.018043369032005555,
    },
    {
      x: 0.0,
      arguments: { scale: 1.0, shape: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { scale: 1.0, shape: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { LOG_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { checkedCumulative } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [
  { name: 'location', support: supports.real, summary: 'the median' },
  { name: 'scale', support: supports.positive, summary: 'half the interquartile range' },
];

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** log P(Z > z) = log of the angle of the point (z, 1) over π: no cancellation in the upper tail. */
const logUpper = (b: Builder, z: Node): Node => b.subtract(b.log(b.atan2(1, z)), LOG_PI);

/** −log π − log scale − log(1 + z²) with z = (x − location) / scale. */
export const cauchy: Distribution = {
  name: 'Cauchy',
  summary: 'The Cauchy distribution: no mean, very heavy tails.',
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) =>
    b.subtract(
      b.negate(b.log1p(b.square(standardised(b, x, arguments_)))),
      b.add(b.log(arguments_.scale), LOG_PI),
    ),
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logUpper(b, b.negate(standardised(b, x, arguments_))),
    logSurvival: (b, x, arguments_) => logUpper(b, standardised(b, x, arguments_)),
  }),
  information: orthogonal(
    {
      location: ({ scale }) => 0.5 * scale ** -2,
      scale: ({ scale }) => 0.5 * scale ** -2,
    },
    'scale',
  ),
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  sample: (random, arguments_) => {
    const { location, scale } = arguments_ as ArgumentValues;
    return location + scale * Math.tan(Math.PI * (random.uniform() - 0.5));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.1447298858494002,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.8378770664093456,
      logCdf: -0.2876820724517809,
      logSurvival: -1.3862943611198906,
    },
    {
      x: -2.0,
      arguments: { location: 1.0, scale: 0.5 },
      logDensity: -4.062500617933679,
      logCdf: -2.945639021415381,
      logSurvival: -0.054000594462880525,
    },
    {
      x: 1000000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -28.77575100177895,
      logCdf: -3.1830993684428716e-7,
      logSurvival: -14.960240443814008,
    },
    {
      x: -1000000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -28.77575100177895,
      logCdf: -14.960240443814008,
      logSurvival: -3.1830993684428716e-7,
    },
    {
      x: 1e100,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -461.6617484846585,
      logCdf: 0.0,
      logSurvival: -231.40323918525397,
    },
    {
      x: -1e100,
      arguments: { location: 3.0, scale: 2.0 },
      logDensity: -460.96860130409857,
      logCdf: -230.71009200469402,
      logSurvival: 0.0,
    },
    {
      x: 5.0,
      arguments: { location: 5.0, scale: 1e-10 },
      logDensity: 21.881121044091056,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { location: -2.0, scale: 100000000.0 },
      logDensity: -19.565410629801768,
      logCdf: -0.6931471487289572,
      logSurvival: -0.6931472123909345,
    },
  ],
};

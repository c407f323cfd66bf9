import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { checkedCumulative } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [
  { name: 'location', support: supports.real, summary: 'the centre' },
  { name: 'scale', support: supports.positive, summary: 'the mean distance from the centre' },
];

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** log P(Z ≤ z): eᶻ / 2 left of 0, 1 − e⁻ᶻ / 2 right of it. */
function logLower(b: Builder, z: Node): Node {
  const left = b.subtract(z, Math.LN2);
  const right = b.log1p(b.multiply(-0.5, b.exp(b.negate(z))));
  return b.where(b.less(z, 0), left, right);
}

/** −|x − location| / scale − log(2 scale). */
export const laplace: Distribution = {
  name: 'Laplace',
  summary: 'The double exponential distribution.',
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) =>
    b.subtract(
      b.negate(b.abs(standardised(b, x, arguments_))),
      b.add(b.log(arguments_.scale), Math.LN2),
    ),
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logLower(b, standardised(b, x, arguments_)),
    logSurvival: (b, x, arguments_) => logLower(b, b.negate(standardised(b, x, arguments_))),
  }),
  information: orthogonal(
    {
      location: ({ scale }) => scale ** -2,
      scale: ({ scale }) => scale ** -2,
    },
    'scale',
  ),
  moments: ({ location, scale }) => ({ mean: location, variance: 2 * scale * scale }),
  sample: (random, arguments_) => {
    const { location, scale } = arguments_ as ArgumentValues;
    const distance = scale * random.exponential();
    return random.uniform() < 0.5 ? location - distance : location + distance;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.6931471805599454,
      logCdf: -0.20326705491519534,
      logSurvival: -1.6931471805599454,
    },
    {
      x: -2.0,
      arguments: { location: 1.0, scale: 0.5 },
      logDensity: -6.0,
      logCdf: -6.693147180559945,
      logSurvival: -0.0012401447500502848,
    },
    {
      x: 1000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1000.6931471805599,
      logCdf: 0.0,
      logSurvival: -1000.6931471805599,
    },
    {
      x: -1000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1000.6931471805599,
      logCdf: -1000.6931471805599,
      logSurvival: 0.0,
    },
    {
      x: 1e-17,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { location: -100000.0, scale: 10000.0 },
      logDensity: -19.903787552536127,
      logCdf: -2.2693413406732547e-5,
      logSurvival: -10.693447180559945,
    },
    {
      x: 2.5,
      arguments: { location: 2.0, scale: 0.001 },
      logDensity: -493.7853919015778,
      logCdf: 0.0,
      logSurvival: -500.69314718055995,
    },
  ],
};

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
  { name: 'scale', support: supports.positive, summary: 'the scale; the sd is π / √3 times it' },
];

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** log σ(z) = −log(1 + e⁻ᶻ). */
const logSigmoid = (b: Builder, z: Node): Node => b.negate(b.softplus(b.negate(z)));

/** log σ(z) + log σ(−z) − log scale with z = (x − location) / scale. */
export const logistic: Distribution = {
  name: 'Logistic',
  summary: 'The logistic distribution.',
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) => {
    const z = standardised(b, x, arguments_);
    return b.subtract(b.subtract(logSigmoid(b, z), b.softplus(z)), b.log(arguments_.scale));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logSigmoid(b, standardised(b, x, arguments_)),
    logSurvival: (b, x, arguments_) => b.negate(b.softplus(standardised(b, x, arguments_))),
  }),
  information: orthogonal(
    {
      location: ({ scale }) => 1 / (3 * scale * scale),
      scale: ({ scale }) => (3 + Math.PI ** 2) / (9 * scale * scale),
    },
    'scale',
  ),
  moments: ({ location, scale }) => ({
    mean: location,
    variance: (scale * scale * Math.PI * Math.PI) / 3,
  }),
  sample: (random, arguments_) => {
    const { location, scale } = arguments_ as ArgumentValues;
    const u = random.uniform();
    return location + scale * (Math.log(u) - Math.log1p(-u));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.3862943611198906,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.6265233750364456,
      logCdf: -0.3132616875182228,
      logSurvival: -1.3132616875182228,
    },
    {
      x: -2.0,
      arguments: { location: 1.0, scale: 0.5 },
      logDensity: -5.311804189715516,
      logCdf: -6.00247568513773,
      logSurvival: -0.0024756851377304495,
    },
    {
      x: 1000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1000.0,
      logCdf: 0.0,
      logSurvival: -1000.0,
    },
    {
      x: -1000.0,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1000.0,
      logCdf: -1000.0,
      logSurvival: 0.0,
    },
    {
      x: 1e-17,
      arguments: { location: 0.0, scale: 1.0 },
      logDensity: -1.3862943611198906,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 30.0,
      arguments: { location: 0.0, scale: 0.5 },
      logDensity: -59.30685281944005,
      logCdf: -8.75651076269652e-27,
      logSurvival: -60.0,
    },
    {
      x: 3.0,
      arguments: { location: -100000.0, scale: 10000.0 },
      logDensity: -19.21073114253998,
      logCdf: -4.538528189886102e-5,
      logSurvival: -10.000345385281898,
    },
  ],
};

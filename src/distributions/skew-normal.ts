import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative } from './domain.ts';

const parameters = [
  { name: 'location', support: supports.real, summary: 'the location; the mean at shape 0' },
  { name: 'scale', support: supports.positive, summary: 'the scale; the sd at shape 0' },
  { name: 'shape', support: supports.real, summary: 'the skewness and its direction; 0 is normal' },
];

const standardised = (b: Builder, x: Node, { location, scale }: Arguments): Node =>
  b.divide(b.subtract(x, location), scale);

/** log 2 − ½ z² − ½ log 2π + log Φ(shape z) − log scale with z = (x − location) / scale (Azzalini 1985). */
export const skewNormal: Distribution = {
  name: 'SkewNormal',
  summary: "Azzalini's skew normal distribution.",
  parameters,
  support: supports.real,
  locationScale: { location: 'location', scale: 'scale' },
  logDensity: (b, x, arguments_) => {
    const z = standardised(b, x, arguments_);
    const constant = b.subtract(
      b.add(Math.LN2 - HALF_LOG_TWO_PI, argumentCheck(b, parameters, arguments_)),
      b.log(arguments_.scale),
    );
    const skew = b.logNormalCdf(b.multiplyNoNan(z, arguments_.shape));
    return b.add(b.add(b.multiply(-0.5, b.square(z)), skew), constant);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) =>
      b.logSkewNormalCdf(standardised(b, x, arguments_), arguments_.shape),
    logSurvival: (b, x, arguments_) =>
      b.logSkewNormalCdf(b.negate(standardised(b, x, arguments_)), b.negate(arguments_.shape)),
  }),
  moments: ({ location, scale, shape }) => {
    // √(2/π) shape / √(1 + shape²), the mean of z
    const centre = Math.sqrt(2 / Math.PI) * (shape / Math.hypot(1, shape));
    return { mean: location + scale * centre, variance: scale * scale * (1 - centre * centre) };
  },
  sample: (random, arguments_) => {
    const { location, scale, shape } = arguments_ as ArgumentValues;
    const length = Math.hypot(1, shape);
    const half = Math.abs(random.normal());
    return location + scale * ((shape / length) * half + random.normal() / length);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { location: 0.0, scale: 1.0, shape: 0.0 },
      logDensity: -0.9189385332046728,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 1.5,
      arguments: { location: 0.0, scale: 1.0, shape: 0.0 },
      logDensity: -2.0439385332046727,
      logCdf: -0.06914345561223398,
      logSurvival: -2.7059444008238898,
    },
    {
      x: 1.0,
      arguments: { location: 0.0, scale: 1.0, shape: 3.0 },
      logDensity: -0.7271421626094756,
      logCdf: -0.38163276314317257,
      logSurvival: -1.1480517337728093,
    },
    {
      x: -1.0,
      arguments: { location: 0.0, scale: 1.0, shape: 3.0 },
      logDensity: -7.333517574155077,
      logCdf: -9.785803478009532,
      logSurvival: -5.6246015489349945e-5,
    },
    {
      x: -3.0,
      arguments: { location: 2.0, scale: 0.5, shape: -4.0 },
      logDensity: -49.53264417208478,
      logCdf: -52.53813796995252,
      logSurvival: -1.523970604832105e-23,
    },
    {
      x: 40.0,
      arguments: { location: 0.0, scale: 1.0, shape: -2.0 },
      logDensity: -4005.5269127095353,
      logCdf: 0.0,
      logSurvival: -4010.825479943398,
    },
    {
      x: -40.0,
      arguments: { location: 0.0, scale: 1.0, shape: 2.0 },
      logDensity: -4005.5269127095353,
      logCdf: -4010.825479943398,
      logSurvival: 0.0,
    },
    {
      x: 5.0,
      arguments: { location: 1.0, scale: 2.0, shape: 1000000.0 },
      logDensity: -2.9189385332046727,
      logCdf: -0.046567912292390164,
      logSurvival: -3.0900371531220867,
    },
    {
      x: 1e-12,
      arguments: { location: 0.0, scale: 1.0, shape: 1000.0 },
      logDensity: -0.9189385324067881,
      logCdf: -8.052485496911412,
      logSurvival: -0.0003183604517907436,
    },
    {
      x: 3.0,
      arguments: { location: -100000.0, scale: 100000.0, shape: 0.25 },
      logDensity: -12.751726049695376,
      logCdf: -0.22999579108047608,
      logSurvival: -1.5824890502042965,
    },
  ],
};

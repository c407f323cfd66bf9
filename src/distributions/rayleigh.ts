import type { Builder } from '../graph/builder.ts';
import { type Arguments, type Distribution, supports } from './distribution.ts';
import { weibull } from './weibull.ts';

const asWeibull = (b: Builder, { scale }: Arguments): Arguments => ({
  shape: b.constant(2),
  scale: b.multiply(Math.SQRT2, scale),
});
const { logCdf, logSurvival } = weibull.cumulative!;

/** log x − 2 log scale − ½ (x / scale)²: Weibull(2, √2 scale). */
export const rayleigh: Distribution = {
  name: 'Rayleigh',
  summary: 'The length of a vector of two normal variables around 0.',
  parameters: [{ name: 'scale', support: supports.positive, summary: 'their standard deviation' }],
  scaling: { scale: 1 },
  support: supports.nonnegative,
  logDensity: (b, x, arguments_) => weibull.logDensity(b, x, asWeibull(b, arguments_)),
  cumulative: {
    logCdf: (b, x, arguments_) => logCdf(b, x, asWeibull(b, arguments_)),
    logSurvival: (b, x, arguments_) => logSurvival(b, x, asWeibull(b, arguments_)),
  },
  moments: ({ scale }) => weibull.moments({ shape: 2, scale: Math.SQRT2 * scale }),
  sample: (random, arguments_) =>
    weibull.sample!(random, { shape: 2, scale: Math.SQRT2 * (arguments_.scale as number) }),
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { scale: 1.0 },
      logDensity: -0.5,
      logCdf: -0.9327521295671886,
      logSurvival: -0.5,
    },
    {
      x: 2.5,
      arguments: { scale: 0.5 },
      logDensity: -10.197414907005955,
      logCdf: -3.7266601160678554e-6,
      logSurvival: -12.5,
    },
    {
      x: 1e-140,
      arguments: { scale: 1.0 },
      logDensity: -322.3619130191664,
      logCdf: -645.4169732188927,
      logSurvival: 0.0,
    },
    {
      x: 40.0,
      arguments: { scale: 1.0 },
      logDensity: -796.3111205458861,
      logCdf: 0.0,
      logSurvival: -800.0,
    },
    {
      x: 1e-5,
      arguments: { scale: 1e-5 },
      logDensity: 11.012925464970229,
      logCdf: -0.9327521295671886,
      logSurvival: -0.5,
    },
    {
      x: 7.0,
      arguments: { scale: 100000.0 },
      logDensity: -21.079940783335143,
      logCdf: -19.827177813614774,
      logSurvival: -2.45e-9,
    },
    {
      x: 0.3,
      arguments: { scale: 2.0 },
      logDensity: -2.6015171654458267,
      logCdf: -4.49300687689977,
      logSurvival: -0.01125,
    },
    {
      x: -1.0,
      arguments: { scale: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

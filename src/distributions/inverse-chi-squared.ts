import type { Builder } from '../graph/builder.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { inverseGamma } from './inverse-gamma.ts';

const asInverseGamma = (b: Builder, { df }: Arguments): Arguments => ({
  shape: b.multiply(0.5, df),
  scale: b.constant(0.5),
});
const { logCdf, logSurvival } = inverseGamma.cumulative!;

/** InverseGamma(df / 2, 1 / 2). */
export const inverseChiSquared: Distribution = {
  name: 'InverseChiSquared',
  summary: 'The inverse of a chi-squared variable.',
  parameters: [{ name: 'df', support: supports.positive, summary: 'degrees of freedom' }],
  support: supports.positive,
  logDensity: (b, x, arguments_) => inverseGamma.logDensity(b, x, asInverseGamma(b, arguments_)),
  cumulative: {
    logCdf: (b, x, arguments_) => logCdf(b, x, asInverseGamma(b, arguments_)),
    logSurvival: (b, x, arguments_) => logSurvival(b, x, asInverseGamma(b, arguments_)),
  },
  moments: ({ df }) => inverseGamma.moments({ shape: df / 2, scale: 0.5 }),
  sample: (random, arguments_) => {
    const { df } = arguments_ as ArgumentValues;
    return 0.5 / random.gamma(df / 2);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { df: 1.0 },
      logDensity: -1.4189385332046727,
      logCdf: -1.1478744644493182,
      logSurvival: -0.38171514630212605,
    },
    {
      x: 0.5,
      arguments: { df: 3.0 },
      logDensity: -0.18607058180480948,
      logCdf: -0.5579055184563476,
      logSurvival: -0.8495827792593131,
    },
    {
      x: 0.01,
      arguments: { df: 2.0 },
      logDensity: -41.48280680858376,
      logCdf: -50.0,
      logSurvival: -1.9287498479639197e-22,
    },
    {
      x: 0.001,
      arguments: { df: 0.25 },
      logDensity: -494.33483706626885,
      logCdf: -507.45894544023923,
      logSurvival: 0.0,
    },
    {
      x: 10000000000.0,
      arguments: { df: 1.0 },
      logDensity: -35.45771492816536,
      logCdf: -7.978877439053607e-6,
      logSurvival: -11.738716817631623,
    },
    {
      x: 0.0125,
      arguments: { df: 100.0 },
      logDensity: 4.26025539402581,
      logCdf: -0.07293104448422509,
      logSurvival: -2.6544847900314767,
    },
    {
      x: 3.0,
      arguments: { df: 9.0 },
      logDensity: -11.781933137703467,
      logCdf: -5.25268222166948e-6,
      logSurvival: -12.156774338799734,
    },
    {
      x: 1000000.0,
      arguments: { df: 6.0 },
      logDensity: -58.034631454096875,
      logCdf: -2.0833325520834896e-20,
      logSurvival: -45.31773305980071,
    },
    { x: 0.0, arguments: { df: 2.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
    { x: -1.0, arguments: { df: 2.0 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
  ],
};

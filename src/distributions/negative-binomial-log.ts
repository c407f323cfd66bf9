import type { Builder } from '../graph/builder.ts';
import { logGammaRatio } from '../graph/log-gamma.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, isNoCount, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';
import { negativeBinomial } from './negative-binomial.ts';

const parameters = [
  { name: 'log_mean', support: supports.real, summary: 'the logarithm of the mean' },
  {
    name: 'dispersion',
    support: supports.positive,
    summary: 'the variance is mean + mean² / dispersion: Poisson as it grows',
  },
];

const byMean = (b: Builder, { log_mean, dispersion }: Arguments): Arguments => ({
  mean: b.exp(log_mean),
  dispersion,
});
const { logCdf, logSurvival } = negativeBinomial.cumulative!;

/**
 * [log Γ(x + k) − log Γ(k) − x log k] − (x + k) log(1 + exp(log_mean − log k)) + x log_mean − log x!,
 * k the dispersion.
 */
export const negativeBinomialLog: Distribution = {
  name: 'NegativeBinomialLog',
  summary: 'Counts more variable than Poisson, by the logarithm of the mean and the dispersion.',
  parameters,
  support: supports.count,
  logDensity: (b, x, arguments_) => {
    const { log_mean, dispersion } = arguments_;
    const constant = b.subtract(argumentCheck(b, parameters, arguments_), b.lgamma(b.add(x, 1)));
    const spread = b.multiply(
      b.add(x, dispersion),
      b.softplus(b.subtract(log_mean, b.log(dispersion))),
    );
    const power = b.multiplyNoNan(log_mean, x);
    const value = b.subtract(b.add(logGammaRatio(b, dispersion, x), power), spread);
    return zeroOutside(b, isNoCount(b, x), b.add(value, constant));
  },
  cumulative: {
    logCdf: (b, x, arguments_) => logCdf(b, x, byMean(b, arguments_)),
    logSurvival: (b, x, arguments_) => logSurvival(b, x, byMean(b, arguments_)),
  },
  information: orthogonal({
    log_mean: ({ log_mean, dispersion }) => 1 / (Math.exp(-log_mean) + 1 / dispersion),
  }),
  moments: ({ log_mean, dispersion }) =>
    negativeBinomial.moments({ mean: Math.exp(log_mean), dispersion }),
  sample: (random, arguments_) => {
    const { log_mean, dispersion } = arguments_ as ArgumentValues;
    return negativeBinomial.sample!(random, { mean: Math.exp(log_mean), dispersion });
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { log_mean: 0.0, dispersion: 1.0 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { log_mean: 1.0, dispersion: 1.5 },
      logDensity: -2.0864685282739535,
      logCdf: -0.3477982911917393,
      logSurvival: -1.2249966546159958,
    },
    {
      x: 4.0,
      arguments: { log_mean: 1.0, dispersion: 10000000000.0 },
      logDensity: -1.8963356589248508,
    },
    {
      x: 1000.0,
      arguments: { log_mean: 6.75, dispersion: 10000000000.0 },
      logDensity: -16.186939999372754,
    },
    { x: 0.0, arguments: { log_mean: -800.0, dispersion: 2.0 }, logDensity: 0.0 },
    { x: 2.0, arguments: { log_mean: -700.0, dispersion: 3.0 }, logDensity: -1400.4054651081083 },
    {
      x: 200.0,
      arguments: { log_mean: 4.5, dispersion: 20.0 },
      logDensity: -11.976602570998125,
      logCdf: -5.231258346310304e-5,
      logSurvival: -9.858299770422056,
    },
    {
      x: 2.0,
      arguments: { log_mean: 4.0, dispersion: 8.0 },
      logDensity: -13.148305982937044,
      logCdf: -12.89265822551378,
      logSurvival: -2.5164611038837306e-6,
    },
    { x: 3.0, arguments: { log_mean: 900.0, dispersion: 0.5 }, logDensity: -451.50972440008564 },
    {
      x: 17.0,
      arguments: { log_mean: 2.5, dispersion: 9.5 },
      logDensity: -3.206676621933343,
      logCdf: -0.1663616301250894,
      logSurvival: -1.8756192716175255,
    },
    {
      x: 1.5,
      arguments: { log_mean: 1.0, dispersion: 1.0 },
      logDensity: -Infinity,
      logCdf: -0.7645285709781946,
      logSurvival: -0.6265233750364456,
    },
    {
      x: -1.0,
      arguments: { log_mean: 1.0, dispersion: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

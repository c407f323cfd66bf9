import type { Builder } from '../graph/builder.ts';
import { logGammaRatio } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import {
  argumentCheck,
  checkedCumulative,
  complementaryTails,
  isNoCount,
  zeroOutside,
} from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [
  { name: 'mean', support: supports.nonnegative, summary: 'the mean' },
  {
    name: 'dispersion',
    support: supports.positive,
    summary: 'the variance is mean + mean² / dispersion: Poisson as it grows',
  },
];

/**
 * log P(X ≤ x) = log I(dispersion, x + 1; q) and log P(X > x) = log I(x + 1, dispersion; p), with
 * p = mean / (mean + dispersion), q = 1 − p.
 */
function tails(b: Builder, x: Node, { mean, dispersion }: Arguments) {
  const next = b.add(b.maximum(b.floor(x), 0), 1);
  const total = b.add(mean, dispersion);
  const share = b.divide(dispersion, total);
  const lower = b.logBetaI(dispersion, next, share);
  const upper = b.logBetaI(next, dispersion, b.divide(mean, total));
  return { ...complementaryTails(b, share, lower, upper), isBelow: b.less(x, 0) };
}

/**
 * log Γ(x + k) − log Γ(k) − log x! + k log(k / (k + mean)) + x log(mean / (k + mean)), k the
 * dispersion, with the terms that grow with k cancelled on paper:
 * [log Γ(x + k) − log Γ(k) − x log k] − (x + k) log(1 + mean / k) + x log mean − log x!.
 */
export const negativeBinomial: Distribution = {
  name: 'NegativeBinomial',
  summary: 'Counts more variable than Poisson, by mean and dispersion.',
  parameters,
  support: supports.count,
  logDensity: (b, x, arguments_) => {
    const { mean, dispersion } = arguments_;
    const constant = b.subtract(argumentCheck(b, parameters, arguments_), b.lgamma(b.add(x, 1)));
    const ratio = logGammaRatio(b, dispersion, x);
    const spread = b.multiply(b.add(x, dispersion), b.log1p(b.divide(mean, dispersion)));
    const value = b.add(b.subtract(b.add(ratio, b.xlogy(x, mean)), spread), constant);
    return zeroOutside(b, isNoCount(b, x), value);
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => {
      const { logCdf, isBelow } = tails(b, x, arguments_);
      return b.where(isBelow, -Infinity, logCdf);
    },
    logSurvival: (b, x, arguments_) => {
      const { logSurvival, isBelow } = tails(b, x, arguments_);
      return b.where(isBelow, 0, logSurvival);
    },
  }),
  information: orthogonal({
    mean: ({ mean, dispersion }) => dispersion / (mean * (mean + dispersion)),
  }),
  moments: ({ mean, dispersion }) => ({ mean, variance: mean + (mean * mean) / dispersion }),
  sample: (random, arguments_) => {
    const { mean, dispersion } = arguments_ as ArgumentValues;
    return random.poisson(random.gamma(dispersion) * (mean / dispersion));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { mean: 1.0, dispersion: 1.0 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { mean: 2.5, dispersion: 1.5 },
      logDensity: -2.0984954280051635,
      logCdf: -0.30685025102250413,
      logSurvival: -1.3309004197981262,
    },
    {
      x: 0.0,
      arguments: { mean: 0.0, dispersion: 1.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.0,
      arguments: { mean: 0.0, dispersion: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 4.0,
      arguments: { mean: 3.0, dispersion: 10000000000.0 },
      logDensity: -1.7836046758255069,
    },
    {
      x: 1000.0,
      arguments: { mean: 900.0, dispersion: 10000000000.0 },
      logDensity: -9.733414713852643,
    },
    {
      x: 3.0,
      arguments: { mean: 5.0, dispersion: 1e-8 },
      logDensity: -19.51929322392166,
      logCdf: -1.8196785337858688e-7,
      logSurvival: -15.519435886242404,
    },
    {
      x: 0.0,
      arguments: { mean: 5.0, dispersion: 1e-8 },
      logDensity: -2.0030118658386466e-7,
      logCdf: -2.0030118658386466e-7,
      logSurvival: -15.423443770409504,
    },
    {
      x: 200.0,
      arguments: { mean: 100.0, dispersion: 20.0 },
      logDensity: -10.050808377791046,
      logCdf: -0.00042938920824497375,
      logSurvival: -7.753361491930099,
    },
    {
      x: 2.0,
      arguments: { mean: 50.0, dispersion: 8.0 },
      logDensity: -12.561332822713103,
      logCdf: -12.302702014655326,
      logSurvival: -4.539472487148313e-6,
    },
    {
      x: 17.0,
      arguments: { mean: 12.0, dispersion: 9.5 },
      logDensity: -3.2392784229329745,
      logCdf: -0.15587707429569986,
      logSurvival: -1.9356139071053382,
    },
    {
      x: 17.0,
      arguments: { mean: 12.0, dispersion: 10.5 },
      logDensity: -3.229525597336925,
      logCdf: -0.14982746583214493,
      logSurvival: -1.972249437955664,
    },
    {
      x: 1000000.0,
      arguments: { mean: 900000.0, dispersion: 12.0 },
      logDensity: -13.567950862909141,
    },
    {
      x: 40.0,
      arguments: { mean: 10.0, dispersion: 10000.0 },
      logDensity: -28.174321836833514,
      logCdf: -1.862622207595953e-13,
      logSurvival: -29.31162092498705,
    },
    {
      x: 1.5,
      arguments: { mean: 2.0, dispersion: 1.0 },
      logDensity: -Infinity,
      logCdf: -0.5877866649021191,
      logSurvival: -0.8109302162163288,
    },
    {
      x: -1.0,
      arguments: { mean: 2.0, dispersion: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

import { logChoose } from '../graph/log-gamma.ts';
import { sigmoid } from '../numerics/index.ts';
import { binomialCumulative, isNoBinomialCount } from './binomial.ts';
import { type ArgumentValues, type Distribution, supports } from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters = [
  { name: 'trials', support: supports.count, summary: 'the number of trials' },
  { name: 'logit', support: supports.real, summary: 'the log odds of success in each' },
];

/** log of the binomial coefficient − x log(1 + e^−logit) − (trials − x) log(1 + e^logit). */
export const binomialLogit: Distribution = {
  name: 'BinomialLogit',
  summary: 'The number of successes in independent trials, by the log odds.',
  parameters,
  support: {
    kind: 'integer',
    lower: 0,
    upper: { argument: 'trials' },
    words: 'a whole number from 0 to the number of trials',
  },
  logDensity: (b, x, arguments_) => {
    const { trials, logit } = arguments_;
    // both terms are losses, so nothing cancels at extreme log odds
    const successes = b.multiplyNoNan(b.softplus(b.negate(logit)), x);
    const failures = b.multiplyNoNan(b.softplus(logit), b.subtract(trials, x));
    const value = b.subtract(logChoose(b, trials, x), b.add(successes, failures));
    const masked = zeroOutside(b, isNoBinomialCount(b, x, trials), value);
    return b.add(masked, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(
    parameters,
    binomialCumulative((b, { logit }) => ({ p: b.sigmoid(logit), q: b.sigmoid(b.negate(logit)) })),
  ),
  information: orthogonal({
    logit: ({ trials, logit }) => trials * sigmoid(logit) * sigmoid(-logit),
  }),
  moments: ({ trials, logit }) => ({
    mean: trials * sigmoid(logit),
    variance: trials * sigmoid(logit) * sigmoid(-logit),
  }),
  sample: (random, arguments_) => {
    const { trials, logit } = arguments_ as ArgumentValues;
    return random.binomial(trials, sigmoid(logit));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { trials: 10.0, logit: -1.0 },
      logDensity: -3.1326168751822285,
      logCdf: -3.1326168751822285,
      logSurvival: -0.04458274770651034,
    },
    {
      x: 3.0,
      arguments: { trials: 10.0, logit: -1.0 },
      logDensity: -1.3451251324001823,
      logCdf: -0.31461688358159173,
      logSurvival: -1.309587137133893,
    },
    {
      x: 10.0,
      arguments: { trials: 10.0, logit: 0.5 },
      logDensity: -4.740769841801066,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    { x: 5.0, arguments: { trials: 5.0, logit: 800.0 }, logDensity: 0.0 },
    { x: 0.0, arguments: { trials: 5.0, logit: 800.0 }, logDensity: -4000.0 },
    { x: 0.0, arguments: { trials: 5.0, logit: -800.0 }, logDensity: 0.0 },
    {
      x: 0.0,
      arguments: { trials: 0.0, logit: 2.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 500.0,
      arguments: { trials: 1000.0, logit: -0.5 },
      logDensity: -34.6097226122555,
      logCdf: -1.4074734905737872e-15,
      logSurvival: -34.19698014846218,
    },
    {
      x: 2.0,
      arguments: { trials: 40.0, logit: 2.0 },
      logDensity: -74.41782652203526,
      logCdf: -74.4108869044546,
      logSurvival: -4.8279462217560564e-33,
    },
    {
      x: 7.0,
      arguments: { trials: 8.0, logit: 30.0 },
      logDensity: -27.92055845832091,
      logCdf: -27.920558458320585,
      logSurvival: -7.486098375071789e-13,
    },
    {
      x: 11.0,
      arguments: { trials: 10.0, logit: 0.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -1.0,
      arguments: { trials: 10.0, logit: 0.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 2.5,
      arguments: { trials: 10.0, logit: 0.0 },
      logDensity: -Infinity,
      logCdf: -2.906120114864304,
      logSurvival: -0.05623971832287608,
    },
  ],
};

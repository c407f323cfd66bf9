import type { Builder } from '../graph/builder.ts';
import { logChoose } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Cumulative,
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
  { name: 'trials', support: supports.count, summary: 'the number of trials' },
  { name: 'p', support: supports.unit, summary: 'the probability of success in each' },
];

/** 1 where `x` is not one of 0 … trials. */
export const isNoBinomialCount = (b: Builder, x: Node, trials: Node): Node =>
  b.or(isNoCount(b, x), b.less(trials, x));

/**
 * log P(X ≤ x) = log I(n − x, x + 1; q) and log P(X > x) = log I(x + 1, n − x; p), for the
 * probabilities p of success and q of failure.
 */
export function binomialCumulative(
  probabilities: (b: Builder, arguments_: Arguments) => { p: Node; q: Node },
): Cumulative {
  const tails = (b: Builder, x: Node, arguments_: Arguments) => {
    const { p, q } = probabilities(b, arguments_);
    const { trials } = arguments_;
    const k = b.floor(x);
    // beyond the ends the arguments are kept positive: the ends are set below
    const next = b.add(b.maximum(k, 0), 1);
    const rest = b.maximum(b.subtract(trials, k), 1);
    const lower = b.logBetaI(rest, next, q);
    const upper = b.logBetaI(next, rest, p);
    const inside = complementaryTails(b, q, lower, upper);
    return { ...inside, isBelow: b.less(x, 0), isAbove: b.lessEqual(trials, x) };
  };
  return {
    logCdf: (b, x, arguments_) => {
      const { logCdf, isBelow, isAbove } = tails(b, x, arguments_);
      return b.where(isBelow, -Infinity, b.where(isAbove, 0, logCdf));
    },
    logSurvival: (b, x, arguments_) => {
      const { logSurvival, isBelow, isAbove } = tails(b, x, arguments_);
      return b.where(isBelow, 0, b.where(isAbove, -Infinity, logSurvival));
    },
  };
}

/**
 * log of the binomial coefficient + x log p + (trials − x) log(1 − p); rounded like its terms, so to
 * about 1e-16 trials.
 */
export const binomial: Distribution = {
  name: 'Binomial',
  summary: 'The number of successes in a number of independent trials.',
  parameters,
  support: {
    kind: 'integer',
    lower: 0,
    upper: { argument: 'trials' },
    words: 'a whole number from 0 to the number of trials',
  },
  logDensity: (b, x, arguments_) => {
    const { trials, p } = arguments_;
    const failures = b.xlog1py(b.subtract(trials, x), b.negate(p));
    const value = b.add(b.add(b.xlogy(x, p), failures), logChoose(b, trials, x));
    const masked = zeroOutside(b, isNoBinomialCount(b, x, trials), value);
    return b.add(masked, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(
    parameters,
    binomialCumulative((b, { p }) => ({ p, q: b.subtract(1, p) })),
  ),
  information: orthogonal({ p: ({ trials, p }) => trials / (p * (1 - p)) }),
  moments: ({ trials, p }) => ({ mean: trials * p, variance: trials * p * (1 - p) }),
  sample: (random, arguments_) => {
    const { trials, p } = arguments_ as ArgumentValues;
    return random.binomial(trials, p);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { trials: 10.0, p: 0.25 },
      logDensity: -2.8768207245178092,
      logCdf: -2.8768207245178092,
      logSurvival: -0.057961281038081174,
    },
    {
      x: 3.0,
      arguments: { trials: 10.0, p: 0.25 },
      logDensity: -1.3851658477400923,
      logCdf: -0.2537637362489918,
      logSurvival: -1.4955517555465359,
    },
    {
      x: 10.0,
      arguments: { trials: 10.0, p: 0.25 },
      logDensity: -13.862943611198906,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { trials: 5.0, p: 0.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 5.0,
      arguments: { trials: 5.0, p: 1.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.0,
      arguments: { trials: 5.0, p: 0.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 4.0,
      arguments: { trials: 5.0, p: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { trials: 0.0, p: 0.5 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 500.0,
      arguments: { trials: 1000.0, p: 0.375 },
      logDensity: -35.94917956087971,
      logCdf: -3.5906590389460435e-16,
      logSurvival: -35.56302572594452,
    },
    {
      x: 3.0,
      arguments: { trials: 1000000.0, p: 3e-6 },
      logDensity: -1.495921103221726,
      logCdf: -0.4350506425382037,
      logSurvival: -1.041944346639929,
    },
    { x: 3.0, arguments: { trials: 1000000000.0, p: 3e-9 }, logDensity: -1.495922601723726 },
    {
      x: 2.0,
      arguments: { trials: 40.0, p: 0.9 },
      logDensity: -81.04966064540577,
      logCdf: -81.04396307394445,
      logSurvival: -6.354099999999947e-36,
    },
    {
      x: 30.0,
      arguments: { trials: 12000.0, p: 1e-5 },
      logDensity: -138.42212277475363,
      logCdf: 0.0,
      logSurvival: -143.97511971119047,
    },
    {
      x: 11.0,
      arguments: { trials: 10.0, p: 0.5 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -1.0,
      arguments: { trials: 10.0, p: 0.5 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 2.5,
      arguments: { trials: 10.0, p: 0.5 },
      logDensity: -Infinity,
      logCdf: -2.906120114864304,
      logSurvival: -0.05623971832287608,
    },
  ],
};

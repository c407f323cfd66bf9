import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  type Parameter,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, isNoCount, zeroOutside } from './domain.ts';
import { orthogonal } from './information.ts';

const parameters: readonly Parameter[] = [
  {
    name: 'p',
    support: { ...supports.unit, lowerOpen: true, words: 'a probability above 0' },
    summary: 'the probability of success in each trial',
  },
];

/** (⌊x⌋ + 1) log(1 − p): that many failures. */
const logSurvival = (b: Builder, x: Node, { p }: Arguments): Node =>
  b.xlog1py(b.add(b.maximum(b.floor(x), -1), 1), b.negate(p));

/** log p + x log(1 − p) on 0, 1, 2 … */
export const geometric: Distribution = {
  name: 'Geometric',
  summary: 'The number of failures before the first success.',
  parameters,
  support: supports.count,
  logDensity: (b, x, arguments_) => {
    const { p } = arguments_;
    const value = b.add(b.log(p), b.xlog1py(x, b.negate(p)));
    return b.add(zeroOutside(b, isNoCount(b, x), value), argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => b.log1mExp(logSurvival(b, x, arguments_)),
    logSurvival,
  }),
  information: orthogonal({ p: ({ p }) => 1 / (p * p * (1 - p)) }),
  moments: ({ p }) => ({ mean: (1 - p) / p, variance: (1 - p) / (p * p) }),
  sample: (random, arguments_) => {
    const { p } = arguments_ as ArgumentValues;
    return Math.floor(random.exponential() / -Math.log1p(-p));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.0,
      arguments: { p: 0.5 },
      logDensity: -Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 3.0,
      arguments: { p: 0.25 },
      logDensity: -2.2493405784752336,
      logCdf: -0.38039147055604844,
      logSurvival: -1.1507282898071236,
    },
    { x: 0.0, arguments: { p: 1.0 }, logDensity: 0.0, logCdf: 0.0, logSurvival: -Infinity },
    { x: 1.0, arguments: { p: 1.0 }, logDensity: -Infinity, logCdf: 0.0, logSurvival: -Infinity },
    {
      x: 1000.0,
      arguments: { p: 0.5 },
      logDensity: -693.8403277405052,
      logCdf: 0.0,
      logSurvival: -693.8403277405052,
    },
    {
      x: 5.0,
      arguments: { p: 1e-10 },
      logDensity: -23.025850930440455,
      logCdf: -21.2340914609624,
      logSurvival: -6.0000000003e-10,
    },
    {
      x: 1000000.0,
      arguments: { p: 1e-5 },
      logDensity: -21.512975465303565,
      logCdf: -4.539823631535107e-5,
      logSurvival: -10.000060000383337,
    },
    {
      x: 2.0,
      arguments: { p: 0.999 },
      logDensity: -13.816511058297856,
      logCdf: -1.0000000005000026e-9,
      logSurvival: -20.723265836946407,
    },
    {
      x: 1.5,
      arguments: { p: 0.5 },
      logDensity: -Infinity,
      logCdf: -0.2876820724517809,
      logSurvival: -1.3862943611198906,
    },
    { x: -1.0, arguments: { p: 0.5 }, logDensity: -Infinity, logCdf: -Infinity, logSurvival: 0.0 },
  ],
};

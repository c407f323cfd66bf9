import type { Builder } from '../graph/builder.ts';
import { logBeta } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, complementaryTails, zeroOutside } from './domain.ts';

const parameters = [
  { name: 'a', support: supports.positive, summary: 'the weight of 1' },
  { name: 'b', support: supports.positive, summary: 'the weight of 0' },
];

/** log I(a, b; x) and log I(b, a; 1 − x). */
function tails(b: Builder, x: Node, arguments_: Arguments) {
  const clipped = b.minimum(b.maximum(x, 0), 1);
  const lower = b.logBetaI(arguments_.a, arguments_.b, clipped);
  const upper = b.logBetaI(arguments_.b, arguments_.a, b.subtract(1, clipped));
  return complementaryTails(b, clipped, lower, upper);
}

/** (a − 1) log x + (b − 1) log(1 − x) − log B(a, b) for 0 ≤ x ≤ 1. */
export const beta: Distribution = {
  name: 'Beta',
  summary: 'The beta distribution on 0 to 1.',
  parameters,
  support: supports.unit,
  logDensity: (b, x, arguments_) => {
    const constant = b.subtract(
      argumentCheck(b, parameters, arguments_),
      logBeta(b, arguments_.a, arguments_.b),
    );
    // a power of 0 is 1 even at an end
    const rising = b.multiplyNoNan(b.log(x), b.subtract(arguments_.a, 1));
    const falling = b.multiplyNoNan(b.log1p(b.negate(x)), b.subtract(arguments_.b, 1));
    const outside = b.or(b.less(x, 0), b.less(1, x));
    return zeroOutside(b, outside, b.add(b.add(rising, falling), constant));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => tails(b, x, arguments_).logCdf,
    logSurvival: (b, x, arguments_) => tails(b, x, arguments_).logSurvival,
  }),
  moments: ({ a, b }) => ({
    mean: a / (a + b),
    variance: (a / (a + b)) * (b / (a + b)) * (1 / (a + b + 1)),
  }),
  sample: (random, arguments_) => {
    const { a, b } = arguments_ as ArgumentValues;
    return random.beta(a, b);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.5,
      arguments: { a: 1.0, b: 1.0 },
      logDensity: 0.0,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.25,
      arguments: { a: 2.0, b: 2.0 },
      logDensity: 0.11778303565638346,
      logCdf: -1.8562979903656263,
      logSurvival: -0.16989903679539747,
    },
    {
      x: 0.75,
      arguments: { a: 0.5, b: 0.5 },
      logDensity: -0.3077416690635644,
      logCdf: -0.4054651081081644,
      logSurvival: -1.0986122886681098,
    },
    {
      x: 0.0,
      arguments: { a: 1.0, b: 2.0 },
      logDensity: Math.LN2,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { a: 3.0, b: 1.0 },
      logDensity: 1.0986122886681098,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { a: 0.5, b: 1.0 },
      logDensity: Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 0.0,
      arguments: { a: 2.0, b: 2.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { a: 2.0, b: 0.5 },
      logDensity: Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1e-10,
      arguments: { a: 0.01, b: 3.0 },
      logDensity: 18.205360106817167,
      logCdf: -0.21532063693717762,
      logSurvival: -1.641356300785403,
    },
    {
      x: 0.9,
      arguments: { a: 2.0, b: 30.0 },
      logDensity: -60.045143626337854,
      logCdf: -2.799999999999981e-29,
      logSurvival: -65.74534827964618,
    },
    {
      x: 0.3,
      arguments: { a: 300.0, b: 700.0 },
      logDensity: 3.314949488463439,
      logCdf: -0.6858316387848132,
      logSurvival: -0.7005166341226805,
    },
    {
      x: 0.999,
      arguments: { a: 5.0, b: 0.1 },
      logDensity: 4.111975436142662,
      logCdf: -0.9490679831615706,
      logSurvival: -0.48955616531734164,
    },
    {
      x: 0.03125,
      arguments: { a: 12.0, b: 8.5 },
      logDensity: -24.58128429680043,
      logCdf: -30.513210619616853,
      logSurvival: -5.601199001868093e-14,
    },
    {
      x: -0.1,
      arguments: { a: 1.0, b: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.5,
      arguments: { a: 2.0, b: 2.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
  ],
};

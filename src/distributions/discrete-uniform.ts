import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Arguments, ArgumentValues, Distribution, Parameter } from './distribution.ts';
import { argumentCheck, checkedCumulative, onlyInside } from './domain.ts';

const anyInteger = {
  kind: 'integer',
  lower: -Infinity,
  upper: Infinity,
  lowerOpen: true,
  upperOpen: true,
  words: 'a whole number',
} as const;

const parameters: readonly Parameter[] = [
  { name: 'lower', support: anyInteger, summary: 'the smallest value' },
  {
    name: 'upper',
    support: {
      ...anyInteger,
      lower: { argument: 'lower' },
      lowerOpen: false,
      words: 'a whole number not below lower',
    },
    summary: 'the largest value',
  },
];

const count = (b: Builder, { lower, upper }: Arguments): Node => b.add(b.subtract(upper, lower), 1);

/** log of the share of the values that `some` are. */
const logShare = (b: Builder, some: Node, arguments_: Arguments): Node =>
  b.log(b.minimum(b.maximum(b.divide(some, count(b, arguments_)), 0), 1));

/** −log(upper − lower + 1) for lower, lower + 1 … upper. */
export const discreteUniform: Distribution = {
  name: 'DiscreteUniform',
  summary: 'Whole numbers between two, all equally likely.',
  parameters,
  support: {
    kind: 'integer',
    lower: { argument: 'lower' },
    upper: { argument: 'upper' },
    words: 'a whole number from lower to upper',
  },
  logDensity: (b, x, arguments_) => {
    const { lower, upper } = arguments_;
    const within = b.and(b.lessEqual(lower, x), b.lessEqual(x, upper));
    const inside = b.and(within, b.equal(x, b.floor(x)));
    const value = onlyInside(b, x, inside, b.negate(b.log(count(b, arguments_))));
    return b.add(value, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) =>
      logShare(b, b.add(b.subtract(b.floor(x), arguments_.lower), 1), arguments_),
    logSurvival: (b, x, arguments_) =>
      logShare(b, b.subtract(arguments_.upper, b.floor(x)), arguments_),
  }),
  moments: ({ lower, upper }) => ({
    mean: 0.5 * lower + 0.5 * upper,
    variance: ((upper - lower) * (upper - lower + 2)) / 12,
  }),
  sample: (random, arguments_) => {
    const { lower, upper } = arguments_ as ArgumentValues;
    return lower + random.integer(upper - lower + 1);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { lower: 1.0, upper: 6.0 },
      logDensity: -1.791759469228055,
      logCdf: -1.791759469228055,
      logSurvival: -0.18232155679395462,
    },
    {
      x: 6.0,
      arguments: { lower: 1.0, upper: 6.0 },
      logDensity: -1.791759469228055,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 3.0,
      arguments: { lower: -5.0, upper: 10.0 },
      logDensity: -2.772588722239781,
      logCdf: -0.5753641449035618,
      logSurvival: -0.8266785731844679,
    },
    {
      x: -5.0,
      arguments: { lower: -5.0, upper: 10.0 },
      logDensity: -2.772588722239781,
      logCdf: -2.772588722239781,
      logSurvival: -0.06453852113757118,
    },
    {
      x: 0.0,
      arguments: { lower: 0.0, upper: 0.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 12345.0,
      arguments: { lower: 0.0, upper: 1000000000.0 },
      logDensity: -20.72326583794641,
      logCdf: -11.30217843499257,
      logSurvival: -1.2346076200139128e-5,
    },
    {
      x: 2.5,
      arguments: { lower: 1.0, upper: 6.0 },
      logDensity: -Infinity,
      logCdf: -1.0986122886681098,
      logSurvival: -0.4054651081081644,
    },
    {
      x: 0.0,
      arguments: { lower: 1.0, upper: 6.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 7.0,
      arguments: { lower: 1.0, upper: 6.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
  ],
};

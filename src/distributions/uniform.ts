import type { Builder, Operand } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  type Parameter,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, onlyInside } from './domain.ts';

const parameters: readonly Parameter[] = [
  { name: 'lower', support: supports.real, summary: 'the smallest value' },
  {
    name: 'upper',
    support: { ...supports.real, lower: { argument: 'lower' }, words: 'a number above lower' },
    summary: 'the largest value',
  },
];

/** log of the share of the interval that `length` is. */
function logShare(b: Builder, length: Operand, { lower, upper }: Arguments): Node {
  const share = b.divide(length, b.subtract(upper, lower));
  return b.log(b.minimum(b.maximum(share, 0), 1));
}

/** −log(upper − lower) for lower ≤ x ≤ upper. */
export const uniform: Distribution = {
  name: 'Uniform',
  summary: 'The uniform distribution on an interval.',
  parameters,
  scaling: { lower: 1, upper: 1 },
  support: {
    kind: 'real',
    lower: { argument: 'lower' },
    upper: { argument: 'upper' },
    words: 'a number from lower to upper',
  },
  logDensity: (b, x, arguments_) => {
    const { lower, upper } = arguments_;
    const inside = b.and(b.lessEqual(lower, x), b.lessEqual(x, upper));
    const value = onlyInside(b, x, inside, b.negate(b.log(b.subtract(upper, lower))));
    return b.add(value, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) => logShare(b, b.subtract(x, arguments_.lower), arguments_),
    logSurvival: (b, x, arguments_) => logShare(b, b.subtract(arguments_.upper, x), arguments_),
  }),
  moments: ({ lower, upper }) => ({
    mean: 0.5 * lower + 0.5 * upper,
    variance: (upper - lower) ** 2 / 12,
  }),
  sample: (random, arguments_) => {
    const { lower, upper } = arguments_ as ArgumentValues;
    return lower + (upper - lower) * random.uniform();
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.5,
      arguments: { lower: 0.0, upper: 1.0 },
      logDensity: 0.0,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.0,
      arguments: { lower: 0.0, upper: 1.0 },
      logDensity: 0.0,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { lower: 0.0, upper: 1.0 },
      logDensity: 0.0,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 3.0,
      arguments: { lower: -2.0, upper: 5.0 },
      logDensity: -1.9459101490553132,
      logCdf: -0.33647223662121295,
      logSurvival: -1.252762968495368,
    },
    {
      x: 1e-9,
      arguments: { lower: 0.0, upper: 0.001 },
      logDensity: 6.907755278982137,
      logCdf: -13.815510557964274,
      logSurvival: -1.0000005000003334e-6,
    },
    {
      x: -100000.0,
      arguments: { lower: -1000000.0, upper: 1000000.0 },
      logDensity: -14.508657738524219,
      logCdf: -0.7985076962177716,
      logSurvival: -0.5978370007556204,
    },
    {
      x: 1.5,
      arguments: { lower: 0.0, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -0.5,
      arguments: { lower: 0.0, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 7.75,
      arguments: { lower: 7.5, upper: 8.0 },
      logDensity: Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
  ],
};

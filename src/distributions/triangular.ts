import type { Builder } from '../graph/builder.ts';
import { clip } from '../graph/composites.ts';
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
    name: 'mode',
    support: {
      kind: 'real',
      lower: { argument: 'lower' },
      upper: { argument: 'upper' },
      words: 'a number from lower to upper',
    },
    summary: 'the likeliest value',
  },
  {
    name: 'upper',
    support: { ...supports.real, lower: { argument: 'lower' }, words: 'a number above lower' },
    summary: 'the largest value',
  },
];

/**
 * log((x − lower) / (mode − lower)), left of the mode, and log((upper − x) / (upper − mode)), right of
 * it; 0 on the respective other side, and at the mode.
 */
function sides(b: Builder, x: Node, { lower, mode, upper }: Arguments) {
  const inside = clip(b, x, lower, upper);
  const isLeft = b.less(inside, mode);
  const isRight = b.less(mode, inside);
  const share = (isThere: Node, end: Node): Node => {
    const of = b.where(isThere, b.subtract(inside, end), 1);
    const whole = b.where(isThere, b.subtract(mode, end), 1);
    return b.log(b.divide(of, whole));
  };
  return { isLeft, left: share(isLeft, lower), right: share(isRight, upper) };
}

/** log of the mass on a side of the mode: (mode − lower) / (upper − lower), or that of the right. */
const logSide = (b: Builder, length: Node, { lower, upper }: Arguments): Node =>
  b.log(b.divide(length, b.subtract(upper, lower)));

/** log of the mass left of x ≤ mode. */
const logLower = (b: Builder, x: Node, arguments_: Arguments): Node => {
  const mass = logSide(b, b.subtract(arguments_.mode, arguments_.lower), arguments_);
  return b.add(b.multiply(2, sides(b, x, arguments_).left), mass);
};

/** log of the mass right of x ≥ mode. */
const logUpper = (b: Builder, x: Node, arguments_: Arguments): Node => {
  const mass = logSide(b, b.subtract(arguments_.upper, arguments_.mode), arguments_);
  return b.add(b.multiply(2, sides(b, x, arguments_).right), mass);
};

/** log 2 − log(upper − lower) + log of the height at x as a share of that at the mode. */
export const triangular: Distribution = {
  name: 'Triangular',
  summary:
    'The triangular distribution: a density that rises to its mode and falls, in straight lines.',
  parameters,
  scaling: { lower: 1, mode: 1, upper: 1 },
  support: {
    kind: 'real',
    lower: { argument: 'lower' },
    upper: { argument: 'upper' },
    words: 'a number from lower to upper',
  },
  logDensity: (b, x, arguments_) => {
    const { lower, upper } = arguments_;
    const inside = b.and(b.lessEqual(lower, x), b.lessEqual(x, upper));
    const { left, right } = sides(b, x, arguments_);
    const height = b.subtract(Math.LN2, b.log(b.subtract(upper, lower)));
    const value = onlyInside(b, x, inside, b.add(b.add(left, right), height));
    return b.add(value, argumentCheck(b, parameters, arguments_));
  },
  cumulative: checkedCumulative(parameters, {
    logCdf: (b, x, arguments_) =>
      b.where(
        sides(b, x, arguments_).isLeft,
        logLower(b, x, arguments_),
        b.log1mExp(logUpper(b, x, arguments_)),
      ),
    logSurvival: (b, x, arguments_) =>
      b.where(
        sides(b, x, arguments_).isLeft,
        b.log1mExp(logLower(b, x, arguments_)),
        logUpper(b, x, arguments_),
      ),
  }),
  moments: ({ lower, mode, upper }) => ({
    mean: lower / 3 + mode / 3 + upper / 3,
    variance: ((upper - lower) ** 2 - (mode - lower) * (upper - mode)) / 18,
  }),
  sample: (random, arguments_) => {
    const { lower, mode, upper } = arguments_ as ArgumentValues;
    const width = upper - lower;
    const u = random.uniform();
    return u * width < mode - lower
      ? lower + Math.sqrt(u * width * (mode - lower))
      : upper - Math.sqrt((1 - u) * width * (upper - mode));
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 0.25,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: 0.0,
      logCdf: -2.0794415416798357,
      logSurvival: -0.13353139262452263,
    },
    {
      x: 0.75,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: 0.0,
      logCdf: -0.13353139262452263,
      logSurvival: -2.0794415416798357,
    },
    {
      x: 0.5,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: Math.LN2,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
    {
      x: 0.0,
      arguments: { lower: 0.0, mode: 0.0, upper: 1.0 },
      logDensity: Math.LN2,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { lower: 0.0, mode: 1.0, upper: 1.0 },
      logDensity: Math.LN2,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 0.0,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.0,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: -100000.0,
      arguments: { lower: -1000000.0, mode: 0.0, upper: 1000000.0 },
      logDensity: -13.9208710736221,
      logCdf: -0.903868211875598,
      logSurvival: -0.5191938734365072,
    },
    {
      x: 1e-9,
      arguments: { lower: 0.0, mode: 0.001, upper: 1.0 },
      logDensity: -13.122363377404328,
      logCdf: -34.538776394910684,
      logSurvival: -1.0000000000000007e-15,
    },
    {
      x: 2.9999,
      arguments: { lower: -2.0, mode: 1.0, upper: 3.0 },
      logDensity: -10.819778284408173,
      logCdf: -1.0000000005042206e-9,
      logSurvival: -20.72326583694219,
    },
    {
      x: -0.5,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 1.5,
      arguments: { lower: 0.0, mode: 0.5, upper: 1.0 },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
  ],
};

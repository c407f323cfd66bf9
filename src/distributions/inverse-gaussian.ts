import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import {
  type Arguments,
  type ArgumentValues,
  type Distribution,
  supports,
} from './distribution.ts';
import { argumentCheck, checkedCumulative, zeroOutside } from './domain.ts';
import { logScaledNormalTail } from './scaled-normal-tail.ts';

const parameters = [
  { name: 'mean', support: supports.positive, summary: 'the mean' },
  {
    name: 'shape',
    support: supports.positive,
    summary: 'the shape; the variance is mean³ / shape',
  },
];

/**
 * a = √(shape / x) (x / mean − 1) and c = √(shape / x) (x / mean + 1), the latter as a scaled tail:
 * P(X ≤ x) = Φ(a) + exp(2 shape / mean) Φ(−c), where c² − a² = 4 shape / mean, so that the second term
 * is exp(−½ a²) times Φ(−c) exp(½ c²).
 */
function terms(b: Builder, x: Node, { mean, shape }: Arguments) {
  const isInside = b.and(b.less(0, x), b.less(x, Number.POSITIVE_INFINITY));
  const value = b.where(isInside, x, 1);
  const root = b.sqrt(b.divide(shape, value));
  const ratio = b.divide(value, mean);
  const a = b.multiply(root, b.subtract(ratio, 1));
  const scaled = logScaledNormalTail(b, b.multiply(root, b.add(ratio, 1)));
  return { isInside, a, scaled, second: b.subtract(scaled, b.multiply(0.5, b.square(a))) };
}

/** log P(X ≤ x); both terms are positive. */
function logCdf(b: Builder, x: Node, arguments_: Arguments): Node {
  const { isInside, a, second } = terms(b, x, arguments_);
  const inside = b.logAddExp(b.logNormalCdf(a), second);
  return b.where(isInside, inside, b.where(b.lessEqual(x, 0), -Infinity, 0));
}

/**
 * log P(X > x) = log(Φ(−a) − second). For a > 0 both have the factor exp(−½ a²), without which their
 * ratio keeps its precision; below, it is the complement of the other tail.
 */
function logSurvival(b: Builder, x: Node, arguments_: Arguments): Node {
  const { isInside, a, scaled } = terms(b, x, arguments_);
  const isRight = b.less(0, a);
  const above = b.where(isRight, a, 1);
  const ratio = b.subtract(scaled, logScaledNormalTail(b, above));
  const right = b.add(b.logNormalCdf(b.negate(above)), b.log1mExp(b.where(isRight, ratio, -1)));
  const left = b.log1mExp(logCdf(b, x, arguments_));
  const inside = b.where(isRight, right, left);
  return b.where(isInside, inside, b.where(b.lessEqual(x, 0), 0, -Infinity));
}

/** ½ log shape − ½ log 2π − 3/2 log x − shape (x / mean − 1)² / (2 x) for x > 0. */
export const inverseGaussian: Distribution = {
  name: 'InverseGaussian',
  summary: 'The inverse Gaussian (Wald) distribution: when a drifting Brownian motion arrives.',
  parameters,
  scaling: { mean: 1, shape: 1 },
  support: supports.positive,
  logDensity: (b, x, arguments_) => {
    const { mean, shape } = arguments_;
    const isInside = b.and(b.less(0, x), b.less(x, Number.POSITIVE_INFINITY));
    const kernel = b.multiply(
      b.multiply(-0.5, b.divide(shape, x)),
      b.square(b.subtract(b.divide(x, mean), 1)),
    );
    const power = b.multiply(1.5, b.log(x));
    const constant = b.add(
      b.subtract(b.multiply(0.5, b.log(shape)), HALF_LOG_TWO_PI),
      argumentCheck(b, parameters, arguments_),
    );
    const isOutside = b.and(b.not(isInside), b.equal(x, x));
    return zeroOutside(b, isOutside, b.add(b.subtract(kernel, power), constant));
  },
  cumulative: checkedCumulative(parameters, { logCdf, logSurvival }),
  moments: ({ mean, shape }) => ({ mean, variance: mean * mean * (mean / shape) }),
  // J. R. Michael, W. R. Schucany and R. W. Haas, The American Statistician 30 (1976), 88-90; the
  // smaller root 1 + w − √(w (2 + w)) as the inverse of the larger
  sample: (random, arguments_) => {
    const { mean, shape } = arguments_ as ArgumentValues;
    const w = (mean / shape) * 0.5 * random.normal() ** 2;
    const larger = 1 + w + Math.sqrt(w * (2 + w));
    return random.uniform() * (1 + 1 / larger) <= 1 ? mean / larger : mean * larger;
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { mean: 1.0, shape: 1.0 },
      logDensity: -0.9189385332046728,
      logCdf: -0.4033144206605342,
      logSurvival: -1.1029275898711641,
    },
    {
      x: 1.5,
      arguments: { mean: 2.0, shape: 3.0 },
      logDensity: -1.0403300510328646,
      logCdf: -0.7018042957969172,
      logSurvival: -0.6845643681788853,
    },
    {
      x: 0.3,
      arguments: { mean: 2.0, shape: 0.5 },
      logDensity: -0.061636250329074715,
      logCdf: -1.3874598353634973,
      logSurvival: -0.2872938826930846,
    },
    {
      x: 20.0,
      arguments: { mean: 5.0, shape: 3.0 },
      logDensity: -5.538230799201604,
      logCdf: -0.035601791699330594,
      logSurvival: -3.3531073981830137,
    },
    {
      x: 0.01,
      arguments: { mean: 1.0, shape: 1.0 },
      logDensity: -43.01618325422253,
      logCdf: -51.543042627427035,
      logSurvival: -4.122313403318782e-23,
    },
    {
      x: 100.0,
      arguments: { mean: 1.0, shape: 2.0 },
      logDensity: -105.49012022190684,
      logCdf: -1.5130764645751748e-46,
      logSurvival: -105.50476930581279,
    },
    {
      x: 0.001,
      arguments: { mean: 1.0, shape: 1.0 },
      logDensity: -489.5578056147315,
      logCdf: -502.6811655093445,
      logSurvival: 0.0,
    },
    {
      x: 1.01,
      arguments: { mean: 1.0, shape: 10000.0 },
      logDensity: 3.1762566515531705,
      logCdf: -0.17273954247421744,
      logSurvival: -1.841097144452448,
    },
    {
      x: 0.5,
      arguments: { mean: 100000.0, shape: 1.0 },
      logDensity: -0.8792077623897547,
      logCdf: -1.8495955099492225,
      logSurvival: -0.1711451818571685,
    },
    {
      x: 3.0,
      arguments: { mean: 1.0, shape: 400.0 },
      logDensity: -266.2377913593195,
      logCdf: 0.0,
      logSurvival: -271.4215920279801,
    },
    {
      x: 0.0,
      arguments: { mean: 1.0, shape: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: -1.0,
      arguments: { mean: 1.0, shape: 1.0 },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
  ],
};

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';
import type { Distribution } from './distribution.ts';
import {
  type Latent,
  orderedCumulative,
  orderedLogDensity,
  outcomeOf,
  parameters,
  support,
} from './ordered-outcome.ts';
import { logScaledNormalTail } from './scaled-normal-tail.ts';

/** Below this width in units of 1 or 1 / |z| the next term of the midpoint rule is lost in rounding. */
const NARROW = 1e-3;

/** log of w φ(m) (1 + w² (m² − 1) / 24), the midpoint rule with its first correction. */
function logNarrow(b: Builder, middle: Node, width: Node): Node {
  const square = b.square(middle);
  const kernel = b.subtract(b.multiply(-0.5, square), HALF_LOG_TWO_PI);
  const correction = b.multiply(b.square(width), b.multiply(b.subtract(square, 1), 1 / 24));
  return b.add(b.add(b.log(width), kernel), b.log1p(correction));
}

/**
 * log(Φ(upper) − Φ(lower)).
 *
 * Of a narrow interval by the midpoint rule. On one side of 0, by the nearer bound n and the farther f as distances from 0,
 * log Φ(−n) + log(1 − Φ(−f) / Φ(−n)), where the ratio has the factor exp(½ (n² − f²)) =
 * exp(−½ width (n + f)). Across 0 by ½ (erf(upper / √2) + erf(−lower / √2)).
 */
function logBetween(b: Builder, lower: Node, upper: Node, width: Node): Node {
  const isRight = b.lessEqual(0, lower);
  const isLeft = b.lessEqual(upper, 0);
  const isOneSided = b.or(isRight, isLeft);
  const nearer = b.where(isOneSided, b.where(isRight, lower, b.negate(upper)), 1);
  const farther = b.where(isOneSided, b.where(isRight, upper, b.negate(lower)), 2);
  const scaled = b.subtract(logScaledNormalTail(b, farther), logScaledNormalTail(b, nearer));
  const step = b.multiply(b.multiply(-0.5, b.where(isOneSided, width, 1)), b.add(nearer, farther));
  const oneSided = b.add(b.logNormalCdf(b.negate(nearer)), b.log1mExp(b.add(scaled, step)));
  const spread = (z: Node): Node => b.erf(b.multiply(Math.SQRT1_2, b.where(isOneSided, 1, z)));
  const across = b.log(b.multiply(0.5, b.add(spread(upper), spread(b.negate(lower)))));
  const wide = b.where(isOneSided, oneSided, across);
  const middle = b.multiply(0.5, b.add(lower, upper));
  const isNarrow = b.less(b.multiply(width, b.maximum(b.abs(middle), 1)), NARROW);
  const narrow = logNarrow(b, b.where(isNarrow, middle, 0), b.where(isNarrow, width, 1));
  return b.where(isNarrow, narrow, wide);
}

const latent: Latent = {
  logCdf: (b, z) => b.logNormalCdf(z),
  logSurvival: (b, z) => b.logNormalCdf(b.negate(z)),
  logBetween,
};

/** log(Φ(cuts[x] − location) − Φ(cuts[x − 1] − location)). */
export const orderedProbit: Distribution = {
  name: 'OrderedProbit',
  summary: 'An ordered outcome: between which cuts a normal number around the location falls.',
  parameters,
  support,
  logDensity: (b, x, arguments_) => orderedLogDensity(b, x, arguments_, latent),
  cumulative: orderedCumulative(latent),
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  sample: (random, arguments_) => {
    const z = (arguments_.location as number) + random.normal();
    return outcomeOf(z, arguments_.cuts as ArrayLike<number>);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { location: 0.0, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.8410216450092636,
      logCdf: -1.8410216450092636,
      logSurvival: -0.17275377902344988,
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -0.6295956325528635,
      logCdf: -0.3689464152886564,
      logSurvival: -1.1759117615936185,
    },
    {
      x: 3.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -0.6295956325528635,
      logCdf: -0.3689464152886564,
      logSurvival: -1.1759117615936185,
    },
    {
      x: 4.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.1759117615936185,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.0,
      arguments: { location: 0.5, cuts: [0.25] },
      logDensity: -0.9130617648111351,
      logCdf: -0.9130617648111351,
      logSurvival: -0.5129840754094305,
    },
    {
      x: 2.0,
      arguments: { location: 0.5, cuts: [0.25] },
      logDensity: -0.5129840754094305,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 2.0,
      arguments: { location: 50.0, cuts: [-1.0, 1.0] },
      logDensity: -1205.3111748916654,
      logCdf: -1205.3111748916654,
      logSurvival: 0.0,
    },
    {
      x: 2.0,
      arguments: { location: -50.0, cuts: [-1.0, 1.0] },
      logDensity: -1205.3111748916654,
      logCdf: 0.0,
      logSurvival: -1305.3511482646022,
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-1e-10, 1e-10] },
      logDensity: -23.251642282585184,
      logCdf: -0.6931471804801569,
      logSurvival: -0.6931471806397338,
    },
    {
      x: 3.0,
      arguments: { location: 40.0, cuts: [1.0, 2.0, 2.0000001] },
      logDensity: -739.037032285799,
      logCdf: -726.5572122161922,
      logSurvival: 0.0,
    },
    {
      x: 2.0,
      arguments: { location: -10.0, cuts: [0.0, 1.0] },
      logDensity: -53.23131022558312,
      logCdf: -1.9106595744986757e-28,
      logSurvival: -63.82493409442372,
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-20.0, 9.0] },
      logDensity: -1.1285884059538405e-19,
      logCdf: -1.1285884059538405e-19,
      logSurvival: -43.628149113332114,
    },
    {
      x: 0.0,
      arguments: { location: 0.0, cuts: [0.0, 1.0] },
      logDensity: -Infinity,
      logCdf: -Infinity,
      logSurvival: 0.0,
    },
    {
      x: 4.0,
      arguments: { location: 0.0, cuts: [0.0, 1.0] },
      logDensity: -Infinity,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.5,
      arguments: { location: 0.0, cuts: [0.0, 1.0] },
      logDensity: -Infinity,
      logCdf: -Math.LN2,
      logSurvival: -Math.LN2,
    },
  ],
};

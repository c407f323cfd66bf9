import type { Distribution } from './distribution.ts';
import {
  type Latent,
  orderedCumulative,
  orderedLogDensity,
  outcomeOf,
  parameters,
  support,
} from './ordered-outcome.ts';

/**
 * Of the standard logistic distribution. Between two numbers it has the mass
 * σ(u) − σ(l) = σ(u) σ(−l) (1 − e^(l − u)), which never cancels.
 */
const latent: Latent = {
  logCdf: (b, z) => b.negate(b.softplus(b.negate(z))),
  logSurvival: (b, z) => b.negate(b.softplus(z)),
  logBetween: (b, lower, upper, width) => {
    const outer = b.add(b.softplus(lower), b.softplus(b.negate(upper)));
    return b.subtract(b.log1mExp(b.negate(width)), outer);
  },
};

/** log(σ(cuts[x] − location) − σ(cuts[x − 1] − location)), σ(z) = 1 / (1 + e⁻ᶻ). */
export const orderedLogistic: Distribution = {
  name: 'OrderedLogistic',
  summary: 'An ordered outcome: between which cuts a logistic number around the location falls.',
  parameters,
  support,
  logDensity: (b, x, arguments_) => orderedLogDensity(b, x, arguments_, latent),
  cumulative: orderedCumulative(latent),
  moments: () => ({ mean: Number.NaN, variance: Number.NaN }),
  sample: (random, arguments_) => {
    const u = random.uniform();
    const z = (arguments_.location as number) + Math.log(u) - Math.log1p(-u);
    return outcomeOf(z, arguments_.cuts as ArrayLike<number>);
  },
  testPoints: [
    // mpmath, 60 digits: test/distributions/reference/generate.py
    {
      x: 1.0,
      arguments: { location: 0.0, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.3132616875182228,
      logCdf: -1.3132616875182228,
      logSurvival: -0.3132616875182228,
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.0398211306237835,
      logCdf: -0.4740769841801067,
      logSurvival: -0.9740769841801067,
    },
    {
      x: 3.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.0398211306237835,
      logCdf: -0.4740769841801067,
      logSurvival: -0.9740769841801067,
    },
    {
      x: 4.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -0.9740769841801067,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 1.0,
      arguments: { location: 0.5, cuts: [0.25] },
      logDensity: -0.8259394198788436,
      logCdf: -0.8259394198788436,
      logSurvival: -0.5759394198788436,
    },
    {
      x: 2.0,
      arguments: { location: 0.5, cuts: [0.25] },
      logDensity: -0.5759394198788436,
      logCdf: 0.0,
      logSurvival: -Infinity,
    },
    {
      x: 2.0,
      arguments: { location: 800.0, cuts: [-1.0, 1.0] },
      logDensity: -799.1454134578688,
      logCdf: -799.0,
      logSurvival: 0.0,
    },
    {
      x: 2.0,
      arguments: { location: -800.0, cuts: [-1.0, 1.0] },
      logDensity: -799.1454134578688,
      logCdf: 0.0,
      logSurvival: -801.0,
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-1e-10, 1e-10] },
      logDensity: -23.7189981105004,
      logCdf: -0.6931471805099453,
      logSurvival: -0.6931471806099453,
    },
    {
      x: 3.0,
      arguments: { location: 40.0, cuts: [1.0, 2.0, 2.0000001] },
      logDensity: -54.1180956025949,
      logCdf: -37.9999999,
      logSurvival: -3.139133105961324e-17,
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

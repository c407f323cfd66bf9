import type { Distribution } from './distribution.ts';
import {
  type Latent,
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
    },
    {
      x: 2.0,
      arguments: { location: 0.0, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.0398211306237835,
    },
    {
      x: 3.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -1.0398211306237835,
    },
    {
      x: 4.0,
      arguments: { location: 1.5, cuts: [-1.0, 0.5, 2.0] },
      logDensity: -0.9740769841801067,
    },
    { x: 1.0, arguments: { location: 0.5, cuts: [0.25] }, logDensity: -0.8259394198788436 },
    { x: 2.0, arguments: { location: 0.5, cuts: [0.25] }, logDensity: -0.5759394198788436 },
    { x: 2.0, arguments: { location: 800.0, cuts: [-1.0, 1.0] }, logDensity: -799.1454134578688 },
    { x: 2.0, arguments: { location: -800.0, cuts: [-1.0, 1.0] }, logDensity: -799.1454134578688 },
    { x: 2.0, arguments: { location: 0.0, cuts: [-1e-10, 1e-10] }, logDensity: -23.7189981105004 },
    {
      x: 3.0,
      arguments: { location: 40.0, cuts: [1.0, 2.0, 2.0000001] },
      logDensity: -54.1180956025949,
    },
    { x: 0.0, arguments: { location: 0.0, cuts: [0.0, 1.0] }, logDensity: -Infinity },
    { x: 4.0, arguments: { location: 0.0, cuts: [0.0, 1.0] }, logDensity: -Infinity },
    { x: 1.5, arguments: { location: 0.0, cuts: [0.0, 1.0] }, logDensity: -Infinity },
  ],
};

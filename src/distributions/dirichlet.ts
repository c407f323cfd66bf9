import { supports } from './distribution.ts';
import { SIMPLEX_TOLERANCE } from './domain.ts';
import { holdsForAll, nanUnless, onlyInsideEvent, stretched, sumOfEvent } from './events.ts';
import { drawDirichlet } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

/** log Γ(Σ a) − Σ log Γ(a) + Σ (a − 1) log x where x ≥ 0 and Σ x = 1, a the concentration. */
export const dirichlet: VectorDistribution = {
  name: 'Dirichlet',
  summary: 'The Dirichlet distribution of probabilities that sum to 1.',
  parameters: [
    {
      name: 'concentration',
      support: supports.positive,
      eventRank: 1,
      summary: 'the weight of each: 1 is uniform',
    },
  ],
  eventRank: 1,
  support: { kind: 'constraint', constraint: 'simplex', words: 'probabilities that sum to 1' },
  logDensity: (b, x, { concentration }) => {
    const weights = stretched(b, concentration, x);
    // a power of 0 is 1 even at an end
    const powers = b.multiplyNoNan(b.log(x), b.subtract(weights, 1));
    const constant = b.subtract(b.lgamma(sumOfEvent(b, weights)), sumOfEvent(b, b.lgamma(weights)));
    const error = b.abs(b.subtract(sumOfEvent(b, x), 1));
    const inside = b.and(holdsForAll(b, b.lessEqual(0, x)), b.lessEqual(error, SIMPLEX_TOLERANCE));
    const value = onlyInsideEvent(b, x, 1, inside, b.add(sumOfEvent(b, powers), constant));
    return b.add(value, nanUnless(b, holdsForAll(b, b.less(0, weights))));
  },
  sample: (random, { concentration }, size) => drawDirichlet(random, concentration, size),
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    { x: [0.25, 0.75], arguments: { concentration: [1.0, 1.0] }, logDensity: 0.0 },
    { x: [0.25, 0.25, 0.5], arguments: { concentration: 1.0 }, logDensity: Math.LN2 },
    {
      x: [0.125, 0.375, 0.5],
      arguments: { concentration: [0.5, 2.0, 30.0] },
      logDensity: -12.05059521488857,
    },
    {
      x: [0.0, 0.5, 0.5],
      arguments: { concentration: [1.0, 2.0, 3.0] },
      logDensity: 2.0149030205422647,
    },
    { x: [0.0, 1.0], arguments: { concentration: [2.0, 2.0] }, logDensity: -Infinity },
    { x: [1e-300, 1.0], arguments: { concentration: [0.01, 3.0] }, logDensity: 679.2775403056077 },
    { x: [1.0], arguments: { concentration: [2.5] }, logDensity: 0.0 },
    { x: [0.25, 0.5], arguments: { concentration: 1.0 }, logDensity: -Infinity },
    { x: [-0.25, 1.25], arguments: { concentration: 2.0 }, logDensity: -Infinity },
    {
      x: [0.25, 0.25, 0.5],
      arguments: { concentration: [2500.0, 2600.0, 4900.0] },
      logDensity: 6.134177859114093,
    },
  ],
};

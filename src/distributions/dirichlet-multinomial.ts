import { logGammaRatio } from '../graph/log-gamma.ts';
import { areCounts, logArrangements, support, trials } from './counts.ts';
import { supports } from './distribution.ts';
import { argumentCheck, isNoCount } from './domain.ts';
import {
  holdsForAll,
  nanUnless,
  onlyInsideEvent,
  shares,
  stretched,
  sumOfEvent,
} from './events.ts';
import { drawDirichlet, drawMultinomial } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

/**
 * log trials! − Σ log x! + Σ [log Γ(a + x) − log Γ(a)] − [log Γ(A + trials) − log Γ(A)], a the
 * concentration and A = Σ a. By R(s, d) = log Γ(s + d) − log Γ(s) − d log s the brackets are
 * Σ R(a, x) − R(A, trials) + Σ x log(a / A), in which nothing that grows with a is left to cancel.
 */
export const dirichletMultinomial: VectorDistribution = {
  name: 'DirichletMultinomial',
  summary: 'Counts of categories whose probabilities are Dirichlet distributed.',
  parameters: [
    trials,
    {
      name: 'concentration',
      support: supports.positive,
      eventRank: 1,
      summary: 'the weight of each category',
    },
  ],
  eventRank: 1,
  support,
  logDensity: (b, x, arguments_) => {
    const weights = stretched(b, arguments_.concentration, x);
    const counts = b.where(isNoCount(b, x), 0, x);
    const total = sumOfEvent(b, weights);
    const rising = sumOfEvent(b, logGammaRatio(b, weights, counts));
    const powers = sumOfEvent(b, b.multiply(counts, b.log(shares(b, weights))));
    const ratios = b.subtract(b.add(rising, powers), logGammaRatio(b, total, arguments_.trials));
    const value = b.add(ratios, logArrangements(b, counts, arguments_.trials));
    const masked = onlyInsideEvent(b, x, 1, areCounts(b, x, arguments_.trials), value);
    const checked = b.add(masked, argumentCheck(b, [trials], arguments_));
    return b.add(checked, nanUnless(b, holdsForAll(b, b.less(0, weights))));
  },
  sample: (random, { trials, concentration }, size) =>
    drawMultinomial(random, trials as number, drawDirichlet(random, concentration, size)),
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [1.0, 2.0, 3.0],
      arguments: { trials: 6.0, concentration: [0.5, 1.0, 2.0] },
      logDensity: -3.215961425880148,
    },
    { x: [0.0, 0.0], arguments: { trials: 0.0, concentration: [1.0, 2.0] }, logDensity: 0.0 },
    {
      x: [2.0, 4.0],
      arguments: { trials: 6.0, concentration: 1.0 },
      logDensity: -1.9459101490553132,
    },
    {
      x: [30.0, 50.0, 20.0],
      arguments: { trials: 100.0, concentration: [1000000000.0, 2000000000.0, 1000000000.0] },
      logDensity: -5.704321289784988,
    },
    {
      x: [3.0, 0.0, 1.0],
      arguments: { trials: 4.0, concentration: [1e-6, 0.001, 2.0] },
      logDensity: -15.831696462966486,
    },
    { x: [1.0, 2.0], arguments: { trials: 4.0, concentration: 1.0 }, logDensity: -Infinity },
    { x: [0.5, 0.5], arguments: { trials: 1.0, concentration: 1.0 }, logDensity: -Infinity },
  ],
};

import { areCounts, logArrangements, support, trials } from './counts.ts';
import { type Parameter, supports } from './distribution.ts';
import { argumentCheck } from './domain.ts';
import { onlyInsideEvent, sumOfEvent } from './events.ts';
import { drawMultinomial } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

const parameters: readonly Parameter[] = [
  trials,
  { name: 'p', support: supports.simplex, eventRank: 1, summary: 'the probability of each' },
];

/** log trials! − Σ log x! + Σ x log p. */
export const multinomial: VectorDistribution = {
  name: 'Multinomial',
  summary: 'How often each category occurs in a number of trials, by their probabilities.',
  parameters,
  eventRank: 1,
  support,
  logDensity: (b, x, arguments_) => {
    const { trials, p } = arguments_;
    const value = b.add(sumOfEvent(b, b.xlogy(x, p)), logArrangements(b, x, trials));
    const masked = onlyInsideEvent(b, x, 1, areCounts(b, x, trials), value);
    return b.add(masked, argumentCheck(b, parameters, arguments_));
  },
  sample: (random, { trials, p }) =>
    drawMultinomial(random, trials as number, p as ArrayLike<number>),
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [1.0, 2.0, 3.0],
      arguments: { trials: 6.0, p: [0.25, 0.25, 0.5] },
      logDensity: -2.1439800628174073,
    },
    { x: [0.0, 0.0], arguments: { trials: 0.0, p: [0.5, 0.5] }, logDensity: 0.0 },
    { x: [0.0, 4.0], arguments: { trials: 4.0, p: [0.0, 1.0] }, logDensity: 0.0 },
    { x: [1.0, 3.0], arguments: { trials: 4.0, p: [0.0, 1.0] }, logDensity: -Infinity },
    {
      x: [30.0, 50.0, 20.0],
      arguments: { trials: 100.0, p: [0.25, 0.5, 0.25] },
      logDensity: -5.704321289784987,
    },
    { x: [1.0, 2.0], arguments: { trials: 4.0, p: [0.5, 0.5] }, logDensity: -Infinity },
    { x: [-1.0, 2.0], arguments: { trials: 1.0, p: [0.5, 0.5] }, logDensity: -Infinity },
    { x: [0.5, 0.5], arguments: { trials: 1.0, p: [0.5, 0.5] }, logDensity: -Infinity },
  ],
};

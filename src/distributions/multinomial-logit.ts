import { logSoftmax } from '../graph/composites.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { areCounts, logArrangements, support, trials } from './counts.ts';
import { supports } from './distribution.ts';
import { argumentCheck } from './domain.ts';
import { onlyInsideEvent, stretched, sumOfEvent } from './events.ts';
import { drawMultinomial } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

/** log trials! − Σ log x! + Σ x log softmax(logits). */
export const multinomialLogit: VectorDistribution = {
  name: 'MultinomialLogit',
  summary: 'How often each category occurs in a number of trials, by softmax(logits).',
  parameters: [
    trials,
    {
      name: 'logits',
      support: supports.real,
      eventRank: 1,
      summary: 'the log probability of each, up to a constant',
    },
  ],
  eventRank: 1,
  support,
  logDensity: (b, x, arguments_) => {
    const logits = stretched(b, arguments_.logits, x);
    const logP = logSoftmax(b, logits, lastAxis(logits));
    const kernel = sumOfEvent(b, b.multiplyNoNan(logP, x));
    const value = b.add(kernel, logArrangements(b, x, arguments_.trials));
    const masked = onlyInsideEvent(b, x, 1, areCounts(b, x, arguments_.trials), value);
    return b.add(masked, argumentCheck(b, [trials], arguments_));
  },
  sample: (random, arguments_, size) => {
    const { logits } = arguments_;
    const all = typeof logits === 'number' ? new Array<number>(size).fill(logits) : logits;
    const most = Math.max(...Array.from(all));
    const weights = Array.from(all, (logit) => Math.exp(logit - most));
    return drawMultinomial(random, arguments_.trials as number, weights);
  },
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [1.0, 2.0, 3.0],
      arguments: { trials: 6.0, logits: [0.5, -1.0, 2.0] },
      logDensity: -4.853523217720841,
    },
    { x: [0.0, 0.0], arguments: { trials: 0.0, logits: [1.0, 2.0] }, logDensity: 0.0 },
    {
      x: [2.0, 4.0],
      arguments: { trials: 6.0, logits: [700.0, -700.0] },
      logDensity: -5597.291949798898,
    },
    {
      x: [30.0, 50.0, 20.0],
      arguments: { trials: 100.0, logits: 0.0 },
      logDensity: -11.59347307260416,
    },
    { x: [1.0, 2.0], arguments: { trials: 4.0, logits: [0.0, 0.0] }, logDensity: -Infinity },
    { x: [0.5, 0.5], arguments: { trials: 1.0, logits: [0.0, 0.0] }, logDensity: -Infinity },
  ],
};

/** What the distributions of counts with a given total share. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { type Parameter, supports } from './distribution.ts';
import { isNoCount } from './domain.ts';
import { holdsForAll, sumOfEvent } from './events.ts';
import type { EventSupport } from './vector-distribution.ts';

export const trials: Parameter = {
  name: 'trials',
  support: supports.count,
  summary: 'the number of trials, to which the counts add up',
};

export const support: EventSupport = {
  kind: 'counts',
  total: 'trials',
  words: 'counts that add up to the number of trials',
};

/** 1 where `x` are counts that add up to `total`. */
export const areCounts = (b: Builder, x: Node, total: Node): Node =>
  b.and(holdsForAll(b, b.not(isNoCount(b, x))), b.equal(sumOfEvent(b, x), total));

/** log of the multinomial coefficient: log trials! − Σ log x!. */
export const logArrangements = (b: Builder, x: Node, total: Node): Node =>
  b.subtract(b.lgamma(b.add(total, 1)), sumOfEvent(b, b.lgamma(b.add(x, 1))));

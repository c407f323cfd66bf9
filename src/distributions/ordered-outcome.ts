/** What the distributions of ordered outcomes share: a latent number falls between cuts. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { isCategory, pickCategory } from './category.ts';
import {
  type Arguments,
  type Cumulative,
  type Parameter,
  type Support,
  supports,
} from './distribution.ts';
import { argumentCheck, onlyInside } from './domain.ts';

export const parameters: readonly Parameter[] = [
  { name: 'location', support: supports.real, summary: 'the centre of the latent number' },
  {
    name: 'cuts',
    support: supports.real,
    eventRank: 1,
    summary: 'where one outcome ends and the next begins, ascending: one fewer than outcomes',
  },
];

export const support: Support = {
  kind: 'integer',
  lower: 1,
  upper: Infinity,
  oneMoreThan: 'cuts',
  words: 'a whole number from 1 to one more than the number of cuts',
};

/** The distribution of the latent number around its location. */
export interface Latent {
  /** log P(Z ≤ z). */
  readonly logCdf: (b: Builder, z: Node) => Node;
  /** log P(Z > z). */
  readonly logSurvival: (b: Builder, z: Node) => Node;
  /** log P(lower < Z ≤ upper) with width = upper − lower > 0. */
  readonly logBetween: (b: Builder, lower: Node, upper: Node, width: Node) => Node;
}

/** 0 where the cuts ascend, else NaN. */
function cutsCheck(b: Builder, cuts: Node): Node {
  const last = cuts.shape.length - 1;
  const pairs = cuts.shape.with(last, cuts.shape[last] - 1);
  const begin = pairs.map(() => 0);
  const lower = b.slice(cuts, begin, pairs);
  const upper = b.slice(cuts, begin.with(last, 1), pairs);
  return b.where(b.min(b.less(lower, upper), [last]), 0, Number.NaN);
}

/** log P(cuts[x − 1] < location + Z ≤ cuts[x]), the first and last cut being infinite. */
export function orderedLogDensity(
  b: Builder,
  x: Node,
  arguments_: Arguments,
  latent: Latent,
): Node {
  const { location, cuts } = arguments_;
  const last = cuts.shape.length - 1;
  const outcomes = cuts.shape[last] + 1;
  const [none, one] = [cuts.shape.map(() => 0), cuts.shape.map((_, k) => (k === last ? 1 : 0))];
  const isInside = isCategory(b, x, outcomes);
  const isFirst = b.equal(x, 1);
  const isLast = b.equal(x, outcomes);
  const isBetween = b.and(isInside, b.not(b.or(isFirst, isLast)));
  // a cut that is infinite stands as 0, and is not used
  const lowerCut = pickCategory(b, b.where(isInside, x, 1), b.pad(cuts, one, none));
  const upperCut = pickCategory(b, b.where(isInside, x, 1), b.pad(cuts, none, one));
  const lower = b.subtract(lowerCut, location);
  const upper = b.subtract(upperCut, location);
  const between = latent.logBetween(
    b,
    b.where(isBetween, lower, -1),
    b.where(isBetween, upper, 1),
    b.where(isBetween, b.subtract(upperCut, lowerCut), 2),
  );
  const above = b.where(isLast, latent.logSurvival(b, lower), between);
  const value = b.where(isFirst, latent.logCdf(b, upper), above);
  const checked = b.add(argumentCheck(b, [parameters[0]], arguments_), cutsCheck(b, cuts));
  return b.add(onlyInside(b, x, isInside, value), checked);
}

/** log P(X ≤ x) = log P(location + Z ≤ cuts[⌊x⌋]) and its complement. */
export function orderedCumulative(latent: Latent): Cumulative {
  const tail =
    (ofLatent: (b: Builder, z: Node) => Node, below: number, above: number) =>
    (b: Builder, x: Node, { location, cuts }: Arguments): Node => {
      const outcomes = cuts.shape[cuts.shape.length - 1] + 1;
      const position = b.floor(x);
      const isInside = b.and(b.lessEqual(1, position), b.less(position, outcomes));
      const cut = pickCategory(b, b.where(isInside, position, 1), cuts);
      const inside = ofLatent(b, b.where(isInside, b.subtract(cut, location), 0));
      const beyond = b.where(
        b.less(x, 1),
        below,
        b.where(b.lessEqual(outcomes, x), above, Number.NaN),
      );
      const value = b.where(isInside, inside, beyond);
      const arguments_ = { location };
      return b.add(value, b.add(argumentCheck(b, [parameters[0]], arguments_), cutsCheck(b, cuts)));
    };
  return {
    logCdf: tail(latent.logCdf, Number.NEGATIVE_INFINITY, 0),
    logSurvival: tail(latent.logSurvival, 0, Number.NEGATIVE_INFINITY),
  };
}

/** The outcome of a latent number: one more than the cuts below it. */
export function outcomeOf(latent: number, cuts: ArrayLike<number>): number {
  let outcome = 1;
  while (outcome <= cuts.length && latent > cuts[outcome - 1]) outcome++;
  return outcome;
}

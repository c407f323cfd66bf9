/** What is known of a distribution, whether of the registry or made of others. */
import type { Bound, Distribution } from '../distributions/distribution.ts';
import { distributions, vectorDistributions } from '../distributions/index.ts';
import type { VectorDistribution } from '../distributions/vector-distribution.ts';
import { listLength } from './axes.ts';
import { joinAxes } from './broadcast.ts';
import { numberNode } from './declared-types.ts';
import { familiesIn } from './tree.ts';
import type {
  Axis,
  CombinedDistribution,
  FamilyDistribution,
  TypedDistribution,
  TypedExpression,
  ValueType,
} from './typed-expression.ts';
import { BINARY, INT, indexOf, latestStage, REAL } from './value-types.ts';

/** The registry's entry of a family; the checker has made sure that there is one. */
export function familyOf({ name }: FamilyDistribution): Distribution | VectorDistribution {
  return distributions.get(name) ?? vectorDistributions.get(name)!;
}

/** The registry's entry where the family is of vectors or matrices. */
export function vectorFamilyOf({ name }: FamilyDistribution): VectorDistribution | undefined {
  return vectorDistributions.get(name);
}

/** How many of the last axes of an outcome are those of a vector or matrix, the largest in the distribution. */
export function vectorRankOf(distribution: TypedDistribution): number {
  const ranks = familiesIn(distribution).map((family) => vectorFamilyOf(family)?.eventRank ?? 0);
  return Math.max(...ranks);
}

/** The axes of the outcome of the parts of a distribution whose outcome has these axes. */
export function innerAxes(
  distribution: CombinedDistribution,
  outcome: readonly Axis[],
): readonly Axis[] {
  const added = distribution.own.filter((axis) => !outcome.includes(axis));
  return [...added, ...outcome];
}

/** The axes of an outcome over which it is one event: none of a distribution of single numbers. */
export function eventAxesOf(
  distribution: TypedDistribution,
  outcome: readonly Axis[],
): readonly Axis[] {
  if (distribution.kind === 'family') {
    const rank = vectorFamilyOf(distribution)?.eventRank ?? 0;
    return outcome.slice(outcome.length - rank);
  }
  const inner = innerAxes(distribution, outcome);
  const own = distribution.own.filter((axis) => outcome.includes(axis));
  const events = [...own, ...distribution.parts.flatMap((part) => eventAxesOf(part, inner))];
  return outcome.filter((axis) => events.includes(axis));
}

/** The axes of an outcome without those of one event. */
export function batchAxesOf(
  distribution: TypedDistribution,
  outcome: readonly Axis[],
): readonly Axis[] {
  const events = eventAxesOf(distribution, outcome);
  return distribution.kind === 'family'
    ? outcome.slice(0, outcome.length - events.length)
    : outcome.filter((axis) => !events.includes(axis));
}

export function isDiscreteFamily({ support }: Distribution | VectorDistribution): boolean {
  return support.kind === 'integer' || support.kind === 'category' || support.kind === 'counts';
}

/** Whether some values have a probability of their own. */
export function isDiscrete(distribution: TypedDistribution): boolean {
  return familiesIn(distribution).some((family) => isDiscreteFamily(familyOf(family)));
}

/** The family that is no probability distribution, where there is one. */
export function improperFamily(distribution: TypedDistribution): FamilyDistribution | undefined {
  return familiesIn(distribution).find((family) => familyOf(family).improper === true);
}

/** The family from which nothing can be drawn, where there is one. */
export function familyWithoutDraws(
  distribution: TypedDistribution,
): FamilyDistribution | undefined {
  return familiesIn(distribution).find((family) => familyOf(family).sample === undefined);
}

/** The family, or the combinator, whose distribution function is not known, where there is one. */
export function partWithoutCumulative(
  distribution: TypedDistribution,
): TypedDistribution | undefined {
  if (distribution.kind === 'family') {
    return distributions.get(distribution.name)?.cumulative === undefined
      ? distribution
      : undefined;
  }
  if (OF_EVENTS.has(distribution.name)) return distribution;
  return distribution.parts.map(partWithoutCumulative).find((part) => part !== undefined);
}

/** Combinators that make one event of several numbers. */
const OF_EVENTS: ReadonlySet<string> = new Set(['each', 'hidden_markov']);

/** Whether the elements along an axis are alike, so that every order of them is as likely. */
export function areExchangeable(distribution: TypedDistribution, axis: Axis): boolean {
  if (distribution.axes.includes(axis)) return false;
  if (distribution.kind === 'family') return true;
  const isChain = distribution.name === 'hidden_markov' && distribution.own.includes(axis);
  return !isChain && distribution.parts.every((part) => areExchangeable(part, axis));
}

/** The combinator that gives some value a probability of its own, where there is one. */
export function atomIn(distribution: TypedDistribution): CombinedDistribution | undefined {
  if (distribution.kind === 'family') return undefined;
  if (WITH_ATOMS.has(distribution.name)) return distribution;
  return distribution.parts.map(atomIn).find((found) => found !== undefined);
}

const WITH_ATOMS: ReadonlySet<string> = new Set(['censor', 'zero_inflated', 'hurdle']);

/** What the values are, in words: "a positive number". */
export function valuesInWords(distribution: TypedDistribution): string {
  const words = familiesIn(distribution).map((family) => familyOf(family).support.words);
  return [...new Set(words)].join(' or ');
}

/** The type of the values that a distribution gives. */
export function outcomeType(distribution: TypedDistribution): ValueType {
  const types = familiesIn(distribution).map(familyOutcomeType);
  const [first] = types;
  if (types.some(({ kind }) => kind === 'real')) return REAL;
  const isSame = types.every((type) => JSON.stringify(type) === JSON.stringify(first));
  return isSame ? first! : INT;
}

function familyOutcomeType(family: FamilyDistribution): ValueType {
  const { support } = familyOf(family);
  switch (support.kind) {
    case 'integer':
      return support.lower === 0 && support.upper === 1 ? BINARY : INT;
    case 'counts':
      return INT;
    case 'category': {
      const { axes } = family.arguments[support.argument]!;
      const last = axes[axes.length - 1]!;
      return listLength(last) === undefined ? indexOf(last) : INT;
    }
    default:
      return REAL;
  }
}

/** Where values lie; an absent end is infinite. */
export interface Ends {
  readonly lower?: TypedExpression;
  readonly upper?: TypedExpression;
}

type Side = keyof Ends;

/**
 * The range in which all values of a distribution of single numbers lie. Where it is bounded at some
 * elements of the outcome and not at others, the end is infinite at these.
 */
export function rangeOf(distribution: TypedDistribution): Ends {
  const lower = endOf(distribution, 'lower');
  const upper = endOf(distribution, 'upper');
  return { ...(lower && { lower }), ...(upper && { upper }) };
}

function endOf(distribution: TypedDistribution, side: Side): TypedExpression | undefined {
  if (distribution.kind === 'family') {
    const { support } = familyOf(distribution);
    return support.kind === 'real' || support.kind === 'integer'
      ? boundNode(support[side], distribution)
      : undefined;
  }
  const ends = distribution.parts.map((part) => endOf(part, side));
  const known = ends.filter((end) => end !== undefined);
  if (distribution.name === 'if') return chosenEnd(distribution, ends, side);
  if (distribution.name === 'truncate') {
    const bound = distribution.arguments[side];
    const both = bound === undefined ? known : [...known, bound];
    return extreme(both, side === 'lower' ? 'max' : 'min', distribution);
  }
  // of a mixture, the outermost
  if (known.length < ends.length) return undefined;
  const outermost = side === 'lower' ? 'min' : 'max';
  const over = distribution.own.filter((axis) => known.some(({ axes }) => axes.includes(axis)));
  const reduced = known.map((end) => overOwn(end, over, outermost));
  return extreme(reduced, outermost, distribution);
}

/** Of a choice, the end of one branch or of the other. */
function chosenEnd(
  { arguments: { condition }, span }: CombinedDistribution,
  ends: readonly (TypedExpression | undefined)[],
  side: Side,
): TypedExpression | undefined {
  if (ends.every((end) => end === undefined)) return undefined;
  const none = numberNode(side === 'lower' ? -Infinity : Infinity, 'real', span);
  const [then, otherwise] = [ends[0] ?? none, ends[1] ?? none];
  return {
    kind: 'if',
    condition: condition!,
    then,
    else: otherwise,
    axes: joinAxes([condition!.axes, then.axes, otherwise.axes])!,
    type: REAL,
    stage: latestStage([condition!, then, otherwise]),
    span,
  };
}

/** The largest or smallest of some ends. */
function extreme(
  ends: readonly TypedExpression[],
  which: 'min' | 'max',
  { span }: CombinedDistribution,
): TypedExpression | undefined {
  if (ends.length === 0) return undefined;
  return ends.reduce((a, c): TypedExpression => {
    if (a.kind === 'number' && c.kind === 'number') {
      return a.value < c.value === (which === 'min') ? a : c;
    }
    return {
      kind: 'apply',
      function: which,
      arguments: [a, c],
      axes: joinAxes([a.axes, c.axes])!,
      type: REAL,
      stage: latestStage([a, c]),
      span,
    };
  });
}

/** The largest or smallest along the axes that a mixture sums out. */
function overOwn(
  end: TypedExpression,
  own: readonly Axis[],
  which: 'min' | 'max',
): TypedExpression {
  const over = own.filter((axis) => end.axes.includes(axis));
  if (over.length === 0) return end;
  const axes = end.axes.filter((axis) => !over.includes(axis));
  const { stage, span } = end;
  return { kind: 'reduce', reduction: which, over, operand: end, axes, type: REAL, stage, span };
}

/** A bound of the support as an expression; undefined where it is infinite. */
function boundNode(bound: Bound, family: FamilyDistribution): TypedExpression | undefined {
  if (typeof bound !== 'number') return family.arguments[bound.argument];
  return Number.isFinite(bound) ? numberNode(bound, 'real', family.span) : undefined;
}

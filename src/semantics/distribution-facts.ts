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
} from './typed-model.ts';
import { BINARY, INT, indexOf, latestStage, REAL } from './value-types.ts';

/** The registry's entry of a family; the checker has made sure that there is one. */
export function familyOf({ name }: FamilyDistribution): Distribution | VectorDistribution {
  return distributions.get(name) ?? vectorDistributions.get(name)!;
}

/** The registry's entry where the family is of vectors or matrices. */
export function vectorFamilyOf({ name }: FamilyDistribution): VectorDistribution | undefined {
  return vectorDistributions.get(name);
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

/** The family whose distribution function is not known, where there is one. */
export function familyWithoutCumulative(
  distribution: TypedDistribution,
): FamilyDistribution | undefined {
  return familiesIn(distribution).find(
    ({ name }) => distributions.get(name)?.cumulative === undefined,
  );
}

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
 * The range in which all values of a distribution of single numbers lie. Undefined where it is
 * bounded at some elements of the outcome and not at others.
 */
export function rangeOf(distribution: TypedDistribution): Ends | undefined {
  const lower = endOf(distribution, 'lower');
  const upper = endOf(distribution, 'upper');
  if (lower === 'varies' || upper === 'varies') return undefined;
  return { ...(lower && { lower }), ...(upper && { upper }) };
}

function endOf(
  distribution: TypedDistribution,
  side: Side,
): TypedExpression | undefined | 'varies' {
  if (distribution.kind === 'family') {
    const { support } = familyOf(distribution);
    return support.kind === 'real' || support.kind === 'integer'
      ? boundNode(support[side], distribution)
      : undefined;
  }
  const [then, otherwise] = distribution.parts.map((part) => endOf(part, side));
  if (then === 'varies' || otherwise === 'varies') return 'varies';
  if (then === undefined && otherwise === undefined) return undefined;
  if (then === undefined || otherwise === undefined) return 'varies';
  const { condition } = distribution.arguments;
  return {
    kind: 'if',
    condition: condition!,
    then,
    else: otherwise,
    axes: joinAxes([condition!.axes, then.axes, otherwise.axes])!,
    type: REAL,
    stage: latestStage([condition!, then, otherwise]),
    span: distribution.span,
  };
}

/** A bound of the support as an expression; undefined where it is infinite. */
function boundNode(bound: Bound, family: FamilyDistribution): TypedExpression | undefined {
  if (typeof bound !== 'number') return family.arguments[bound.argument];
  return Number.isFinite(bound) ? numberNode(bound, 'real', family.span) : undefined;
}

/** Distributions with their arguments in a graph. */
import type { Bound } from '../distributions/distribution.ts';
import type { Tails } from '../distributions/truncation.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Operand } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { batchAxesOf, eventAxesOf, vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type {
  Axis,
  CombinedDistribution,
  FamilyDistribution,
  TypedDistribution,
  TypedExpression,
} from '../semantics/typed-expression.ts';
import { isBeyond } from '../semantics/value-types.ts';
import { align } from './align.ts';
import type { Ingredients } from './combinators/combinator.ts';
import { combinators } from './combinators/index.ts';
import { definitionOf, lowerArguments, lowerVectorArguments } from './distribution.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';
import { isPartlyMissing, logDensityOfPresent } from './partly-missing.ts';

/** A distribution at given arguments. */
export interface Law {
  /**
   * The log density of each event of `x`, which broadcasts against the axes of the outcome; the result
   * broadcasts against them less the axes of the event. Of elements at which `present` is 0 nothing is
   * known: they are summed or integrated out.
   */
  readonly logDensity: (x: Node, present?: Node) => Node;
  /**
   * 1 at the elements of `x` that lie in the support, 0 at others. Ends of it that depend on parameters
   * leave out nothing.
   */
  readonly contains: (x: Node) => Node;
  /** Of single numbers whose distribution function is known. */
  readonly cumulative?: Tails;
}

/** The distribution of an outcome with these axes. */
export function lawOf(
  distribution: TypedDistribution,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Law {
  const b = environment.builder;
  const law = b.withOrigin(distribution.span, () =>
    distribution.kind === 'family'
      ? lawOfFamily(distribution, outcomeAxes, environment)
      : lawOfCombined(distribution, outcomeAxes, environment),
  );
  const isOfNumbers = eventAxesOf(distribution, outcomeAxes).length === 0;
  return {
    ...law,
    logDensity: (x, present) =>
      b.withOrigin(distribution.span, () =>
        isOfNumbers && present !== undefined
          ? b.where(present, law.logDensity(x), 0)
          : law.logDensity(x, present),
      ),
  };
}

function lawOfFamily(
  family: FamilyDistribution,
  outcomeAxes: readonly Axis[],
  environment: Environment,
): Law {
  const b = environment.builder;
  const ofEvents = vectorFamilyOf(family);
  if (ofEvents !== undefined) {
    const given = lowerVectorArguments(family, ofEvents, outcomeAxes, environment);
    const rank = ofEvents.eventRank;
    return {
      logDensity: (x, present) => {
        if (present !== undefined && ofEvents.marginal && isPartlyMissing(b, present)) {
          return logDensityOfPresent(b, ofEvents, given, x, present);
        }
        const value = ofEvents.logDensity(b, x, given);
        if (present === undefined) return value;
        const event = present.shape.map((_, k) => k).slice(present.shape.length - rank);
        return b.where(b.max(present, event), value, 0);
      },
      contains: () => b.constant(1),
    };
  }
  const { logDensity, cumulative, support } = definitionOf(family);
  const given = lowerArguments(family, outcomeAxes, environment);
  const end = (bound: Bound, unknown: number): Operand => {
    if (typeof bound === 'number') return bound;
    const { stage } = family.arguments[bound.argument];
    return isBeyond(stage, 'data') ? unknown : given[bound.argument];
  };
  return {
    logDensity: (x) => logDensity(b, x, given),
    contains: (x) => {
      if (support.kind !== 'real' && support.kind !== 'integer') return b.constant(1);
      const { lowerOpen, upperOpen, kind, oneMoreThan } = support;
      const lower = end(support.lower, -Infinity);
      const upper =
        oneMoreThan === undefined
          ? end(support.upper, Infinity)
          : given[oneMoreThan].shape.at(-1)! + 1;
      const above = lowerOpen ? b.less(lower, x) : b.lessEqual(lower, x);
      const below = upperOpen ? b.less(x, upper) : b.lessEqual(x, upper);
      const inside = b.and(above, below);
      return kind === 'real' ? inside : b.and(inside, b.equal(x, b.floor(x)));
    },
    ...(cumulative && {
      cumulative: {
        logCdf: (x) => cumulative.logCdf(b, x, given),
        logSurvival: (x) => cumulative.logSurvival(b, x, given),
      },
    }),
  };
}

function lawOfCombined(
  distribution: CombinedDistribution,
  outcome: readonly Axis[],
  environment: Environment,
): Law {
  return combinators.get(distribution.name)!.law(ingredientsOf(distribution, outcome, environment));
}

/** What a combinator makes the law of an outcome with these axes from. */
export function ingredientsOf(
  distribution: CombinedDistribution,
  outcome: readonly Axis[],
  environment: Environment,
): Ingredients {
  const { batch, inner } = innerAxesOf(distribution, outcome);
  return {
    distribution,
    parts: distribution.parts.map((part) => lawOf(part, inner, environment)),
    builder: environment.builder,
    batch,
    outcome,
    inner,
    shapeOf: (axes) => environment.shapeOf(axes),
    argument: (name, ownAxes = 0, against = batch) =>
      lowerCombinedArgument(distribution, name, ownAxes, against, environment),
    isKnown: (name) => !isBeyond(distribution.arguments[name].stage, 'data'),
    isPositive: (name) => isSurelyPositive(distribution.arguments[name], environment),
    fail: (code, message, hint) => environment.fail(code, distribution.span, message, hint),
  };
}

/** The axes of the outcome of a combinator's parts: of the batch, its own, those of the parts' events. */
export function innerAxesOf(
  distribution: CombinedDistribution,
  outcome: readonly Axis[],
): Record<'events' | 'batch' | 'inner', readonly Axis[]> {
  const events = eventAxesOf(distribution, outcome);
  const batch = batchAxesOf(distribution, outcome);
  const { own } = distribution;
  const taken = own.filter((axis) => outcome.includes(axis));
  const added = own.filter((axis) => !outcome.includes(axis));
  const rest = events.filter((axis) => !own.includes(axis));
  return { events, batch, inner: [...batch, ...taken, ...added, ...rest] };
}

/**
 * A combinator's argument as it broadcasts against the batch, with as many axes of its own behind;
 * undefined where it is left out.
 */
export function lowerCombinedArgument(
  distribution: CombinedDistribution,
  name: string,
  ownAxes: number,
  batch: readonly Axis[],
  environment: Environment,
): Node | undefined {
  const expression = distribution.arguments[name];
  if (expression === undefined) return undefined;
  const { axes } = expression;
  const own = axes.slice(axes.length - ownAxes);
  const node = lowerExpression(expression, environment);
  return align(environment.builder, node, axes, [...batch, ...own]);
}

/** Below this, products of several such probabilities underflow. */
const SMALLEST = 1e-100;

/** Whether all values are above 0 whatever the parameters are: probabilities of a simplex or known ones. */
function isSurelyPositive(expression: TypedExpression, environment: Environment): boolean {
  if (expression.stage === 'constant' || expression.stage === 'data') {
    return evaluate([lowerExpression(expression, environment)])[0].every((p) => p > SMALLEST);
  }
  switch (expression.kind) {
    case 'variable': {
      const definition = environment.definition(expression.name);
      return definition === undefined
        ? environment.parameter(expression.name)?.constraint === 'simplex'
        : isSurelyPositive(definition, environment);
    }
    case 'if':
      return [expression.then, expression.else].every((e) => isSurelyPositive(e, environment));
    case 'rename':
      return isSurelyPositive(expression.operand, environment);
    case 'index':
      return isSurelyPositive(expression.target, environment);
    default:
      return false;
  }
}

/** The log density of each event of `outcome`, which has the given axes; full shape. */
export function lowerLogDensity(
  distribution: TypedDistribution,
  outcome: Node,
  outcomeAxes: readonly Axis[],
  environment: Environment,
  present?: Node,
): Node {
  const b = environment.builder;
  const batch = batchAxesOf(distribution, outcomeAxes);
  const law = lawOf(distribution, outcomeAxes, environment);
  return b.withOrigin(distribution.span, () =>
    b.broadcast(law.logDensity(outcome, present), environment.shapeOf(batch)),
  );
}

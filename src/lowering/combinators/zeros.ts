/** `zero_inflated` and `hurdle`: outcomes that are 0 more often, or less often, than their distribution says. */
import { supports } from '../../distributions/distribution.ts';
import { argumentCheck } from '../../distributions/domain.ts';
import { logDiffExp } from '../../graph/composites.ts';
import type { Node } from '../../graph/node.ts';
import { isDiscrete } from '../../semantics/distribution-facts.ts';
import { type Draw, type DrawIngredients, fillEvent, forEachPlace } from '../drawing.ts';
import { anyOfInner, type Combinator, type Ingredients, ofRank, toInner } from './combinator.ts';
import { logWeightedSum } from './weighted-sum.ts';

const parameters = [{ name: 'p_zero', support: supports.unit, summary: '' }];

/** As many outcomes are tried before a distribution of events counts as one that is 0 always. */
const TRIES = 100_000;

interface Zeros {
  readonly p: Node;
  /** 0, NaN where p is no probability. */
  readonly check: Node;
  /** The log density of the part. */
  readonly densityOf: (x: Node, present?: Node) => Node;
  /** 1 where an event is 0 as far as it is known. */
  readonly isZero: (x: Node, present?: Node) => Node;
  /** log (p e^a + (1 − p) e^c). */
  readonly mix: (a: Node, c: Node) => Node;
}

function zerosOf(ingredients: Ingredients): Zeros {
  const { builder: b, argument, batch, outcome, parts } = ingredients;
  const p = argument('p_zero')!;
  const check = argumentCheck(b, parameters, { p_zero: p });
  const events = outcome.flatMap((axis, k) => (batch.includes(axis) ? [] : [k]));
  return {
    p,
    check,
    densityOf: (x, present) =>
      parts[0].logDensity(toInner(ingredients, x), present && toInner(ingredients, present)),
    isZero: (x, present) => {
      const isZero = b.equal(x, 0);
      const known = present === undefined ? isZero : b.or(b.not(present), isZero);
      return events.length === 0 ? known : b.min(ofRank(b, known, outcome.length), events);
    },
    mix: (a, c) =>
      logWeightedSum(b, [
        { weight: p, log: a },
        { weight: b.subtract(1, p), log: c },
      ]),
  };
}

/** 0 where the outcome is not below 0, −∞ elsewhere, and the other way round: of the outcome 0. */
const tailsOfZero = (b: Ingredients['builder'], x: Node): { logCdf: Node; logSurvival: Node } => ({
  logCdf: b.where(b.less(x, 0), -Infinity, 0),
  logSurvival: b.where(b.less(x, 0), 0, -Infinity),
});

function containsZero(ingredients: Ingredients, x: Node): Node {
  const { builder: b, parts } = ingredients;
  const inside = anyOfInner(ingredients, parts[0].contains(toInner(ingredients, x)));
  return b.or(b.equal(x, 0), inside);
}

/**
 * log (p [x = 0] + (1 − p) f(x)). Of a continuous distribution 0 has no probability but p, and of 0
 * this is log p.
 */
export const zeroInflated: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, distribution } = ingredients;
    const { check, isZero, densityOf, mix } = zerosOf(ingredients);
    const isContinuous = !isDiscrete(distribution);
    const tails = parts[0].cumulative;
    return {
      logDensity: (x, present) => {
        const zero = isZero(x, present);
        const density = densityOf(x, present);
        const beside = isContinuous ? b.where(zero, -Infinity, density) : density;
        return b.add(mix(b.where(zero, 0, -Infinity), beside), check);
      },
      contains: (x) => containsZero(ingredients, x),
      ...(tails && {
        cumulative: {
          logCdf: (x) => b.add(mix(tailsOfZero(b, x).logCdf, tails.logCdf(x)), check),
          logSurvival: (x) =>
            b.add(mix(tailsOfZero(b, x).logSurvival, tails.logSurvival(x)), check),
        },
      }),
    };
  },
  draw: (ingredients) => {
    const p = ingredients.argument('p_zero')!;
    return (drawing) => drawZeroOr(ingredients, p(drawing)[0], drawing, ingredients.parts[0]);
  },
};

/** log p of 0, log (1 − p) + log f(x) − log (1 − f(0)) of others; f(0) is 0 of a continuous distribution. */
export const hurdle: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, distribution, outcome, batch, shapeOf } = ingredients;
    if (!isDiscrete(distribution)) return zeroInflated.law(ingredients);
    const { p, check, isZero, densityOf, mix } = zerosOf(ingredients);
    const zero = b.constant(0);
    const ofEvents = batch.length < outcome.length;
    const zeros = ofEvents ? b.broadcast(zero, shapeOf(outcome)) : zero;
    const atZero = densityOf(zeros);
    const rest = b.add(b.log1mExp(atZero), check);
    const above = b.log1p(b.negate(p));
    const tails = parts[0].cumulative;
    /** Of a probability that includes that of 0. */
    const withoutZero = (tail: Node): Node =>
      b.subtract(logDiffExp(b, b.maximum(tail, atZero), atZero), rest);
    return {
      logDensity: (x, present) => {
        const density = b.subtract(densityOf(x, present), rest);
        const isNone = isZero(x, present);
        // where not all of an event is known, what is not may be other than 0
        const none =
          present === undefined ? b.log(p) : mix(zero, withoutZero(densityOf(zeros, present)));
        return b.add(b.where(isNone, none, b.add(above, density)), check);
      },
      contains: (x) => containsZero(ingredients, x),
      ...(tails && {
        cumulative: {
          logCdf: (x) => {
            const [below, at] = [tails.logCdf(x), tailsOfZero(b, x).logCdf];
            const beside = b.where(b.less(x, 0), b.subtract(below, rest), withoutZero(below));
            return b.add(mix(at, beside), check);
          },
          logSurvival: (x) => {
            const [beyond, at] = [tails.logSurvival(x), tailsOfZero(b, x).logSurvival];
            const beside = b.where(b.less(x, 0), withoutZero(beyond), b.subtract(beyond, rest));
            return b.add(mix(at, beside), check);
          },
        },
      }),
    };
  },
  draw: (ingredients) => {
    const { argument, parts, events, element } = ingredients;
    const p = argument('p_zero')!;
    const isNotZero: Draw = (drawing) => {
      for (let k = 0; k < TRIES; k++) {
        parts[0](drawing);
        let isZero = true;
        forEachPlace(events, drawing.place, () => {
          if (drawing.drawn[element(drawing)] !== 0) isZero = false;
        });
        if (!isZero) return;
      }
      fillEvent(ingredients, drawing, Number.NaN);
    };
    return (drawing) => drawZeroOr(ingredients, p(drawing)[0], drawing, isNotZero);
  },
};

function drawZeroOr(
  ingredients: DrawIngredients,
  p: number,
  drawing: Parameters<Draw>[0],
  otherwise: Draw,
): void {
  if (!(p >= 0 && p <= 1)) fillEvent(ingredients, drawing, Number.NaN);
  else if (drawing.random.uniform() < p) fillEvent(ingredients, drawing, 0);
  else otherwise(drawing);
}

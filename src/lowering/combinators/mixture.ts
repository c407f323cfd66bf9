import { drawCategory } from '../../distributions/category.ts';
import { SIMPLEX_TOLERANCE } from '../../distributions/domain.ts';
import { nanUnless } from '../../distributions/events.ts';
import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import { fillEvent } from '../drawing.ts';
import { anyOfInner, type Combinator, toInner } from './combinator.ts';
import { logWeightedSum, logWeightedSumAlong } from './weighted-sum.ts';

/** 0 where the last axis holds probabilities that sum to 1, else NaN. */
export function simplexCheck(b: Builder, probabilities: Node): Node {
  const last = [probabilities.shape.length - 1];
  const error = b.abs(b.subtract(b.sum(probabilities, last), 1));
  const isRight = b.and(
    b.lessEqual(0, b.min(probabilities, last)),
    b.lessEqual(error, SIMPLEX_TOLERANCE),
  );
  return nanUnless(b, isRight);
}

/** Whether numbers are probabilities that sum to 1. */
export function isSimplex(values: Float64Array): boolean {
  let sum = 0;
  for (const value of values) {
    if (!(value >= 0)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= SIMPLEX_TOLERANCE;
}

/** log Σ weights[k] p(x | k), k along the last dimension of the weights or through the list of parts. */
export const mixture: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, argument, distribution, fail } = ingredients;
    const weights = argument('weights', 1)!;
    const last = weights.shape.length - 1;
    const isOfList = distribution.own.length === 0;
    if (isOfList && weights.shape[last] !== parts.length) {
      fail(
        'list-size',
        `${parts.length} distributions stand where there are ${weights.shape[last]} weights`,
      );
    }
    const check = simplexCheck(b, weights);
    const combine = (ofPart: (k: number) => Node): Node => {
      const sum = isOfList
        ? logWeightedSum(
            b,
            parts.map((_, k) => ({ weight: weightOf(b, weights, k), log: ofPart(k) })),
          )
        : logWeightedSumAlong(b, weights, ofPart(0));
      return b.add(sum, check);
    };
    const tails = parts.map(({ cumulative }) => cumulative);
    return {
      logDensity: (x, present) => {
        const [inner, mask] = [toInner(ingredients, x), present && toInner(ingredients, present)];
        return combine((k) => parts[k].logDensity(inner, mask));
      },
      contains: (x) => {
        const inner = toInner(ingredients, x);
        const inside = parts.map((part) => anyOfInner(ingredients, part.contains(inner)));
        return inside.reduce((a, c) => b.or(a, c));
      },
      ...(tails.every((tail) => tail !== undefined) && {
        cumulative: {
          logCdf: (x) => combine((k) => tails[k]!.logCdf(toInner(ingredients, x))),
          logSurvival: (x) => combine((k) => tails[k]!.logSurvival(toInner(ingredients, x))),
        },
      }),
    };
  },
  draw: (ingredients) => {
    const { parts, argument, distribution, slotOf } = ingredients;
    const weights = argument('weights', 1)!;
    const component = distribution.own.map(slotOf)[0];
    return (drawing) => {
      const probabilities = weights(drawing);
      if (!isSimplex(probabilities)) {
        fillEvent(ingredients, drawing, Number.NaN);
        return;
      }
      const k = drawCategory(probabilities, drawing.random.uniform()) - 1;
      if (component === undefined) {
        parts[k](drawing);
        return;
      }
      drawing.place[component.slot] = k;
      parts[0](drawing);
    };
  },
};

function weightOf(b: Builder, weights: Node, k: number): Node {
  const last = weights.shape.length - 1;
  const begin = weights.shape.map((_, axis) => (axis === last ? k : 0));
  return b.reshape(
    b.slice(weights, begin, weights.shape.with(last, 1)),
    weights.shape.slice(0, -1),
  );
}

import type { Node } from '../../graph/node.ts';
import { boundsOf } from './bounds.ts';
import type { Combinator } from './combinator.ts';

/** log P(X ≤ lower) of an outcome at or below the lower bound, log P(X ≥ upper) at or above the upper one. */
export const censor: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, isKnown } = ingredients;
    const { lower, upper, check, belowUpper } = boundsOf(ingredients);
    // the checker lets through only distributions whose distribution function is known
    const tails = parts[0].cumulative!;
    const at = (
      x: Node,
      { below, between, above }: Record<'below' | 'above', Node | number> & { between: Node },
    ): Node => {
      const bounded =
        upper === undefined ? between : b.where(b.lessEqual(upper, x), above, between);
      return b.add(
        lower === undefined ? bounded : b.where(b.lessEqual(x, lower), below, bounded),
        check,
      );
    };
    return {
      logDensity: (x) =>
        at(x, {
          below: lower === undefined ? 0 : tails.logCdf(lower),
          between: parts[0].logDensity(x),
          above: belowUpper === undefined ? 0 : tails.logSurvival(belowUpper),
        }),
      // where a bound is not known yet, anything may lie beyond it
      contains: (x) =>
        (lower === undefined || isKnown('lower')) && (upper === undefined || isKnown('upper'))
          ? at(x, { below: 1, between: parts[0].contains(x), above: 1 })
          : b.constant(1),
      cumulative: {
        logCdf: (x) => {
          const inside = tails.logCdf(x);
          const capped = upper === undefined ? inside : b.where(b.lessEqual(upper, x), 0, inside);
          const value = lower === undefined ? capped : b.where(b.less(x, lower), -Infinity, capped);
          return b.add(value, check);
        },
        logSurvival: (x) => {
          const inside = tails.logSurvival(x);
          const capped =
            upper === undefined ? inside : b.where(b.lessEqual(upper, x), -Infinity, inside);
          const value = lower === undefined ? capped : b.where(b.less(x, lower), 0, capped);
          return b.add(value, check);
        },
      },
    };
  },
  draw: ({ parts: [part], argument, element }) => {
    const [lower, upper] = [argument('lower'), argument('upper')];
    return (drawing) => {
      part(drawing);
      const at = element(drawing);
      if (lower !== undefined) drawing.drawn[at] = Math.max(drawing.drawn[at], lower(drawing)[0]);
      if (upper !== undefined) drawing.drawn[at] = Math.min(drawing.drawn[at], upper(drawing)[0]);
    };
  },
};

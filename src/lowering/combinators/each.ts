import { broadcastShapes } from '../../graph/shape-rules.ts';
import { align } from '../align.ts';
import { forEachPlace } from '../drawing.ts';
import { type Combinator, ofRank, toInner } from './combinator.ts';

/** Σ log p(x[i]) along a dimension, of which all elements together are one event. */
export const each: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, distribution, shapeOf, inner, outcome } = ingredients;
    const own = shapeOf(distribution.own);
    return {
      logDensity: (x, present) => {
        const value = parts[0].logDensity(
          toInner(ingredients, x),
          present && toInner(ingredients, present),
        );
        const whole = b.broadcast(value, broadcastShapes(value.shape, own));
        const rank = whole.shape.length;
        return b.sum(
          whole,
          own.map((_, k) => rank - own.length + k),
        );
      },
      contains: (x) => {
        const inside = ofRank(b, parts[0].contains(toInner(ingredients, x)), inner.length);
        return align(b, inside, inner, outcome);
      },
    };
  },
  draw: ({ parts, distribution, slotOf }) => {
    const own = distribution.own.map(slotOf);
    return (drawing) => forEachPlace(own, drawing.place, () => parts[0](drawing));
  },
};

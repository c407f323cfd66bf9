import { onlyInside } from '../../distributions/domain.ts';
import { logMass } from '../../distributions/truncation.ts';
import type { Node } from '../../graph/node.ts';
import { boundsOf } from './bounds.ts';
import type { Combinator } from './combinator.ts';

/** As many outcomes are tried before one is taken from the distribution function. */
const TRIES = 30;

/** log p(x) − log P(lower ≤ X ≤ upper) for lower ≤ x ≤ upper. */
export const truncate: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, isKnown } = ingredients;
    const { lower, upper, check, below: under } = boundsOf(ingredients);
    // the checker lets through only distributions whose distribution function is known
    const tails = parts[0].cumulative!;
    const mass = b.add(logMass(b, tails, under, upper), check);
    const inside = (x: Node): Node => {
      const above = lower === undefined ? b.constant(1) : b.lessEqual(lower, x);
      return upper === undefined ? above : b.and(above, b.lessEqual(x, upper));
    };
    const fromBelow = (x: Node): Node => (upper === undefined ? x : b.minimum(x, upper));
    const fromAbove = (x: Node): Node => (under === undefined ? x : b.maximum(x, under));
    return {
      logDensity: (x) => b.subtract(onlyInside(b, x, inside(x), parts[0].logDensity(x)), mass),
      contains: (x) => {
        const above = lower && isKnown('lower') ? b.lessEqual(lower, x) : b.constant(1);
        const below = upper && isKnown('upper') ? b.lessEqual(x, upper) : b.constant(1);
        return b.and(parts[0].contains(x), b.and(above, below));
      },
      cumulative: {
        logCdf: (x) => b.subtract(logMass(b, tails, under, fromBelow(x)), mass),
        logSurvival: (x) => b.subtract(logMass(b, tails, fromAbove(x), upper), mass),
      },
    };
  },
  draw: ({ parts: [part], argument, element, quantile }) => {
    const [lower, upper] = [argument('lower'), argument('upper')];
    return (drawing) => {
      const low = lower === undefined ? -Infinity : lower(drawing)[0];
      const high = upper === undefined ? Infinity : upper(drawing)[0];
      const at = element(drawing);
      for (let k = 0; k < TRIES; k++) {
        part(drawing);
        const value = drawing.drawn[at];
        if (value >= low && value <= high) return;
      }
      // that none of them lay inside says nothing of this one
      drawing.drawn[at] = quantile(drawing, drawing.random.uniform());
    };
  },
};

import type { Node } from '../../graph/node.ts';
import { align } from '../align.ts';
import { anyOfInner, type Combinator, ofRank, toInner } from './combinator.ts';

/** `if c then D else E`: what is not chosen has no effect on value or gradient. */
export const choice: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, argument, batch, outcome } = ingredients;
    const [then, otherwise] = parts;
    const condition = argument('condition')!;
    const choose = (a: Node, c: Node): Node => b.where(condition, a, c);
    const [first, second] = [then.cumulative, otherwise.cumulative];
    return {
      logDensity: (x, present) => {
        const [inner, mask] = [toInner(ingredients, x), present && toInner(ingredients, present)];
        return choose(then.logDensity(inner, mask), otherwise.logDensity(inner, mask));
      },
      contains: (x) => {
        const inner = toInner(ingredients, x);
        const [a, c] = parts.map((part) => anyOfInner(ingredients, part.contains(inner)));
        return b.where(align(b, ofRank(b, condition, batch.length), batch, outcome), a, c);
      },
      ...(first &&
        second && {
          cumulative: {
            logCdf: (x) => choose(first.logCdf(x), second.logCdf(x)),
            logSurvival: (x) => choose(first.logSurvival(x), second.logSurvival(x)),
          },
        }),
    };
  },
  draw: ({ parts: [then, otherwise], argument }) => {
    const condition = argument('condition')!;
    return (drawing) => (condition(drawing)[0] === 0 ? otherwise : then)(drawing);
  },
};

import type { Node } from '../../graph/node.ts';
import type { Combinator } from './combinator.ts';

/** `if c then D else E`: what is not chosen has no effect on value or gradient. */
export const choice: Combinator = {
  law: ({ builder: b, parts: [then, otherwise], argument }) => {
    const condition = argument('condition')!;
    const choose = (a: Node, c: Node): Node => b.where(condition, a, c);
    const [first, second] = [then.cumulative, otherwise.cumulative];
    return {
      logDensity: (x, present) =>
        choose(then.logDensity(x, present), otherwise.logDensity(x, present)),
      contains: (x) => choose(then.contains(x), otherwise.contains(x)),
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

/** `zero_inflated(p_zero, D)` and `hurdle(p_zero, D)`. */
import { report } from '../context.ts';
import { familyOf } from '../distribution-facts.ts';
import { checkDistribution } from '../distributions.ts';
import { familiesIn } from '../tree.ts';
import { type CheckCombinator, combine } from './combining.ts';

export const checkZeros: CheckCombinator = (ctx, combined, outcome) => {
  const { signature, given, distribution } = combined;
  const part = checkDistribution(ctx, distribution, outcome);
  if (part === undefined || !given.has('p_zero')) return undefined;
  const withoutZero = familiesIn(part).find((family) => {
    const { kind } = familyOf(family).support;
    return kind === 'category' || kind === 'constraint';
  });
  if (withoutZero !== undefined) {
    report(
      ctx,
      'no-zero',
      withoutZero.span,
      `\`${withoutZero.name}\` describes ${familyOf(withoutZero).support.words}; \`${signature.name}\` is for numbers, 0 among them`,
    );
    return undefined;
  }
  return combine(ctx, combined, outcome, [part], []);
};

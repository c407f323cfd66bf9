/** `mixture(weights, D)` and `mixture(weights, [D1, D2])`. */
import type { ListExpression } from '../../syntax/ast.ts';
import { listLength } from '../axes.ts';
import { type Context, quote, report, silently } from '../context.ts';
import { familyOf, isDiscrete } from '../distribution-facts.ts';
import { haveSameEvents } from '../distribution-parts.ts';
import { checkDistribution, type Outcome } from '../distributions.ts';
import { varyingParts } from '../log-densities.ts';
import { familiesIn } from '../tree.ts';
import type { TypedDistribution } from '../typed-expression.ts';
import { type CheckCombinator, type CombinatorCall, combine, ownDimension } from './combining.ts';

export const checkMixture: CheckCombinator = (ctx, combined, outcome) => {
  const { signature, given, distribution } = combined;
  const weights = given.get('weights');
  if (distribution.kind === 'list') return checkList(ctx, combined, distribution, outcome);
  if (weights === undefined) return undefined;
  const candidates = varyingParts(silently(ctx), distribution).flatMap(({ axes }) => axes);
  const own = ownDimension(ctx, signature, 'weights', weights, candidates, outcome);
  if (own === undefined) return undefined;
  const inner = {
    ...outcome,
    axes: [own.axis, ...outcome.axes],
    summed: [own.axis, ...(outcome.summed ?? [])],
  };
  const part = checkDistribution(ctx, distribution, inner);
  if (part === undefined) return undefined;
  const named = { ...combined, given: new Map([['weights', own.value]]) };
  return combine(ctx, named, outcome, [part], [own.axis]);
};

function checkList(
  ctx: Context,
  combined: CombinatorCall,
  { elements, span }: ListExpression,
  outcome: Outcome,
): TypedDistribution | undefined {
  const parts = elements.map((element) => checkDistribution(ctx, element, outcome));
  const known = parts.filter((part) => part !== undefined);
  const weights = combined.given.get('weights');
  if (known.length === 0 && elements.length === 0) {
    report(ctx, 'empty-list', span, 'a list of distributions needs at least one');
    return undefined;
  }
  if (weights === undefined || known.length < parts.length) return undefined;
  const own = ownDimension(ctx, combined.signature, 'weights', weights, [], outcome);
  if (own === undefined) return undefined;
  const size = listLength(own.axis) ?? ctx.scope.sizeOf(own.axis);
  if (size !== undefined && size !== elements.length) {
    report(
      ctx,
      'list-size',
      span,
      `${elements.length} distributions stand where ${quote(ctx, weights.span, '`weights`')} has ${size} weights`,
    );
    return undefined;
  }
  if (!haveSameEvents(ctx, known, outcome, span)) return undefined;
  const odd = known.find((part) => isDiscrete(part) !== isDiscrete(known[0]!));
  if (odd !== undefined) {
    const [first, other] = [known[0]!, odd].map((part) => familiesIn(part)[0]!);
    const words = (family: typeof first): string => familyOf(family!).support.words;
    report(
      ctx,
      'densities-and-probabilities',
      odd.span,
      `\`${first!.name}\` describes ${words(first)}, \`${other!.name}\` ${words(other)}: a probability and a density do not add up`,
    );
    return undefined;
  }
  return combine(ctx, combined, outcome, known, []);
}

/** The right side of `~` where it is made of other distributions: `truncate(Normal(0, 1), lower = 0)`. */
import { combinatorSignatures } from '../distributions/combinators.ts';
import type { CallExpression } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { checkBounded } from './combinators/bounded.ts';
import type { CheckCombinator } from './combinators/combining.ts';
import { checkEach } from './combinators/each.ts';
import { checkHiddenMarkov } from './combinators/hidden-markov.ts';
import { checkMixture } from './combinators/mixture.ts';
import { checkZeros } from './combinators/zeros.ts';
import type { Context } from './context.ts';
import type { Outcome } from './distributions.ts';
import { checkExpression } from './expression.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';

const checks: ReadonlyMap<string, CheckCombinator> = new Map([
  ['truncate', checkBounded],
  ['censor', checkBounded],
  ['mixture', checkMixture],
  ['zero_inflated', checkZeros],
  ['hurdle', checkZeros],
  ['each', checkEach],
  ['hidden_markov', checkHiddenMarkov],
]);

/** Undefined where there is an error, which has been reported. */
export function checkCombined(
  ctx: Context,
  call: CallExpression,
  outcome: Outcome,
): TypedDistribution | undefined {
  const signature = combinatorSignatures.get(call.callee.text)!;
  const names = signature.parameters.map(({ name }) => name);
  const matched = matchArguments(ctx, call, names, signature.optional);
  const part = matched?.get('distribution');
  const values = new Map(
    call.arguments.flatMap((argument) =>
      matched === undefined || argument === part
        ? []
        : [[argument, checkExpression(ctx, argument.value)] as const],
    ),
  );
  if (matched === undefined || part === undefined) return undefined;
  const given = new Map<string, TypedExpression>();
  for (const [name, argument] of matched) {
    const value = values.get(argument);
    if (value !== undefined) given.set(name, value);
  }
  const combined = { signature, call, distribution: part.value, given };
  return checks.get(signature.name)!(ctx, combined, outcome);
}

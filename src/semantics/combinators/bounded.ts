/** `truncate(D, lower =, upper =)` and `censor(D, lower =, upper =)`. */
import { describeAxes } from '../axes.ts';
import { report } from '../context.ts';
import { eventAxesOf, isDiscrete } from '../distribution-facts.ts';
import { checkDistribution } from '../distributions.ts';
import { requireCumulative } from '../log-densities.ts';
import { valueRange } from '../value-range.ts';
import { type CheckCombinator, combine } from './combining.ts';

export const checkBounded: CheckCombinator = (ctx, combined, outcome) => {
  const { signature, call, given, distribution } = combined;
  const { name } = signature;
  const part = checkDistribution(ctx, distribution, outcome);
  const [lower, upper] = [given.get('lower'), given.get('upper')];
  const written = call.arguments.length - 1;
  if (written === 0) {
    report(
      ctx,
      'number-of-arguments',
      call.span,
      `\`${name}\` needs a bound: \`lower =\`, \`upper =\` or both`,
    );
    return undefined;
  }
  if (part === undefined || [lower, upper].filter((b) => b !== undefined).length < written) {
    return undefined;
  }
  const events = eventAxesOf(part, outcome.axes);
  if (events.length > 0) {
    report(
      ctx,
      'events-differ',
      part.span,
      `\`${name}\` takes a distribution of single numbers; this one describes ${describeAxes(events)} together`,
    );
    return undefined;
  }
  const typed = combine(ctx, combined, outcome, [part], []);
  if (typed === undefined) return undefined;
  const low = lower && valueRange(ctx.scope, lower)?.lower;
  const high = upper && valueRange(ctx.scope, upper)?.upper;
  const mayTouch = name === 'truncate' && isDiscrete(part);
  if (low !== undefined && high !== undefined && (mayTouch ? low > high : low >= high)) {
    report(ctx, 'empty-range', call.span, `no value is between the bounds of \`${name}\``);
    return undefined;
  }
  return requireCumulative(ctx, `\`${name}\``, part) ? typed : undefined;
};

import { joinAxes } from './broadcast.ts';
import { type Context, report } from './context.ts';
import type { DeclaredType } from './declared-types.ts';
import { improperFamily, rangeOf, valuesInWords } from './distribution-facts.ts';
import { requireCumulative } from './log-densities.ts';
import type { TypedDistribution, TypedExpression } from './typed-expression.ts';
import type { TypedParam } from './typed-model.ts';
import { constantValue, valueRange } from './value-range.ts';
import { isBeyond, latestStage, REAL } from './value-types.ts';

type PriorBounds = Pick<TypedParam, 'lower' | 'upper' | 'truncation'>;
type Side = 'lower' | 'upper';

/**
 * Where a parameter lies: the support of its prior, narrowed by its declared type. A bound narrower
 * than the support truncates the prior. Undefined, with a report, where nothing is left or the
 * truncated prior cannot be normalised.
 */
export function priorBounds(
  ctx: Context,
  prior: TypedDistribution,
  type: DeclaredType | undefined,
): PriorBounds | undefined {
  const support = rangeOf(prior);
  const lower = narrow(ctx, 'lower', support.lower, type?.lower);
  const upper = narrow(ctx, 'upper', support.upper, type?.upper);
  const low = lower.bound && valueRange(ctx.scope, lower.bound)?.lower;
  const high = upper.bound && valueRange(ctx.scope, upper.bound)?.upper;
  if (low !== undefined && high !== undefined && low >= high) {
    report(
      ctx,
      'empty-range',
      prior.span,
      `\`${prior.name}\` describes ${valuesInWords(prior)}; the type leaves nothing of that`,
      { hint: type === undefined ? undefined : `the type is \`${type.words}\`` },
    );
    return undefined;
  }
  const truncation = {
    ...(lower.truncates && lower.bound ? { lower: lower.bound } : {}),
    ...(upper.truncates && upper.bound ? { upper: upper.bound } : {}),
  };
  const isTruncated = Object.keys(truncation).length > 0 && improperFamily(prior) === undefined;
  if (isTruncated && !requireCumulative(ctx, 'a range narrower than the support', prior)) {
    return undefined;
  }
  return {
    ...(lower.bound ? { lower: lower.bound } : {}),
    ...(upper.bound ? { upper: upper.bound } : {}),
    ...(isTruncated ? { truncation } : {}),
  };
}

/** The distribution given that its values lie within bounds. */
export function truncated(
  distribution: TypedDistribution,
  bounds: NonNullable<TypedParam['truncation']>,
): TypedDistribution {
  const arguments_ = Object.fromEntries(
    Object.entries(bounds).filter(([, bound]) => bound !== undefined),
  );
  const { axes, span } = distribution;
  const bounding = Object.values(arguments_);
  return {
    kind: 'combined',
    name: 'truncate',
    parts: [distribution],
    own: [],
    arguments: arguments_,
    axes: [...new Set([...axes, ...bounding.flatMap((bound) => bound.axes)])],
    stage: latestStage([distribution, ...bounding]),
    span,
  };
}

/** The narrower of the support's bound and the declared one, and whether that cuts off support. */
function narrow(
  ctx: Context,
  side: Side,
  support: TypedExpression | undefined,
  declared: TypedExpression | undefined,
): { readonly bound?: TypedExpression; readonly truncates: boolean } {
  const infinite = side === 'lower' ? -Infinity : Infinity;
  const isOpen = declared === undefined || constantValue(ctx.scope, declared) === infinite;
  if (isOpen)
    return support === undefined ? { truncates: false } : { bound: support, truncates: false };
  if (support === undefined) return { bound: declared, truncates: true };
  const sign = side === 'lower' ? 1 : -1;
  const [own, other] = [valueRange(ctx.scope, declared), valueRange(ctx.scope, support)];
  if (own !== undefined && other !== undefined) {
    const [ownLow, ownHigh] = sign > 0 ? [own.lower, own.upper] : [-own.upper, -own.lower];
    const [otherLow, otherHigh] =
      sign > 0 ? [other.lower, other.upper] : [-other.upper, -other.lower];
    if (ownHigh <= otherLow) return { bound: support, truncates: false };
    if (ownLow >= otherHigh) return { bound: declared, truncates: true };
  }
  const innermost: TypedExpression = {
    kind: 'apply',
    function: side === 'lower' ? 'max' : 'min',
    arguments: [declared, support],
    axes: joinAxes([declared.axes, support.axes]) ?? declared.axes,
    type: REAL,
    stage: isBeyond(declared.stage, support.stage) ? declared.stage : support.stage,
    span: declared.span,
  };
  return { bound: innermost, truncates: true };
}

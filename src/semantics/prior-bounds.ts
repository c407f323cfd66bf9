import type { Bound, Distribution } from '../distributions/distribution.ts';
import { joinAxes } from './broadcast.ts';
import { type Context, notSupported, report } from './context.ts';
import { type DeclaredType, numberNode } from './declared-types.ts';
import type { TypedDistribution, TypedExpression, TypedParam } from './typed-model.ts';
import { constantValue, valueRange } from './value-range.ts';
import { isBeyond, REAL } from './value-types.ts';

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
  definition: Distribution,
  type: DeclaredType | undefined,
): PriorBounds | undefined {
  const { support } = definition;
  if (support.kind !== 'real') return {};
  const lower = narrow(ctx, 'lower', boundNode(support.lower, prior), type?.lower);
  const upper = narrow(ctx, 'upper', boundNode(support.upper, prior), type?.upper);
  const low = lower.bound && valueRange(ctx.scope, lower.bound)?.lower;
  const high = upper.bound && valueRange(ctx.scope, upper.bound)?.upper;
  if (low !== undefined && high !== undefined && low >= high) {
    report(
      ctx,
      'empty-range',
      prior.span,
      `\`${definition.name}\` describes ${support.words}; the type leaves nothing of that`,
      { hint: type === undefined ? undefined : `the type is \`${type.words}\`` },
    );
    return undefined;
  }
  const truncation = {
    ...(lower.truncates && lower.bound ? { lower: lower.bound } : {}),
    ...(upper.truncates && upper.bound ? { upper: upper.bound } : {}),
  };
  const isTruncated = Object.keys(truncation).length > 0 && definition.improper !== true;
  if (isTruncated && !canTruncate(ctx, prior, definition)) return undefined;
  return {
    ...(lower.bound ? { lower: lower.bound } : {}),
    ...(upper.bound ? { upper: upper.bound } : {}),
    ...(isTruncated ? { truncation } : {}),
  };
}

/** A bound of the support as an expression; undefined where it is infinite. */
function boundNode(bound: Bound, prior: TypedDistribution): TypedExpression | undefined {
  if (typeof bound !== 'number') return prior.arguments[bound.argument];
  return Number.isFinite(bound) ? numberNode(bound, 'real', prior.span) : undefined;
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

function canTruncate(ctx: Context, prior: TypedDistribution, definition: Distribution): boolean {
  const { name, cumulative } = definition;
  if (cumulative === undefined) {
    notSupported(ctx, prior.span, `truncating \`${name}\` to a narrower range`);
    return false;
  }
  const varying = (cumulative.notDifferentiableIn ?? []).filter((argument) =>
    isBeyond(prior.arguments[argument]!.stage, 'data'),
  );
  if (varying.length === 0) return true;
  const names = varying.map((argument) => `\`${argument}\``).join(' and ');
  notSupported(
    ctx,
    prior.span,
    `truncating \`${name}\` where ${names} ${varying.length > 1 ? 'depend' : 'depends'} on a parameter`,
  );
  return false;
}

import { describeAxes } from './axes.ts';
import { fitsInto, nameLists, plainAxes } from './broadcast.ts';
import { type Context, report, textOf } from './context.ts';
import type { DeclaredType } from './declared-types.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';

/**
 * The bounds of a type as they stand beside values with these axes, along which they may vary. Undefined,
 * with a report, where they have others.
 *
 * @param whose in messages: `the parameter`
 */
export function placeBounds(
  ctx: Context,
  { lower, upper }: Pick<DeclaredType, 'lower' | 'upper'>,
  axes: readonly Axis[],
  whose: string,
): Pick<DeclaredType, 'lower' | 'upper'> | undefined {
  const placed: { lower?: TypedExpression; upper?: TypedExpression } = {};
  for (const [side, bound] of [
    ['lower', lower],
    ['upper', upper],
  ] as const) {
    if (bound === undefined) continue;
    const named = nameLists(ctx, bound, axes);
    if (!fitsInto(plainAxes(named.axes), plainAxes(axes))) {
      const own = axes.length === 0 ? 'none' : describeAxes(axes);
      report(
        ctx,
        'dimension-mismatch',
        bound.span,
        `the dimensions of a bound must be among those of ${whose}: \`${textOf(ctx, bound.span)}\` has ${describeAxes(named.axes)}, ${whose} ${own}`,
      );
      return undefined;
    }
    placed[side] = named;
  }
  return placed;
}

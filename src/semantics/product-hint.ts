import { type Context, quote } from './context.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';

/**
 * What is probably meant where an expression has the extra dimension `k` and a product `X * b` in it, with `k` last in X
 * and first in b: the matrix product.
 */
export function productHint(
  ctx: Context,
  expression: TypedExpression,
  extra: readonly Axis[],
): string | undefined {
  if (expression.kind !== 'binary') return undefined;
  const { operator, left, right } = expression;
  const shared = left.axes.at(-1);
  if (operator === '*' && shared !== undefined && shared === right.axes[0]) {
    const product = `${quote(ctx, left.span, 'X')} and ${quote(ctx, right.span, 'b')}`;
    if (extra.includes(shared)) {
      return `\`*\` works element by element; the matrix product of ${product}, with \`@\`, sums over \`${shared}\``;
    }
  }
  return productHint(ctx, left, extra) ?? productHint(ctx, right, extra);
}

import { describeAxes } from './axes.ts';
import type { Context } from './context.ts';
import type { TypedExpression } from './typed-expression.ts';

/** How a data input or a parameter would be declared with another type; undefined for all else. */
export function declarationHint(
  ctx: Context,
  expression: TypedExpression,
  type: string,
): string | undefined {
  if (expression.kind !== 'variable') return undefined;
  const { name, axes } = expression;
  const kind = ctx.scope.values.get(name)?.kind;
  if (kind !== 'data' && kind !== 'param') return undefined;
  return `declare it so: \`${kind} ${name}${axes.length === 0 ? '' : describeAxes(axes)}: ${type}\``;
}

/** Types declared for values that the model computes: `let p[s in student]: pattern = …`. */
import type { TypeExpression } from '../syntax/ast.ts';
import { checkBoundsOfData, valueType } from './check-data.ts';
import { type Context, quote, report } from './context.ts';
import { checkType, isForDataOnly } from './declared-types.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import type { DataType } from './typed-model.ts';
import { valueRange } from './value-range.ts';
import { describeType, isBeyond, isWhole, sameType } from './value-types.ts';

/**
 * The value as one of its declared type; what only data can tell is checked when they are bound.
 * Undefined, with a report, where it is of another type, or depends on a parameter and may leave it.
 *
 * @param placed the value, and the axes of its declaration, along which bounds may vary
 */
export function checkTypeOfValue(
  ctx: Context,
  written: TypeExpression,
  placed: { readonly value: TypedExpression; readonly headAxes: readonly Axis[] } | undefined,
): { readonly value: TypedExpression; readonly type: DataType } | undefined {
  const declared = checkType(ctx, written);
  if (declared === undefined || placed === undefined) return undefined;
  const { value, headAxes } = placed;
  const type = checkBoundsOfData(ctx, declared, headAxes, 'the value');
  if (type === undefined) return undefined;
  if (isForDataOnly(ctx, declared, written.span)) return undefined;
  const wanted = valueType(declared);
  const isOther =
    (wanted.kind !== 'real' && !isWhole(value.type)) ||
    (wanted.kind === 'index' && value.type.kind === 'index' && !sameType(value.type, wanted));
  if (isOther) {
    report(
      ctx,
      'declared-type',
      value.span,
      `${describeType(wanted)} is declared; ${quote(ctx, value.span, 'this')} is ${describeType(value.type)}`,
    );
    return undefined;
  }
  const isSure =
    sameType(value.type, wanted) && type.lower === undefined && type.upper === undefined;
  if (isBeyond(value.stage, 'data') && !isSure && !isWithin(ctx, value, type)) {
    report(
      ctx,
      'declared-type',
      written.span,
      `${quote(ctx, value.span, 'the value')} depends on a parameter, so that nothing makes it \`${type.words}\``,
      {
        hint: 'leave out the type, or bring the value there, for example by `exp(…)` or `clip(…)`',
      },
    );
    return undefined;
  }
  return { value: { ...value, type: wanted }, type };
}

/** Whether the values are known to lie in the bounds, whatever the parameters are. */
function isWithin({ scope }: Context, value: TypedExpression, type: DataType): boolean {
  if (type.kind !== 'real') return false;
  const range = valueRange(scope, value) ?? { lower: -Infinity, upper: Infinity };
  const lower = type.lower ? valueRange(scope, type.lower)?.upper : -Infinity;
  const upper = type.upper ? valueRange(scope, type.upper)?.lower : Infinity;
  return lower !== undefined && upper !== undefined && range.lower >= lower && range.upper <= upper;
}

import type { Span } from '../diagnostics/span.ts';
import { sameAxes } from './broadcast.ts';
import type { Axis, TypedExpression } from './typed-model.ts';
import { BINARY, INT } from './value-types.ts';

/**
 * The same values with the axes `axes`: its own in another order, and those of index variables on
 * which the values do not depend. Written as a product with ones along the missing axes.
 */
export function withAxes(expression: TypedExpression, axes: readonly Axis[]): TypedExpression {
  if (sameAxes(expression.axes, axes)) return expression;
  const { span, type, stage } = expression;
  const missing = axes.filter((axis) => !expression.axes.includes(axis));
  const ones = missing.map((axis) => onesAlong(axis, span));
  const factor = ones.reduce(
    (left, right): TypedExpression => ({
      ...binary('*', left, right, [...left.axes, ...right.axes]),
      type: INT,
    }),
    one(span),
  );
  return { ...binary('*', expression, factor, axes), type, stage };
}

function one(span: Span): TypedExpression {
  return { kind: 'number', value: 1, axes: [], type: INT, stage: 'constant', span };
}

/** 1 at every position that an index variable takes. */
function onesAlong(axis: Axis, span: Span): TypedExpression {
  const positions: TypedExpression = {
    kind: 'positions',
    axes: [axis],
    type: INT,
    stage: 'data',
    span,
  };
  return { ...binary('>=', positions, one(span), [axis]), type: BINARY };
}

function binary(
  operator: '*' | '>=',
  left: TypedExpression,
  right: TypedExpression,
  axes: readonly Axis[],
): TypedExpression {
  return {
    kind: 'binary',
    operator,
    left,
    right,
    axes,
    type: INT,
    stage: 'data',
    span: left.span,
  };
}

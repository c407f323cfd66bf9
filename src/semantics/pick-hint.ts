import { axisDimension, isVariableAxis } from './axes.ts';
import type { Context } from './context.ts';
import { partsOf } from './tree.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';

/**
 * The commonest slip with groups: `a` over `county` where one county for each `home` is meant. Where
 * the data have an index from the dimensions `into` to that of a variable in `expressions`, the
 * variable with that index: `a[county]`, or `a[county[i]]` under index variables.
 */
export function pickHint(
  ctx: Context,
  expressions: readonly TypedExpression[],
  into: readonly Axis[],
): string | undefined {
  if (ctx.frames.length > 0) return undefined;
  for (const variable of expressions.flatMap(variablesIn)) {
    const [dimension] = variable.axes;
    if (variable.axes.length !== 1 || dimension === undefined || into.includes(dimension)) continue;
    for (const { name, shape } of ctx.scope.values.values()) {
      if (shape?.type.kind !== 'index' || shape.type.dimension !== dimension) continue;
      if (shape.axes.length === 0) continue;
      const places = shape.axes.map((axis) => placeOf(axis, into));
      if (places.includes(undefined)) continue;
      const isPlain = places.every((place) => place === ':');
      const index = isPlain ? name : `${name}[${places.join(', ')}]`;
      return `pick a member for each: \`${variable.name}[${index}]\``;
    }
  }
  return undefined;
}

/** How the members of `dimension` are reached in `into`: all of them, or by an index variable. */
function placeOf(dimension: Axis, into: readonly Axis[]): string | undefined {
  if (into.includes(dimension)) return ':';
  const walked = into.find((axis) => isVariableAxis(axis) && axisDimension(axis) === dimension);
  return walked?.slice(0, walked.indexOf('#'));
}

/** The variables whose axes are those of the expression. */
function variablesIn(
  expression: TypedExpression,
): Extract<TypedExpression, { kind: 'variable' }>[] {
  switch (expression.kind) {
    case 'variable':
      return [expression];
    case 'unary':
    case 'binary':
    case 'apply':
      return partsOf(expression).flatMap(variablesIn);
    default:
      return [];
  }
}

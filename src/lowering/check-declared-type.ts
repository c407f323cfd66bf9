import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node } from '../graph/node.ts';
import type { DataType, TypedExpression } from '../semantics/typed-model.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** Stops where a value of data is not of the type that the model declares for it. */
export function checkDeclaredType(
  node: Node,
  type: DataType,
  { name, value }: { readonly name: string; readonly value: TypedExpression },
  environment: Environment,
): void {
  const bound = (expression: TypedExpression | undefined, otherwise: number): number =>
    expression === undefined
      ? otherwise
      : evaluate([lowerExpression(expression, environment)])[0][0];
  const isIndex = type.dimension !== undefined;
  const lower = isIndex ? 1 : bound(type.lower, -Infinity);
  const upper = isIndex ? environment.sizeOfDimension(type.dimension) : bound(type.upper, Infinity);
  const [values] = evaluate([node]);
  const wrong = values.findIndex(
    (v) =>
      !(v >= lower && v <= upper) ||
      (type.lowerOpen === true && v === lower) ||
      (type.kind !== 'real' && !Number.isInteger(v)),
  );
  if (wrong < 0) return;
  const range = isIndex ? `; positions in it go from 1 to ${upper}` : '';
  environment.fail(
    'declared-type',
    value.span,
    `\`${name}\` is declared \`${type.words}\`, but a value of it is ${values[wrong]}${range}`,
  );
}

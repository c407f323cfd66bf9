import { evaluate } from '../engines/reference/evaluate.ts';
import type { Node, TensorData } from '../graph/node.ts';
import type { Axis, TypedExpression } from '../semantics/typed-expression.ts';
import type { DataType } from '../semantics/typed-model.ts';
import type { Environment } from './environment.ts';
import { lowerAligned } from './expression.ts';

/** Stops where a value of data is not of the type that the model declares for it. */
export function checkDeclaredType(
  node: Node,
  type: DataType,
  {
    name,
    value,
    headAxes,
  }: {
    readonly name: string;
    readonly value: TypedExpression;
    readonly headAxes: readonly Axis[];
  },
  environment: Environment,
): void {
  const b = environment.builder;
  const isIndex = type.dimension !== undefined;
  /** Of each element. */
  const bound = (expression: TypedExpression | undefined, otherwise: number): TensorData => {
    const placed = expression && lowerAligned(expression, headAxes, environment);
    return evaluate([b.broadcast(placed ?? b.constant(otherwise), node.shape)])[0];
  };
  const lowers = bound(type.lower, isIndex ? 1 : -Infinity);
  const uppers = bound(
    type.upper,
    isIndex ? environment.sizeOfDimension(type.dimension) : Infinity,
  );
  const [values] = evaluate([node]);
  const wrong = values.findIndex(
    (v, k) =>
      !(v >= lowers[k] && v <= uppers[k]) ||
      (type.lowerOpen === true && v === lowers[k]) ||
      (type.kind !== 'real' && !Number.isInteger(v)),
  );
  if (wrong < 0) return;
  const [lower, upper] = [lowers[wrong], uppers[wrong]];
  const varies = [type.lower, type.upper].some((end) => end !== undefined && end.axes.length > 0);
  const range = isIndex
    ? `; positions in it go from 1 to ${upper}`
    : varies
      ? `; the values there go from ${lower} to ${upper}`
      : '';
  environment.fail(
    'declared-type',
    value.span,
    `\`${name}\` is declared \`${type.words}\`, but a value of it is ${values[wrong]}${range}`,
  );
}

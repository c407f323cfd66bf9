import type { BoundData, BoundValue } from '../binding/bound-data.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import { Environment } from '../lowering/environment.ts';
import { lowerExpression } from '../lowering/expression.ts';
import { lowerNamedValue } from '../lowering/model.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel } from '../semantics/typed-model.ts';

/** The value of an expression of data alone (a size, a default, a bound of a type) from what is bound so far. */
export function evaluateData(
  typed: TypedModel,
  expression: TypedExpression,
  bound: BoundData,
): BoundValue {
  const environment = new Environment(new Builder(), typed, bound);
  for (const statement of typed.statements) {
    if (statement.kind !== 'let') continue;
    environment.deferred.set(statement.name, () => lowerNamedValue(statement, environment));
  }
  const node = lowerExpression(expression, environment);
  const [data] = evaluate([node]);
  return { shape: node.shape, data };
}

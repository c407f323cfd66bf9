import type { TypedExpression } from './typed-expression.ts';

const LEFT_OUT: ReadonlySet<string> = new Set(['span', 'validWhere', 'earlier']);

/** A text that two expressions share where they mean the same: without their places in the model. */
export function expressionKey(expression: TypedExpression): string {
  return JSON.stringify(expression, (name, value) => (LEFT_OUT.has(name) ? undefined : value));
}

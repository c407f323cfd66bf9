import type { TypedExpression } from './typed-model.ts';

/** A text that two expressions share where they mean the same: without their places in the model. */
export function expressionKey(expression: TypedExpression): string {
  return JSON.stringify(expression, (name, value) =>
    name === 'span' || name === 'validWhere' ? undefined : value,
  );
}

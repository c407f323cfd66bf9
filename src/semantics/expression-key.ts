import type { TypedExpression } from './typed-model.ts';

/** A text that two expressions share exactly where they are the same but for their places in the model. */
export function expressionKey(expression: TypedExpression): string {
  return JSON.stringify(expression, (name, value) => (name === 'span' ? undefined : value));
}

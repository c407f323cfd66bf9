import { DiagnosticSink, ModelError } from '../diagnostics/diagnostic.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { check } from './check.ts';
import type { TypedModel } from './typed-model.ts';

/**
 * The same model with all elements of one parameter known: its statement becomes a `let`, in the tree of the text, which
 * is checked anew. Its prior is left out, those of the others stay as they are written.
 *
 * @throws ModelError where the rest of the model cannot be with this value
 */
export function withFixedParameter(
  { source, syntax }: TypedModel,
  parameter: string,
  value: number,
): TypedModel {
  const sink = new DiagnosticSink();
  const statements = syntax.statements.map((statement): Statement => {
    if (statement.kind !== 'param' || statement.name.text !== parameter) return statement;
    const { span, name, items } = statement;
    return { kind: 'let', span, name, items, value: literal(value, name.span) };
  });
  const checked = check({ ...syntax, statements }, source, sink, new Set());
  const diagnostics = sink.all();
  if (checked === undefined || sink.hasErrors)
    throw new ModelError(
      source,
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map((one) => ({ ...one, message: `with ${parameter} = ${value}: ${one.message}` })),
    );
  return { ...checked, diagnostics };
}

function literal(value: number, span: Expression['span']): Expression {
  return { kind: 'number', value, integer: false, span };
}

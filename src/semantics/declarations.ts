import type { Span } from '../diagnostics/span.ts';
import type { Name, Statement } from '../syntax/ast.ts';
import { type Context, report } from './context.ts';
import type { Value } from './scope.ts';

/** Whether a name is new in its table; if not, says where it was declared first. */
export function isNew(
  ctx: Context,
  name: Name,
  table: ReadonlyMap<string, { readonly nameSpan: Span }>,
  kind: string,
  hint = 'give one of the two another name',
): boolean {
  const first = table.get(name.text);
  if (first === undefined) return true;
  report(ctx, 'declared-twice', name.span, `the ${kind} \`${name.text}\` is declared twice`, {
    hint,
    related: [{ message: 'first declared here', span: first.nameSpan }],
  });
  return false;
}

/** Enters a value into the scope unless its name is taken, which is reported. */
export function declareValue(
  ctx: Context,
  kind: Value['kind'],
  name: Name,
  shape: Value['shape'] | undefined,
): void {
  const isOfData = kind === 'param' && ctx.scope.values.get(name.text)?.kind === 'data';
  const hint = isOfData ? `data get their distribution by \`observe ${name.text} ~ …\`` : undefined;
  if (!isNew(ctx, name, ctx.scope.values, 'value', hint)) return;
  const value = { kind, name: name.text, nameSpan: name.span };
  ctx.scope.values.set(name.text, shape === undefined ? value : { ...value, shape });
}

/** What all typed declarations share. */
export function declarationBase(statement: Extract<Statement, { name: Name }>): {
  name: string;
  nameSpan: Span;
  span: Span;
  documentation?: string;
} {
  const { name, span, documentation } = statement;
  return {
    name: name.text,
    nameSpan: name.span,
    span,
    ...(documentation === undefined ? {} : { documentation }),
  };
}

import type { Item, Name } from '../syntax/ast.ts';
import { variableAxis } from './axes.ts';
import { type Context, type Local, report, warn } from './context.ts';
import { findDimension } from './lookup.ts';
import type { Axis } from './typed-model.ts';

/**
 * Enters the index variable of `i in home` into `locals`. Undefined, with a report, where it has an
 * error; its name is in `locals` all the same, so that nothing more is said of it.
 */
export function bindVariable(
  ctx: Context,
  { name, dimension: dimensionName }: Extract<Item, { kind: 'binder' }>,
  locals: Map<string, Local>,
): { readonly axis: Axis; readonly dimension: string } | undefined {
  const dimension = findDimension(ctx, dimensionName);
  if (locals.has(name.text)) {
    report(ctx, 'declared-twice', name.span, `the index variable \`${name.text}\` is bound twice`, {
      hint: 'give each its own name',
    });
    return undefined;
  }
  if (dimension === undefined) {
    locals.set(name.text, { kind: 'argument' });
    return undefined;
  }
  warnOfShadowing(ctx, name);
  const axis = variableAxis(name.text, ctx.scope.nextSerial(), dimension.name);
  locals.set(name.text, { kind: 'index', axis, dimension: dimension.name });
  return { axis, dimension: dimension.name };
}

/** Warns where an index variable has the name of something that it hides. */
function warnOfShadowing(ctx: Context, { text, span }: Name): void {
  const outer = ctx.locals.get(text);
  if (outer === undefined && (ctx.frames.length > 0 || !ctx.scope.values.has(text))) return;
  const hidden =
    outer === undefined
      ? 'the value'
      : outer.kind === 'index'
        ? 'the outer index variable'
        : 'the argument';
  warn(
    ctx,
    'shadowed-name',
    span,
    `the index variable \`${text}\` hides ${hidden} \`${text}\` here`,
    'give the index variable another name',
  );
}

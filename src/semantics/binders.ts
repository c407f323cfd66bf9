import type { Name } from '../syntax/ast.ts';
import { type Context, type Local, report, warn } from './context.ts';

/** Says that an index variable has the name of a value, which it hides; an error where it is bound twice. */
export function warnIfShadowing(
  ctx: Context,
  { text, span }: Name,
  beside: ReadonlyMap<string, Local>,
): void {
  if (beside.has(text)) {
    report(ctx, 'declared-twice', span, `the index variable \`${text}\` is bound twice`, {
      hint: 'give each its own name',
    });
  } else if (ctx.frames.length === 0 && (ctx.scope.values.has(text) || ctx.locals.has(text))) {
    const hidden = ctx.locals.has(text) ? 'an outer index variable' : 'the value';
    warn(
      ctx,
      'shadowed-name',
      span,
      `the index variable \`${text}\` hides ${hidden} \`${text}\` here`,
      'give the index variable another name',
    );
  }
}

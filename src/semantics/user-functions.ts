import type { CallExpression, FunStatement } from '../syntax/ast.ts';
import { matchArguments } from './arguments.ts';
import { type Context, type Local, report } from './context.ts';
import { checkExpression } from './expression.ts';
import type { UserFunction } from './scope.ts';
import type { TypedExpression } from './typed-model.ts';

/** How many calls a model may have once every function is replaced by its body. */
const MOST_INLINED = 10_000;

/**
 * Checks what can be checked of a function by itself: with arguments of which nothing is known, only
 * errors that no call could avoid are found.
 */
export function checkFunction(ctx: Context, statement: FunStatement): UserFunction {
  const { name, parameters, body } = statement;
  const locals = new Map<string, Local>();
  let broken = false;
  for (const { text, span } of parameters) {
    if (locals.has(text)) {
      report(
        ctx,
        'declared-twice',
        span,
        `the argument \`${text}\` stands twice in \`${name.text}\``,
      );
      broken = true;
    }
    locals.set(text, { kind: 'argument' });
  }
  const before = countErrors(ctx);
  checkExpression({ ...ctx, locals, frames: [{ name: name.text }] }, body);
  broken ||= countErrors(ctx) > before;
  const declared = { name: name.text, nameSpan: name.span };
  return broken ? declared : { ...declared, statement };
}

function countErrors({ sink }: Context): number {
  return sink.all().filter(({ severity }) => severity === 'error').length;
}

/** The body of a function with the arguments of one call in it. */
export function inlineCall(
  ctx: Context,
  call: CallExpression,
  { name, statement }: UserFunction,
): TypedExpression | undefined {
  const typed = new Map(call.arguments.map((a) => [a, checkExpression(ctx, a.value)]));
  if (statement === undefined) return undefined;
  const parameters = statement.parameters.map(({ text }) => text);
  const matched = matchArguments(ctx, call, parameters);
  if (matched === undefined) return undefined;
  if (ctx.frames.some((frame) => frame.call === undefined)) return undefined;
  const inlined = ctx.scope.countInlined();
  if (inlined > MOST_INLINED) {
    if (inlined === MOST_INLINED + 1) {
      report(
        { ...ctx, frames: [] },
        'too-many-calls',
        ctx.frames[0]?.call ?? call.span,
        `the functions of this model call each other more than ${MOST_INLINED} times in all`,
      );
    }
    return undefined;
  }
  const locals = new Map<string, Local>();
  for (const parameter of parameters) {
    const value = typed.get(matched.get(parameter)!);
    locals.set(parameter, { kind: 'argument', ...(value === undefined ? {} : { value }) });
  }
  const frames = [...ctx.frames, { name, call: call.span }];
  const { defining: _, ...rest } = ctx;
  return checkExpression({ ...rest, locals, frames }, statement.body);
}

import type { Span } from '../diagnostics/span.ts';
import type { CallExpression, Expression, FunStatement } from '../syntax/ast.ts';
import { DEEPEST_EXPRESSION } from '../syntax/depth.ts';
import { matchArguments } from './arguments.ts';
import { type Context, type Local, report } from './context.ts';
import { checkExpression } from './expression.ts';
import type { UserFunction } from './scope.ts';
import { depthOf } from './tree.ts';
import type { TypedExpression } from './typed-expression.ts';

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
  const depth = bodyDepth(ctx, body);
  if (broken || depth === undefined) return { ...declared, depth: 0 };
  if (depth <= DEEPEST_EXPRESSION) return { ...declared, depth, statement };
  reportTooDeep(ctx, name.span, `the function \`${name.text}\``);
  return { ...declared, depth: 0 };
}

function countErrors({ sink }: Context): number {
  return sink.all().filter(({ severity }) => severity === 'error').length;
}

/** The body of a function with the arguments of one call in it. */
export function inlineCall(
  ctx: Context,
  call: CallExpression,
  user: UserFunction,
): TypedExpression | undefined {
  const { statement } = user;
  const typed = new Map(call.arguments.map((a) => [a, checkExpression(ctx, a.value)]));
  if (statement === undefined) return undefined;
  const parameters = statement.parameters.map(({ text }) => text);
  const matched = matchArguments(ctx, call, parameters);
  if (matched === undefined) return undefined;
  const values = parameters.map((parameter) => typed.get(matched.get(parameter)!));
  return inlineBody(ctx, user, call.span, values);
}

/**
 * The body of a function with these arguments in it, one for each of its parameters; undefined stands for
 * one with an error.
 *
 * @param call the place in the text that is replaced by it
 */
export function inlineBody(
  ctx: Context,
  { name, statement }: UserFunction,
  call: Span,
  values: readonly (TypedExpression | undefined)[],
): TypedExpression | undefined {
  if (statement === undefined) return undefined;
  if (ctx.frames.some((frame) => frame.call === undefined)) return undefined;
  // functions call each other in a circle only through a declaration with an error, which has been reported
  if (ctx.frames.some((frame) => frame.name === name)) return undefined;
  const inlined = ctx.scope.countInlined();
  if (inlined > MOST_INLINED) {
    if (inlined === MOST_INLINED + 1) {
      report(
        { ...ctx, frames: [] },
        'too-many-calls',
        ctx.frames[0]?.call ?? call,
        `the functions of this model call each other more than ${MOST_INLINED} times in all`,
      );
    }
    return undefined;
  }
  const locals = new Map<string, Local>();
  statement.parameters.forEach(({ text }, k) => {
    const value = values[k];
    locals.set(text, { kind: 'argument', ...(value === undefined ? {} : { value }) });
  });
  const frames = [...ctx.frames, { name, call }];
  const { defining: _, ...rest } = ctx;
  const value = checkExpression({ ...rest, locals, frames }, statement.body);
  if (value === undefined || depthOf(value, ctx.scope.depths) <= DEEPEST_EXPRESSION) return value;
  reportTooDeep({ ...ctx, frames: [] }, frames[0]!.call ?? call, 'this call');
  return undefined;
}

function reportTooDeep(ctx: Context, span: Span, what: string): void {
  report(
    ctx,
    'expression-too-deep',
    span,
    `${what} is nested more than ${DEEPEST_EXPRESSION} levels deep once every function is replaced by its body`,
    { hint: 'name parts of it with `let`' },
  );
}

/**
 * Levels of a function's body, where a call of a function or a network has those of its body; found without
 * recursion. Undefined where a function that it calls has an error.
 */
function bodyDepth({ scope }: Context, body: Expression): number | undefined {
  const waiting: { readonly value: object; readonly depth: number }[] = [{ value: body, depth: 0 }];
  let deepest = 0;
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const node = entry.value as Partial<Expression>;
    const depth = entry.depth + (node.kind === undefined ? 0 : 1);
    const called = node.kind === 'call' ? scope.functions.get(node.callee!.text) : undefined;
    if (called && !called.statement && !called.network) return undefined;
    deepest = Math.max(deepest, depth + (called?.depth ?? 0));
    for (const value of Object.values(entry.value)) {
      if (typeof value === 'object' && value !== null) waiting.push({ value, depth });
    }
  }
  return deepest;
}

/** Data with missing cells: what may use them, and `observed`. */
import type { CallExpression } from '../syntax/ast.ts';
import { type Context, type Guard, quote, report, textOf } from './context.ts';
import { checkExpression } from './expression.ts';
import { expressionKey } from './expression-key.ts';
import { partsOf } from './tree.ts';
import type { TypedExpression } from './typed-expression.ts';
import { BINARY } from './value-types.ts';

/** The expression itself. Undefined, with a report, where its cells may be missing and no condition leaves these out. */
export function withoutMissing(
  ctx: Context,
  expression: TypedExpression,
): TypedExpression | undefined {
  if (ctx.mayBeMissing === true) return expression;
  const isThere = observedCells(ctx, expression);
  if (isThere === undefined) return expression;
  const key = expressionKey(isThere);
  if (ctx.guards.flatMap(held).some((condition) => expressionKey(condition) === key)) {
    return expression;
  }
  const text = textOf(ctx, expression.span);
  report(
    ctx,
    'missing-cells',
    expression.span,
    `${quote(ctx, expression.span, 'this')} may be missing; it can be used only where it is observed`,
    { hint: `\`if observed(${text}) then … else …\`` },
  );
  return undefined;
}

/** The conditions that a guard says hold. */
function held({ condition, holds }: Guard): TypedExpression[] {
  if (condition === undefined) return [];
  if (condition.kind === 'unary' && condition.operator === 'not') {
    return held({ condition: condition.operand, holds: !holds });
  }
  if (condition.kind === 'binary' && condition.operator === (holds ? 'and' : 'or')) {
    return [condition.left, condition.right].flatMap((part) => held({ condition: part, holds }));
  }
  return holds ? [condition] : [];
}

/** Whether each cell is there, of data that may have missing ones or of members picked from them. */
function observedCells(ctx: Context, expression: TypedExpression): TypedExpression | undefined {
  if (expression.kind === 'variable') {
    const { name, axes, stage, span } = expression;
    if (ctx.scope.values.get(name)?.shape?.optional !== true) return undefined;
    return { kind: 'observed', name, axes, type: BINARY, stage, span };
  }
  if (expression.kind !== 'index' || expression.target.kind !== 'variable') return undefined;
  const target = observedCells(ctx, expression.target);
  return target && { ...expression, target, type: BINARY };
}

/** `observed(y[i])` */
export function checkObserved(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const { arguments: given, span } = call;
  const [argument] = given;
  if (given.length !== 1 || argument === undefined || argument.name !== undefined) {
    report(ctx, 'number-of-arguments', span, '`observed` takes one argument', {
      hint: 'such as `observed(y[i])`',
    });
    return undefined;
  }
  const typed = checkExpression({ ...ctx, mayBeMissing: true }, argument.value);
  if (typed === undefined) return undefined;
  const cells = observedCells(ctx, typed);
  if (cells !== undefined) return { ...cells, span };
  report(
    ctx,
    'never-missing',
    argument.span,
    `${quote(ctx, argument.span, 'this')} is never missing: \`observed\` is for data whose type ends in \`?\``,
  );
  return undefined;
}

/**
 * The conditions under which no cell that the left side of an `observe` uses is missing. Undefined,
 * with a report, where a missing cell would bear on others.
 */
export function observedParts(ctx: Context, left: TypedExpression): TypedExpression[] | undefined {
  const cells = observedCells(ctx, left);
  if (cells !== undefined) return [cells];
  const isElementwise = ['unary', 'binary', 'apply', 'if', 'rename'].includes(left.kind);
  const conditions: TypedExpression[] = [];
  for (const part of partsOf(left)) {
    const found = observedParts(ctx, part);
    if (found === undefined) return undefined;
    if (found.length > 0 && !isElementwise) {
      report(
        ctx,
        'missing-cells',
        part.span,
        `${quote(ctx, part.span, 'this')} may have missing cells, which ${quote(ctx, left.span, 'the left side')} cannot leave out`,
      );
      return undefined;
    }
    conditions.push(...found);
  }
  return conditions;
}

import type { Expression, LetStatement, OutputStatement } from '../syntax/ast.ts';
import { axesInWords, describeAxes, listLength } from './axes.ts';

import { fitsInto, nameLists, plainAxes, reportUnnamedList } from './broadcast.ts';
import { type Context, quote, report, withLocals } from './context.ts';
import { declarationBase, declareValue } from './declarations.ts';
import { checkDrawn } from './drawn-outputs.ts';
import { ownValues, recurrenceOf } from './earlier-elements.ts';
import { checkExpression } from './expression.ts';
import { checkHead, type Head } from './heads.ts';
import { indexedHint } from './indexed-form.ts';
import { pickHint } from './pick-hint.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import type { DataType, Recurrence, TypedLet, TypedOutput } from './typed-model.ts';
import { checkTypeOfValue } from './types-of-values.ts';
import { valueRange } from './value-range.ts';

interface Definition {
  readonly axes: readonly Axis[];
  readonly headAxes: readonly Axis[];
  readonly value: TypedExpression;
  readonly type?: DataType;
  readonly recurrence?: Recurrence;
}

export function checkLet(ctx: Context, statement: LetStatement): TypedLet | undefined {
  const found = checkValue(ctx, statement, statement.value);
  const isDrawn = found?.value.stage === 'output';
  if (isDrawn) {
    report(
      ctx,
      'depends-on-output',
      found.value.span,
      `a \`let\` cannot depend on a random output; ${quote(ctx, found.value.span, 'this')} does`,
      { hint: 'make it an `output` too' },
    );
  }
  const definition = isDrawn ? undefined : found;
  declareDefinition(ctx, 'let', statement, definition);
  return definition && { kind: 'let', ...declarationBase(statement), ...definition };
}

export function checkOutput(ctx: Context, statement: OutputStatement): TypedOutput | undefined {
  const { value, distribution } = statement;
  if (distribution !== undefined) return checkDrawn(ctx, statement, distribution);
  const definition = value && checkValue(ctx, statement, value);
  declareDefinition(ctx, 'output', statement, definition);
  return definition && { kind: 'output', ...declarationBase(statement), ...definition };
}

function declareDefinition(
  ctx: Context,
  kind: 'let' | 'output',
  { name }: LetStatement | OutputStatement,
  definition: Definition | undefined,
): void {
  declareValue(
    ctx,
    kind,
    name,
    definition && {
      axes: definition.axes,
      type: definition.value.type,
      stage: definition.value.stage,
      range: valueRange(ctx.scope, definition.value),
    },
  );
}

/** The value of a declaration, of its declared type, and the dimensions it gives it. */
function checkValue(
  ctx: Context,
  statement: LetStatement | OutputStatement,
  expression: Expression,
): Definition | undefined {
  const { name, items, type } = statement;
  const { head, locals } = checkHead(ctx, name, items);
  const inside = {
    ...withLocals(ctx, locals),
    defining: { name: name.text, value: expression.span, walks: locals.size > 0 },
  };
  const own = ownValues(name.text, head);
  const placed = placeValue(own ? { ...inside, own } : inside, statement, expression, head);
  const recurrence = own && recurrenceOf(own);
  const found = placed && { ...placed, ...(recurrence && { recurrence }) };
  if (type === undefined) return found;
  const typed = checkTypeOfValue(inside, type, placed);
  return found && typed && { ...found, ...typed };
}

/** The value of a declaration and the dimensions it gives it. */
function placeValue(
  inside: Context,
  { name, items }: LetStatement | OutputStatement,
  expression: Expression,
  head: Head | undefined,
): Definition | undefined {
  const ctx = inside;
  const checked = checkExpression(inside, expression);
  if (checked === undefined || head === undefined) return undefined;
  if (items.length === 0) {
    const list = checked.axes.find((axis) => listLength(axis) !== undefined);
    if (list === undefined) return { axes: checked.axes, headAxes: checked.axes, value: checked };
    report(
      ctx,
      'list-dimension',
      checked.span,
      `the list has no dimension; \`${name.text}\` needs one`,
      { hint: `declare \`dim d = ${listLength(list)}\`, then \`${name.text}[d] = …\`` },
    );
    return undefined;
  }
  const headPlain = plainAxes(head.headAxes);
  const value = nameLists(ctx, checked, headPlain);
  const own = plainAxes(value.axes);
  if (fitsInto(own, headPlain)) return { axes: head.axes, headAxes: head.headAxes, value };
  if (own.some((axis) => listLength(axis) !== undefined) && headPlain.length > 0) {
    reportUnnamedList(ctx, value, headPlain);
    return undefined;
  }
  const about = `${quote(ctx, expression.span, 'the value')} has ${describeAxes(own)}`;
  const message = head.hasBinders
    ? `beside the index variables, \`${name.text}\` has ${axesInWords(headPlain)}; ${about}`
    : `\`${name.text}\` is declared with ${describeAxes(headPlain)}; ${about}`;
  report(ctx, 'head-dimensions', expression.span, message, {
    hint:
      pickHint(inside, [value], head.headAxes) ??
      (head.hasBinders ? indexedHint(inside, expression.span, [value], 'bound') : undefined) ??
      (head.hasBinders
        ? 'index every tensor on the right, or add its dimension to the brackets on the left'
        : `write \`${name.text}${describeAxes(own)}\`, or without brackets`),
  });
  return undefined;
}

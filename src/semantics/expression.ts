import type { Expression, ListExpression, NameExpression, NumberLiteral } from '../syntax/ast.ts';
import { listAxis, shapeInWords } from './axes.ts';
import { bindNames } from './binders.ts';
import { plainAxes, sameAxes, variableAxes } from './broadcast.ts';
import { checkCall } from './calls.ts';
import { type Context, report } from './context.ts';
import { checkIndex } from './indexing.ts';
import { CONSTANTS, reportUnknownValue } from './lookup.ts';
import { withoutMissing } from './missing-cells.ts';
import { checkBinary, checkIf, checkUnary } from './operators.ts';
import type { TypedExpression } from './typed-expression.ts';
import { BINARY, commonType, INT, indexOf, latestStage, REAL } from './value-types.ts';

/** The typed form of an expression. Undefined where it has an error, which has then been reported. */
export function checkExpression(ctx: Context, expression: Expression): TypedExpression | undefined {
  switch (expression.kind) {
    case 'number':
      return checkNumber(expression);
    case 'boolean':
      return {
        kind: 'number',
        value: expression.value ? 1 : 0,
        axes: [],
        type: BINARY,
        stage: 'constant',
        span: expression.span,
      };
    case 'string':
      report(
        ctx,
        'label-out-of-place',
        expression.span,
        `the label "${expression.value}" stands where a value is expected`,
        { hint: 'a label picks a member, `theta["Choate"]`, or is compared, `origin == "Japan"`' },
      );
      return undefined;
    case 'name':
      return checkName(ctx, expression);
    case 'list':
      return checkList(ctx, expression);
    case 'unary':
      return checkUnary(ctx, expression);
    case 'binary':
      return checkBinary(ctx, expression);
    case 'if':
      return checkIf(ctx, expression);
    case 'index':
      return checkIndex(ctx, expression);
    case 'call':
      return checkCall(ctx, expression);
    case 'with':
      return checkExpression(bindNames(ctx, expression), expression.body);
  }
}

function checkNumber({ value, integer, span }: NumberLiteral): TypedExpression {
  return {
    kind: 'number',
    value,
    axes: [],
    type: integer ? INT : REAL,
    stage: 'constant',
    span,
  };
}

function checkName(ctx: Context, { name, span }: NameExpression): TypedExpression | undefined {
  const { scope } = ctx;
  const local = ctx.locals.get(name);
  if (local?.kind === 'argument') return local.value;
  if (local?.kind === 'index') {
    return {
      kind: 'positions',
      axes: [local.axis],
      type: local.dimension === undefined ? INT : indexOf(local.dimension),
      stage: 'data',
      span,
    };
  }
  const inFunction = ctx.frames.length > 0;
  const value = inFunction ? undefined : scope.values.get(name);
  if (value !== undefined) {
    scope.mention(name);
    if (value.shape === undefined) return undefined;
    const { axes, type, stage } = value.shape;
    return withoutMissing(ctx, { kind: 'variable', name, axes, type, stage, span });
  }
  if (ctx.defining?.name === name && scope.allValues.has(name)) {
    reportSelfReference(ctx, { name, span }, ctx.defining.walks === true);
    return undefined;
  }
  if (inFunction && scope.allValues.has(name)) {
    report(
      ctx,
      'free-variable',
      span,
      `\`${name}\` is not an argument of the function, and a function sees nothing else of the model`,
      { hint: `make \`${name}\` an argument` },
    );
    return undefined;
  }
  const constant = scope.allValues.has(name) ? undefined : CONSTANTS.get(name);
  if (constant !== undefined) {
    return { kind: 'number', value: constant, axes: [], type: REAL, stage: 'constant', span };
  }
  reportUnknownValue(ctx, { text: name, span });
  return undefined;
}

/** A value that mentions itself, where it cannot. */
function reportSelfReference(
  ctx: Context,
  { name, span }: { name: string; span: NameExpression['span'] },
  walks: boolean,
) {
  const picks = ctx.source.text.slice(span.end).trimStart().startsWith('[');
  if (picks && walks) {
    report(
      ctx,
      'self-reference',
      span,
      `\`${name}\` uses elements of itself, members of a dimension, which must be declared`,
      { hint: `\`output ${name}[…]: d ~ …\`, with \`d\` the dimension of the categories` },
    );
    return;
  }
  report(ctx, 'self-reference', span, `\`${name}\` is defined by itself`, {
    hint: picks
      ? `with an index variable on the left it can use earlier elements: \`${name}[t in …]\`, then \`${name}[t - 1]\``
      : undefined,
  });
}

function checkList(ctx: Context, { elements, span }: ListExpression): TypedExpression | undefined {
  const checked = elements.map((element) => checkExpression(ctx, element));
  const typed = checked.filter((element) => element !== undefined);
  if (typed.length < checked.length) return undefined;
  const [first] = typed;
  if (first === undefined) {
    report(ctx, 'empty-list', span, 'a list needs at least one element');
    return undefined;
  }
  const walked = [...new Set(typed.flatMap((element) => variableAxes(element.axes)))];
  const plain = plainAxes(first.axes);
  const odd = typed.find((element) => !sameAxes(plainAxes(element.axes), plain));
  if (odd !== undefined) {
    report(
      ctx,
      'list-of-mixed-shapes',
      odd.span,
      `the elements of a list must have the same dimensions: this one ${shapeInWords(plainAxes(odd.axes))}, the first ${shapeInWords(plain)}`,
    );
    return undefined;
  }
  return {
    kind: 'list',
    elements: typed,
    axes: [listAxis(typed.length), ...walked, ...plain],
    type: commonType(typed.map((element) => element.type)),
    stage: latestStage(typed),
    span,
  };
}

import { nearestName } from '../diagnostics/nearest.ts';
import type {
  BinaryExpression,
  BinaryOperator,
  Expression,
  IfExpression,
  StringLiteral,
  UnaryExpression,
} from '../syntax/ast.ts';
import { describeAxes, describeAxis, listLength } from './axes.ts';
import { join, nameLists, plainAxes, variableAxes } from './broadcast.ts';
import { type Context, quote, report, withGuard } from './context.ts';
import { checkExpression } from './expression.ts';
import type { LabelNode, TypedExpression, ValueType } from './typed-expression.ts';
import { constantValue } from './value-range.ts';
import {
  arithmeticType,
  BINARY,
  commonType,
  describeType,
  INT,
  indexOf,
  isWhole,
  latestStage,
  REAL,
} from './value-types.ts';

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);

export function checkUnary(
  ctx: Context,
  { operator, operand, span }: UnaryExpression,
): TypedExpression | undefined {
  const typed = checkExpression(ctx, operand);
  if (typed === undefined) return undefined;
  const { axes, stage } = typed;
  if (operator === 'not') {
    if (!requireCondition(ctx, typed, 'after `not`')) return undefined;
    return { kind: 'unary', operator, operand: typed, axes, type: BINARY, stage, span };
  }
  if (operator === '+') return { ...typed, type: arithmeticType([typed.type]), span };
  const type = arithmeticType([typed.type]);
  return { kind: 'unary', operator, operand: typed, axes, type, stage, span };
}

export function checkBinary(
  ctx: Context,
  expression: BinaryExpression,
): TypedExpression | undefined {
  const { operator, span } = expression;
  if (COMPARISONS.has(operator)) return checkComparison(ctx, expression);
  const left = checkExpression(ctx, expression.left);
  // beside `and` the right side decides only where the left one holds, beside `or` where it does not
  const isJoint = operator === 'and' || operator === 'or';
  const inside = isJoint ? withGuard(ctx, left, operator === 'and') : ctx;
  const right = checkExpression(inside, expression.right);
  if (left === undefined || right === undefined) return undefined;
  if (operator === '@') return matmul(ctx, left, right, span);
  let type: ValueType = arithmeticType([left.type, right.type]);
  if (isJoint) {
    const fine = [left, right].map((side) => requireCondition(ctx, side, `beside \`${operator}\``));
    if (fine.includes(false)) return undefined;
    type = BINARY;
  } else if (operator === '/') {
    type = REAL;
  } else if (operator === '^') {
    const exponent = constantValue(ctx.scope, right);
    if (exponent === undefined || exponent < 0) type = REAL;
  }
  return combine(ctx, expression, left, right, type);
}

function combine(
  ctx: Context,
  { operator, span }: BinaryExpression,
  left: TypedExpression,
  right: TypedExpression,
  type: ValueType,
): TypedExpression | undefined {
  const joined = join(ctx, span, [left, right]);
  if (joined === undefined) return undefined;
  return {
    kind: 'binary',
    operator: operator as Exclude<BinaryOperator, '@'>,
    left: joined.operands[0]!,
    right: joined.operands[1]!,
    axes: joined.axes,
    type,
    stage: latestStage([left, right]),
    span,
  };
}

function checkComparison(ctx: Context, expression: BinaryExpression): TypedExpression | undefined {
  const { operator, span } = expression;
  const [leftText, rightText] = besideLabel(expression);
  const isEquality = operator === '==' || operator === '!=';
  const label = [leftText, rightText].find(({ kind }) => kind === 'string');
  if (!isEquality && label !== undefined) {
    report(
      ctx,
      'label-out-of-place',
      span,
      `labels have no order: \`${operator}\` cannot compare them`,
      {
        hint: 'compare with `==` or `!=`',
      },
    );
    return undefined;
  }
  let left: TypedExpression | undefined;
  let right: TypedExpression | undefined;
  if (isEquality && rightText.kind === 'string' && leftText.kind !== 'string') {
    left = checkExpression(ctx, leftText);
    right = left && labelBeside(ctx, rightText, left, leftText);
  } else if (isEquality && leftText.kind === 'string' && rightText.kind !== 'string') {
    right = checkExpression(ctx, rightText);
    left = right && labelBeside(ctx, leftText, right, rightText);
  } else {
    left = checkExpression(ctx, leftText);
    right = checkExpression(ctx, rightText);
  }
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left.type, right.type];
  if (a.kind === 'index' && b.kind === 'index' && a.dimension !== b.dimension) {
    report(
      ctx,
      'index-dimension',
      span,
      `members of different dimensions are compared: ${quote(ctx, left.span, 'the left side')} is ${describeType(a)}, ${quote(ctx, right.span, 'the right side')} ${describeType(b)}`,
    );
    return undefined;
  }
  return combine(ctx, expression, left, right, BINARY);
}

/** The sides of a comparison; of `label(i) == "Japan"` the index stands for its label. */
function besideLabel({ left, right }: BinaryExpression): [Expression, Expression] {
  const indexOfLabel = (side: Expression, other: Expression): Expression =>
    other.kind === 'string' &&
    side.kind === 'call' &&
    side.callee.text === 'label' &&
    side.arguments.length === 1
      ? side.arguments[0]!.value
      : side;
  return [indexOfLabel(left, right), indexOfLabel(right, left)];
}

/** `origin == "Japan"`: the label is one of the dimension that `other` indexes. */
function labelBeside(
  ctx: Context,
  literal: StringLiteral,
  other: TypedExpression,
  otherText: Expression,
): TypedExpression | undefined {
  if (other.type.kind === 'index') return labelNode(ctx, literal, other.type.dimension);
  report(
    ctx,
    'label-out-of-place',
    literal.span,
    `the label "${literal.value}" is compared with ${quote(ctx, otherText.span, 'a value')}, which is ${describeType(other.type)}, not a member of a dimension`,
    { hint: 'a column of labels is declared as an index: `data origin[car]: country`' },
  );
  return undefined;
}

/** A quoted label of `dimension`; an error where the model lists the labels and this is not one. */
export function labelNode(
  ctx: Context,
  { value, span }: StringLiteral,
  dimension: string,
): LabelNode | undefined {
  const labels = ctx.scope.dimensions.get(dimension)?.labels;
  if (labels !== undefined && !labels.includes(value)) {
    const nearest = nearestName(value, labels);
    report(ctx, 'unknown-label', span, `\`${dimension}\` has no member "${value}"`, {
      hint:
        nearest === undefined
          ? `its members are ${someLabels(labels)}`
          : `did you mean "${nearest}"?`,
    });
    return undefined;
  }
  return {
    kind: 'label',
    dimension,
    label: value,
    axes: [],
    type: indexOf(dimension),
    stage: 'data',
    span,
  };
}

const MOST_LABELS = 8;

function someLabels(labels: readonly string[]): string {
  const shown = labels.slice(0, MOST_LABELS).map((label) => `"${label}"`);
  return labels.length > MOST_LABELS ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** Whether `expression` is true or false; if not, says so. `place` tells where a condition stands. */
export function requireCondition(
  ctx: Context,
  expression: TypedExpression,
  place: string,
): boolean {
  if (expression.type.kind === 'binary') return true;
  const text = quote(ctx, expression.span, 'this');
  const written = text === 'this' ? 'x' : text.slice(1, -1);
  report(
    ctx,
    'condition-not-boolean',
    expression.span,
    `${place} a condition is expected; ${text} is ${describeType(expression.type)}`,
    { hint: `compare it, for example \`${written} ${isWhole(expression.type) ? '== 1' : '> 0'}\`` },
  );
  return false;
}

export function checkIf(ctx: Context, expression: IfExpression): TypedExpression | undefined {
  const condition = checkExpression(ctx, expression.condition);
  const then = checkExpression(withGuard(ctx, condition, true), expression.then);
  const otherwise = checkExpression(withGuard(ctx, condition, false), expression.else);
  const isCondition = condition !== undefined && requireCondition(ctx, condition, 'after `if`');
  if (condition === undefined || then === undefined || otherwise === undefined || !isCondition) {
    return undefined;
  }
  const parts = [condition, then, otherwise];
  const joined = join(ctx, expression.span, parts);
  if (joined === undefined) return undefined;
  return {
    kind: 'if',
    condition: joined.operands[0]!,
    // biome-ignore lint/suspicious/noThenProperty: a branch of the tree, never awaited
    then: joined.operands[1]!,
    else: joined.operands[2]!,
    axes: joined.axes,
    type: commonType([then.type, otherwise.type]),
    stage: latestStage(parts),
    span: expression.span,
  };
}

/** `x @ y`: contracts the last dimension of `x` with the first of `y`. */
function matmul(
  ctx: Context,
  leftOperand: TypedExpression,
  rightOperand: TypedExpression,
  span: TypedExpression['span'],
): TypedExpression | undefined {
  const left = nameLists(ctx, leftOperand, plainAxes(rightOperand.axes).slice(0, 1));
  const right = nameLists(ctx, rightOperand, plainAxes(leftOperand.axes).slice(-1));
  const [leftAxes, rightAxes] = [plainAxes(left.axes), plainAxes(right.axes)];
  const last = leftAxes[leftAxes.length - 1];
  const first = rightAxes[0];
  if (last === undefined || first === undefined) {
    const scalar = last === undefined ? left : right;
    report(
      ctx,
      'product-dimensions',
      span,
      `\`@\` needs dimensions on both sides; ${quote(ctx, scalar.span, 'one side')} has none`,
      { hint: 'use `*`' },
    );
    return undefined;
  }
  if (last !== first) {
    report(
      ctx,
      'product-dimensions',
      span,
      `\`@\` contracts the last dimension on its left with the first on its right: \`${describeAxis(last)}\` and \`${describeAxis(first)}\` differ (${quote(ctx, left.span, 'the left side')} has ${describeAxes(leftAxes)}, ${quote(ctx, right.span, 'the right side')} ${describeAxes(rightAxes)})`,
      { hint: swapHint(ctx, left, right) },
    );
    return undefined;
  }
  const type = arithmeticType([left.type, right.type]);
  const stage = latestStage([left, right]);
  const rest = [...leftAxes.slice(0, -1), ...rightAxes.slice(1)];
  const all = [...variableAxes(left.axes), ...variableAxes(right.axes)];
  const walked = [...new Set(all)];
  if (walked.length === all.length) {
    return { kind: 'matmul', left, right, axes: [...walked, ...rest], type, stage, span };
  }
  // With an index variable on both sides the product is a sum over the contracted dimension.
  if (new Set([...rest, last]).size < rest.length + 1) {
    report(
      ctx,
      'product-dimensions',
      span,
      `beside index variables \`@\` cannot give a dimension twice: ${describeAxes(rest)}`,
      { hint: `write the sum: \`sum[k in ${describeAxis(last)}](…)\`` },
    );
    return undefined;
  }
  const product: TypedExpression = {
    kind: 'binary',
    operator: '*',
    left,
    right,
    axes: [...walked, ...leftAxes, ...rightAxes.slice(1)],
    type,
    stage,
    span,
  };
  return {
    kind: 'reduce',
    reduction: 'sum',
    over: [last],
    operand: product,
    axes: [...walked, ...rest],
    type: type.kind === 'real' ? REAL : INT,
    stage,
    span,
  };
}

/** `y @ X` for `X @ y`, where that would fit. */
function swapHint(ctx: Context, left: TypedExpression, right: TypedExpression): string | undefined {
  const [first, last] = [plainAxes(left.axes)[0], plainAxes(right.axes).slice(-1)[0]];
  if (first !== last || listLength(first!) !== undefined || ctx.frames.length > 0) return undefined;
  const [a, b] = [right, left].map(({ span }) => ctx.source.text.slice(span.start, span.end));
  return `the other way round, \`${a} @ ${b}\`, it contracts \`${first}\``;
}

import type { ElementwiseFunction } from '../functions/function.ts';
import { elementwiseFunctions, matrixFunctions, reductions, scans } from '../functions/index.ts';
import type { CallExpression, Name } from '../syntax/ast.ts';
import { checkArguments } from './arguments.ts';
import { join } from './broadcast.ts';
import { type Context, notSupported, report } from './context.ts';
import { checkDecoding, isDecoding } from './decoding.ts';
import { checkEquation } from './equations.ts';
import { checkExpression } from './expression.ts';
import { checkLabel } from './labels.ts';
import { FUNCTION_NAMES } from './language-names.ts';
import { checkLogDensity, isLogDensity } from './log-densities.ts';
import {
  DATA_FUNCTIONS,
  findDimension,
  isDistributionName,
  reportUnknownFunction,
  SIZE_FUNCTIONS,
} from './lookup.ts';
import { checkMatrixFunction, namesDimensions } from './matrix-functions.ts';
import { checkObserved } from './missing-cells.ts';
import { applyNetwork } from './networks/apply-network.ts';
import { checkReduction, checkScan } from './reductions.ts';
import type { TypedExpression, ValueType } from './typed-expression.ts';
import { inlineCall } from './user-functions.ts';
import { arithmeticType, INT, indexOf, latestStage, REAL } from './value-types.ts';

/** `f(…)` or `f[…](…)` where a value is expected. */
export function checkCall(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const { callee, items } = call;
  const name = callee.text;
  if (items === undefined) {
    const user = ctx.scope.functions.get(name);
    if (user?.network !== undefined) return applyNetwork(ctx, call, user.network);
    if (user !== undefined) return inlineCall(ctx, call, user);
    if (SIZE_FUNCTIONS.has(name)) return checkSize(ctx, call);
    if (name === 'label') return checkLabel(ctx, call);
    if (name === 'observed') return checkObserved(ctx, call);
    if (isLogDensity(name)) return checkLogDensity(ctx, call, name);
    if (isDecoding(name)) return checkDecoding(ctx, call, name);
    if (name === 'ode') return checkEquation(ctx, call);
  }
  const reduction = reductions.get(name);
  const scan = scans.get(name);
  const elementwise = elementwiseFunctions.get(name);
  if (reduction !== undefined && (items !== undefined || !takes(elementwise, call))) {
    return checkReduction(ctx, call, reduction);
  }
  if (scan !== undefined) return checkScan(ctx, call, scan);
  if (elementwise !== undefined && items === undefined) {
    return checkElementwise(ctx, call, elementwise);
  }
  const ofMatrices = matrixFunctions.get(name);
  if (ofMatrices !== undefined && (items === undefined || namesDimensions(ofMatrices))) {
    return checkMatrixFunction(ctx, call, ofMatrices);
  }
  return refuseCall(ctx, call);
}

/** Whether the number of arguments is one that the elementwise function takes: `max(a, b)`. */
function takes(elementwise: ElementwiseFunction | undefined, call: CallExpression): boolean {
  if (elementwise === undefined) return false;
  const most = elementwise.parameters.length;
  const given = call.arguments.length;
  return given > 1 && given >= most - (elementwise.optional ?? 0);
}

function refuseCall(ctx: Context, call: CallExpression): undefined {
  const { callee, items, span } = call;
  const name = callee.text;
  const isKnown =
    ctx.scope.functions.has(name) ||
    SIZE_FUNCTIONS.has(name) ||
    DATA_FUNCTIONS.has(name) ||
    elementwiseFunctions.has(name) ||
    matrixFunctions.has(name);
  if (isKnown && items !== undefined) {
    report(ctx, 'brackets-on-function', span, `\`${name}\` takes no dimension in brackets`, {
      hint: `write \`${name}(…)\`; dimensions in brackets are for reductions such as \`sum[d](…)\``,
    });
    return undefined;
  }
  if (isDistributionName(name)) {
    report(
      ctx,
      'distribution-as-value',
      span,
      `\`${name}\` gives a distribution, and a value is expected here`,
      { hint: 'a distribution stands after `~`: `param x ~ …`, `output x ~ …`' },
    );
    return undefined;
  }
  if (ctx.frames.some((frame) => frame.name === name) && ctx.scope.allFunctions.has(name)) {
    report(ctx, 'recursive-function', span, `\`${name}\` calls itself; a function cannot`);
    return undefined;
  }
  if (FUNCTION_NAMES.has(name) && !ctx.scope.allFunctions.has(name)) {
    return notSupported(ctx, callee.span, `the function \`${name}\``);
  }
  // What stands in the parentheses is checked all the same.
  reportUnknownFunction(ctx, callee);
  for (const argument of call.arguments) checkExpression(ctx, argument.value);
  return undefined;
}

function checkElementwise(
  ctx: Context,
  call: CallExpression,
  definition: ElementwiseFunction,
): TypedExpression | undefined {
  const ordered = checkArguments(ctx, call, definition.parameters, definition.optional);
  if (ordered === undefined) return undefined;
  const joined = join(ctx, call.span, ordered);
  if (joined === undefined) return undefined;
  return {
    kind: 'apply',
    function: definition.name,
    arguments: joined.operands,
    axes: joined.axes,
    type: resultType(definition.result, ordered),
    stage: latestStage(ordered),
    span: call.span,
  };
}

function resultType(
  result: ElementwiseFunction['result'],
  arguments_: readonly TypedExpression[],
): ValueType {
  if (result === 'int') return INT;
  if (result === 'same') return arithmeticType(arguments_.map(({ type }) => type));
  return REAL;
}

/** `size(d)`, `first(d)`, `last(d)`. */
function checkSize(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const { callee, arguments: given, span } = call;
  const [argument] = given;
  if (given.length !== 1 || argument === undefined || argument.name !== undefined) {
    report(ctx, 'number-of-arguments', span, `\`${callee.text}\` takes one dimension`, {
      hint: `such as \`${callee.text}(school)\``,
    });
    return undefined;
  }
  if (argument.value.kind !== 'name') {
    report(
      ctx,
      'value-as-dimension',
      argument.span,
      `\`${callee.text}\` takes the name of a dimension, not a value`,
    );
    return undefined;
  }
  const name: Name = { text: argument.value.name, span: argument.value.span };
  const dimension = findDimension(ctx, name);
  if (dimension === undefined) return undefined;
  if (callee.text === 'first') {
    const type = indexOf(dimension.name);
    return { kind: 'number', value: 1, axes: [], type, stage: 'constant', span };
  }
  return {
    kind: 'size',
    dimension: dimension.name,
    axes: [],
    type: callee.text === 'last' ? indexOf(dimension.name) : INT,
    stage: dimension.size === undefined ? 'data' : 'constant',
    span,
  };
}

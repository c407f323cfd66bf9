import { dropout } from '../../layers/dropout.ts';
import type { CallExpression } from '../../syntax/ast.ts';
import { DEEPEST_EXPRESSION } from '../../syntax/depth.ts';
import { describeAxes } from '../axes.ts';
import { nameLists, rename } from '../broadcast.ts';
import { type Context, quote, report } from '../context.ts';
import { reordered } from '../distributions.ts';
import { checkExpression } from '../expression.ts';
import { depthOf } from '../tree.ts';
import type { Axis, TypedExpression } from '../typed-expression.ts';
import { describeType, latestStage, REAL } from '../value-types.ts';
import type { LayerStep, Network, NetworkStep } from './network.ts';

/** `classify(image)`: the layers of the network on its argument. Its dimensions are those of the argument beside the input's, then the output's. */
export function applyNetwork(
  ctx: Context,
  call: CallExpression,
  network: Network | undefined,
): TypedExpression | undefined {
  const typed = call.arguments.map(({ value }) => checkExpression(ctx, value));
  if (network === undefined) return undefined;
  const [given] = typed;
  const { callee, span } = call;
  if (typed.length !== 1 || call.arguments[0]?.name !== undefined) {
    report(ctx, 'number-of-arguments', span, `\`${callee.text}\` takes one argument, its input`, {
      hint:
        network.inputs.length === 1
          ? `several values go together in a list: \`${callee.text}([a, b])\``
          : undefined,
    });
    return undefined;
  }
  if (given === undefined) return undefined;
  const input = nameLists(ctx, given, network.inputs);
  const batch = input.axes.filter((axis) => !network.inputs.includes(axis));
  if (!takes(ctx, call, network, input, batch)) return undefined;
  const value = reordered(input, [...batch, ...network.inputs]);
  const result = applySteps(ctx, network.steps, value, batch, span);
  if (depthOf(result, ctx.scope.depths) <= DEEPEST_EXPRESSION) return result;
  report(
    { ...ctx, frames: [] },
    'expression-too-deep',
    span,
    `the layers of \`${callee.text}\` are nested more than ${DEEPEST_EXPRESSION} levels deep here`,
    { hint: 'name the argument with `let`' },
  );
  return undefined;
}

/** Whether the argument is an input of the network; if not, says so. */
function takes(
  ctx: Context,
  { callee, span }: CallExpression,
  { inputs, membersOf, output }: Network,
  input: TypedExpression,
  batch: readonly Axis[],
): boolean {
  const fits =
    batch.length + inputs.length === input.axes.length &&
    inputs.every((dimension) => input.axes.includes(dimension));
  const written = quote(ctx, input.span, 'the argument');
  if (!fits) {
    const missing = inputs.filter((dimension) => !input.axes.includes(dimension));
    report(
      ctx,
      'dimension-mismatch',
      input.span,
      `the input of \`${callee.text}\` has ${describeAxes(inputs)}; ${written} has ${input.axes.length === 0 ? 'no dimensions' : describeAxes(input.axes)}, ${missing.length > 0 ? `without \`${missing.join('`, `')}\`` : 'some of them twice'}`,
    );
    return false;
  }
  const { type } = input;
  if (membersOf !== undefined && (type.kind !== 'index' || type.dimension !== membersOf)) {
    report(
      ctx,
      'argument-type',
      input.span,
      `the input of \`${callee.text}\` are members of \`${membersOf}\`; ${written} is ${describeType(type)}`,
    );
    return false;
  }
  if (membersOf === undefined && type.kind === 'index') {
    report(
      ctx,
      'argument-type',
      input.span,
      `the input of \`${callee.text}\` are numbers; ${written} is ${describeType(type)}`,
      { hint: `a first layer \`embedding(${type.dimension}, 8)\` takes members of it` },
    );
    return false;
  }
  const twice = output.find((dimension) => batch.includes(dimension));
  if (twice === undefined) return true;
  report(
    ctx,
    'dimension-mismatch',
    span,
    `\`${callee.text}\` gives \`${twice}\`, which ${written} has already`,
  );
  return false;
}

function applySteps(
  ctx: Context,
  steps: readonly NetworkStep[],
  input: TypedExpression,
  batch: readonly Axis[],
  span: CallExpression['span'],
): TypedExpression {
  return steps.reduce((value, step) => {
    if (step.kind === 'layer') return applyLayer(ctx, step, value, batch, span);
    const inner = rename(applySteps(ctx, step.steps, value, batch, span), value.axes);
    const { axes, type } = value;
    const stage = latestStage([value, inner]);
    return { kind: 'binary', operator: '+', left: value, right: inner, axes, type, stage, span };
  }, input);
}

function applyLayer(
  ctx: Context,
  { name, layer, settings, output, weights, fanIn, activation }: LayerStep,
  input: TypedExpression,
  batch: readonly Axis[],
  span: CallExpression['span'],
): TypedExpression {
  const axes = [...batch, ...output];
  const parameters = weights.map((weight) => weightNode(ctx, weight, span));
  // of MC dropout, what leaves a dropout layer is random also where it gets data alone
  const stage = layer === dropout.name ? 'parameter' : latestStage([input, ...parameters]);
  const common = { axes, type: REAL, stage, span } as const;
  const result: TypedExpression = {
    kind: 'layer',
    name,
    layer,
    input,
    rank: input.axes.length - batch.length,
    weights: parameters,
    fanIn,
    settings,
    ...common,
  };
  if (activation === undefined) return result;
  return { kind: 'apply', function: activation, arguments: [result], ...common };
}

function weightNode(ctx: Context, name: string, span: CallExpression['span']): TypedExpression {
  ctx.scope.mention(name);
  const { axes, type, stage } = ctx.scope.values.get(name)!.shape!;
  return { kind: 'variable', name, axes, type, stage, span };
}

/** The weights of a network are parameters, declared by statements that stand for what the network says. */
import type { LayerAxis, PlacedLayer } from '../../layers/layer.ts';
import type { Expression, Name } from '../../syntax/ast.ts';
import { checkParam } from '../check-param.ts';
import { type Context, withLocals } from '../context.ts';
import { numberNode } from '../declared-types.ts';
import type { TypedExpression } from '../typed-expression.ts';
import type { TypedDimension, TypedParam } from '../typed-model.ts';
import { INT, latestStage } from '../value-types.ts';

/** A dimension of a layer's own. */
export function declareDimension(ctx: Context, name: string, size: number, at: Name) {
  const { span } = at;
  const known = { name, nameSpan: span };
  const number = numberNode(size, 'int', span);
  ctx.scope.dimensions.set(name, { ...known, size, sizeExpression: number });
  ctx.scope.usedDimensions.add(name);
  return {
    kind: 'dim',
    ...known,
    span,
    definition: { kind: 'size', size: number },
  } satisfies TypedDimension;
}

/** `param name[axes] ~ prior`, where the prior may use `fan_in` and `fan_out`. */
export function declareWeight(
  ctx: Context,
  name: string,
  axes: readonly LayerAxis[],
  prior: Expression,
  { fanIn, fanOut }: NonNullable<PlacedLayer['weights']>,
  at: Name,
): TypedParam | undefined {
  const { span } = at;
  ctx.scope.startStatement(name);
  const locals = [
    ['fan_in', { kind: 'argument', value: product(fanIn, prior) }],
    ['fan_out', { kind: 'argument', value: product(fanOut, prior) }],
  ] as const;
  return checkParam(withLocals(ctx, locals), {
    kind: 'param',
    name: { text: name, span },
    items: axes.map(({ dimension }) => ({
      kind: 'expression',
      value: { kind: 'name', name: dimension, span },
      span,
    })),
    prior,
    span,
  });
}

/** `param name[axes] ~ Flat()`: what MC dropout draws the masks of a layer as. */
export function declareMask(
  ctx: Context,
  name: string,
  axes: readonly LayerAxis[],
  at: Name,
): TypedParam | undefined {
  const { span } = at;
  const prior: Expression = { kind: 'call', callee: { text: 'Flat', span }, arguments: [], span };
  return declareWeight(ctx, name, axes, prior, { weight: axes, fanIn: [], fanOut: [] }, at);
}

/** The product of the sizes. */
function product(axes: readonly LayerAxis[], { span }: Expression): TypedExpression {
  const one = numberNode(1, 'int', span);
  return axes.map((axis) => sizeNode(axis, span)).reduce(times, one);
}

function times(left: TypedExpression, right: TypedExpression): TypedExpression {
  if (left.kind === 'number' && right.kind === 'number') {
    return { ...left, value: left.value * right.value };
  }
  const stage = latestStage([left, right]);
  const { span } = left;
  return { kind: 'binary', operator: '*', left, right, axes: [], type: INT, stage, span };
}

function sizeNode({ dimension, size }: LayerAxis, span: TypedExpression['span']): TypedExpression {
  return size === undefined
    ? { kind: 'size', dimension, axes: [], type: INT, stage: 'data', span }
    : numberNode(size, 'int', span);
}

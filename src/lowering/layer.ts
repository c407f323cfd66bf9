/** A layer of a network on all examples at once. */
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { layers } from '../layers/index.ts';
import type { LayerNode, TypedExpression, VariableNode } from '../semantics/typed-expression.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

export function lowerLayer(e: LayerNode, environment: Environment): Node {
  const { input, rank, weights, settings } = e;
  const b = environment.builder;
  const batch = input.axes.length - rank;
  const x = lowerExpression(input, environment);
  const examples = sizeOf(x.shape.slice(0, batch));
  const rows = b.reshape(x, [examples, ...x.shape.slice(batch)]);
  const shape = environment.shapeOf(e.axes);
  if (e.layer === dropout.name) {
    environment.dropouts.add(e.name);
    const masked = environment.dropout?.apply(b, e.name, rows);
    if (masked !== undefined) return b.reshape(masked, shape);
  }
  const local = weights.filter((weight) => isLocal(weight, environment));
  if (e.layer === dense.name && environment.noise !== undefined && local.length > 0) {
    const nodes = weights.map((weight) => ({
      name: (weight as VariableNode).name,
      node: lowerExpression(weight, environment),
    }));
    const drawn = environment.noise.throughDense(b, e.name, rows, nodes, shape.slice(batch));
    return b.reshape(drawn, shape);
  }
  const { build, factor } = layers.get(e.layer)!;
  const given = weights.map((weight) => lowerExpression(weight, environment));
  const output = shape.slice(batch);
  const result = build(b, rows, given, output, settings);
  if (environment.linearUses !== undefined && factor !== undefined) {
    environment.linearUses.push({
      layer: e.name,
      weights: weights.map((weight) => (weight as VariableNode).name),
      input: factor(b, rows, given, output, settings),
      result,
    });
  }
  return b.reshape(result, shape);
}

/** Whether a weight is summed out into what leaves its layer. */
function isLocal(weight: TypedExpression, { noise }: Environment): boolean {
  return weight.kind === 'variable' && noise?.local.has(weight.name) === true;
}

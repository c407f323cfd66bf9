import { graphOf } from '../../graph/collect.ts';
import type { Node, TensorData } from '../../graph/node.ts';
import { prepare } from './engine.ts';

/**
 * The values of nodes that depend on no input.
 *
 * @throws GraphError where one does depend on an input.
 */
export function evaluate(nodes: readonly Node[]): TensorData[] {
  const executable = prepare(
    graphOf(Object.fromEntries(nodes.map((node, k) => [String(k), node]))),
  );
  executable.run({});
  return nodes.map((node) => executable.values.get(node)!);
}

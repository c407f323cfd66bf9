import type { Builder } from './builder.ts';
import type { Graph, Node } from './node.ts';

/**
 * Builds a graph again, within another builder.
 *
 * @param inputs what stands for the graph's inputs, by name; the others stay inputs
 * @returns its outputs by name
 */
export function graft(
  builder: Builder,
  { nodes, outputs }: Graph,
  inputs: ReadonlyMap<string, Node> = new Map(),
): Record<string, Node> {
  const built = new Map<Node, Node>();
  for (const node of nodes) {
    const { op, attributes, shape, type, origin } = node;
    const build = (): Node =>
      op === 'input'
        ? (inputs.get(attributes.name!) ?? builder.input(attributes.name!, shape, type))
        : builder.make(
            op,
            node.inputs.map((input) => built.get(input)!),
            attributes,
          );
    built.set(node, origin === undefined ? build() : builder.withOrigin(origin, build));
  }
  return Object.fromEntries(Array.from(outputs, ([name, node]) => [name, built.get(node)!]));
}

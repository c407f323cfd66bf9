/** Rewrites ahead of code generation: ops that others make up, and work that loops can share. */
import { Builder } from '../../../graph/builder.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { keepingAxes } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';

/** Gives the node that takes the place of one whose inputs are lowered already. */
type Lowering = (builder: Builder, node: Node) => Node;

/**
 * m + log Σ exp(x − m) with m the largest: nothing overflows, and the largest term is exact. An infinite
 * or NaN m is the result.
 */
const logSumExp: Lowering = (b, { inputs: [x], attributes }) => {
  const axes = attributes.axes!;
  const largest = b.max(x, axes);
  const shift = b.reshape(largest, keepingAxes(x.shape, axes));
  const total = b.sum(b.exp(b.subtract(x, shift)), axes);
  const finite = b.less(b.abs(largest), Infinity);
  return b.where(finite, b.add(largest, b.log(total)), largest);
};

const lowerings: Readonly<Partial<Record<OpName, Lowering>>> = { logSumExp };

/** The same outputs by other means. */
export function lower(graph: Graph): Graph {
  const builder = new Builder();
  const lowered = new Map<Node, Node>();
  for (const node of graph.nodes) {
    const rebuild = (): Node => {
      if (node.op === 'input') {
        return builder.input(node.attributes.name!, node.shape, node.type);
      }
      const inputs = node.inputs.map((input) => lowered.get(input)!);
      const lowering = lowerings[node.op];
      return lowering === undefined
        ? builder.make(node.op, inputs, node.attributes)
        : lowering(builder, { ...node, inputs });
    };
    lowered.set(
      node,
      node.origin === undefined ? rebuild() : builder.withOrigin(node.origin, rebuild),
    );
  }
  return builder.finish(
    Object.fromEntries(Array.from(graph.outputs, ([name, node]) => [name, lowered.get(node)!])),
  );
}

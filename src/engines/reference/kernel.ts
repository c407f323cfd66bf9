import type { Graph, Node, TensorData } from '../../graph/node.ts';

/** A graph laid out: the array of each node's value, and what fills them all from the inputs'. */
export interface Plan {
  readonly values: ReadonlyMap<Node, TensorData>;
  compute(): void;
  /** Lets go of all arrays. */
  release(): void;
}

/**
 * Prepares one node: given the arrays its inputs will be in and the array its result belongs in, the
 * function that computes the one from the other. Whatever depends on shapes alone is done here, once.
 *
 * @param planBody lays out the graph that a node has inside
 */
export type Kernel = (
  node: Node,
  inputs: readonly TensorData[],
  output: TensorData,
  planBody: (body: Graph) => Plan,
) => () => void;

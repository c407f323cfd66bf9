import type { Node, TensorData } from '../../graph/node.ts';

/**
 * Prepares one node: given the arrays its inputs will be in and the array its result belongs in, the
 * function that computes the one from the other. Whatever depends on shapes alone is done here, once.
 */
export type Kernel = (node: Node, inputs: readonly TensorData[], output: TensorData) => () => void;

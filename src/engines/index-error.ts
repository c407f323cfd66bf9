import type { Node } from '../graph/node.ts';

/** A position outside the tensor it points into, or a number that is no position at all. */
export class IndexError extends Error {
  readonly node: Node;

  constructor(node: Node, message: string) {
    super(message);
    this.name = 'IndexError';
    this.node = node;
  }
}

import type { Node, TensorData } from '../graph/node.ts';

/** A position outside the tensor it points into, or a number that is no position at all. */
export class IndexError extends Error {
  readonly node: Node;

  constructor(node: Node, message: string) {
    super(message);
    this.name = 'IndexError';
    this.node = node;
  }
}

/** What is wrong with these positions into an axis of this extent, if anything is. */
export function positionProblem(positions: TensorData, extent: number): string | undefined {
  const wrong = positions.find((position) => position < 0 || position >= extent);
  if (wrong === undefined) return undefined;
  return extent === 0
    ? `position ${wrong} was asked for, but there are no elements`
    : `position ${wrong} (counted from 0) is outside 0 to ${extent - 1}`;
}

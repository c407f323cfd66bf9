import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { decayOfFirst, decayOfSecond, epsilon } from '../inference/adam.ts';

/** The state of some coordinates, of one shape. */
export interface AdamNodes {
  readonly position: Node;
  readonly first: Node;
  readonly second: Node;
}

/**
 * A step of Adam upwards (Kingma and Ba 2015, algorithm 1).
 *
 * @param slope the gradient at the position
 * @param rates scalars, as `AdamRates` has them
 * @param moves a scalar, 0 where all is to stay as it is
 */
export function adamStep(
  b: Builder,
  { position, first, second }: AdamNodes,
  slope: Node,
  rates: { readonly step: Node; readonly root: Node },
  moves: Node,
): AdamNodes {
  // gates on scalars, and the slope, instead of on every result: nothing else has to wait for `moves`
  const finite = b.where(moves, slope, 0);
  const gate = (share: Node | number): Node => b.where(moves, share, 0);
  const mean = b.add(first, b.multiply(b.subtract(finite, first), gate(1 - decayOfFirst)));
  const growth = b.subtract(b.square(finite), second);
  const squares = b.add(second, b.multiply(growth, gate(1 - decayOfSecond)));
  const size = b.add(b.multiply(b.sqrt(squares), rates.root), epsilon);
  const step = b.divide(b.multiply(mean, gate(rates.step)), size);
  return { position: b.add(position, step), first: mean, second: squares };
}

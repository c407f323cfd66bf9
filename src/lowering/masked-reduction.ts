/** Reductions over the elements at which a mask is 1: ranges whose ends depend on index variables. */
import { reductions } from '../functions/index.ts';
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { keepingAxes } from '../graph/node.ts';

/** `mask` has the shape of `x`. Of no element at all the value is that of an empty range. */
export function maskedReduction(
  b: Builder,
  name: string,
  x: Node,
  mask: Node,
  axes: readonly number[],
): Node {
  const { identity, build } = reductions.get(name)!;
  const filled = (value: number): Node => b.where(mask, x, value);
  if (identity !== undefined) return build(b, filled(identity), axes);
  const count = b.sum(mask, axes);
  const mean = (): Node => b.divide(b.sum(filled(0), axes), count);
  const variance = (): Node => {
    const centred = b.subtract(x, b.reshape(mean(), keepingAxes(x.shape, axes)));
    const squares = b.sum(b.where(mask, b.square(centred), 0), axes);
    return b.divide(squares, b.subtract(count, 1));
  };
  switch (name) {
    case 'mean':
      return mean();
    case 'variance':
      return variance();
    case 'sd':
      return b.sqrt(variance());
    case 'argmax':
      return build(b, filled(-Infinity), axes);
    case 'argmin':
      return build(b, filled(Infinity), axes);
    default:
      throw new Error(`${name} over a range that varies`);
  }
}

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { gradient } from './gradient.ts';

/**
 * The product of the Hessian of a scalar with a vector, as the gradient of ⟨gradient, tangent⟩: about
 * the work of two gradients, without the Hessian itself (Pearlmutter, Neural Computation 6, 1994).
 *
 * @param output a scalar
 * @param inputs the nodes to differentiate with respect to
 * @param tangents one node an input, of its shape, that does not depend on the inputs
 * @returns one node an input, of its shape
 */
export function hessianVectorProduct(
  builder: Builder,
  output: Node,
  inputs: readonly Node[],
  tangents: readonly Node[],
): Node[] {
  const along = gradient(builder, output, inputs)
    .map((slope, k) => builder.sum(builder.multiply(slope, tangents[k])))
    .reduce((total, term) => builder.add(total, term), builder.constant(0));
  return gradient(builder, along, inputs);
}

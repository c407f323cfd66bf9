/** Operations on matrices, matrix by matrix where axes come before the last two. */
import type { Builder } from './builder.ts';
import type { Node } from './node.ts';
import { sizeOf } from './node.ts';
import { broadcastShapes } from './shape-rules.ts';

/** The matrices of the last two axes transposed. */
export const swapped = (b: Builder, x: Node): Node => {
  const axes = x.shape.map((_, axis) => axis);
  const rank = axes.length;
  return b.transpose(x, [...axes.slice(0, rank - 2), rank - 1, rank - 2]);
};

/** X Xᵀ of the last two axes. */
export function timesOwnTranspose(b: Builder, x: Node): Node {
  return eachMatrix(b, [x], ([matrix]) => b.matmul(matrix, swapped(b, matrix)));
}

/**
 * Applies a function of matrices to each of a batch; the batch axes, those before the last two,
 * broadcast. The results, all of one shape, have the batch axes before their own.
 */
export function eachMatrix(
  b: Builder,
  tensors: readonly Node[],
  apply: (matrices: readonly Node[]) => Node,
): Node {
  const batch = broadcastShapes(...tensors.map(({ shape }) => shape.slice(0, -2)));
  if (batch.length === 0) return apply(tensors);
  const count = sizeOf(batch);
  const flat = tensors.map((tensor) => {
    const event = tensor.shape.slice(-2);
    // what is the same for the whole batch is used as it is, so that work on it is shared
    if (sizeOf(tensor.shape.slice(0, -2)) === 1) return { shared: b.reshape(tensor, event), event };
    return {
      tensor: b.reshape(b.broadcast(tensor, [...batch, ...event]), [count, ...event]),
      event,
    };
  });
  const results = Array.from({ length: count }, (_, k) =>
    apply(
      flat.map(
        ({ shared, tensor, event }) =>
          shared ?? b.reshape(b.slice(tensor!, [k, 0, 0], [1, ...event]), event),
      ),
    ),
  );
  const own = results[0].shape;
  const stacked = b.concatenate(
    results.map((result) => b.reshape(result, [1, ...own])),
    0,
  );
  return b.reshape(stacked, [...batch, ...own]);
}

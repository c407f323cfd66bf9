import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';
import type { Axis } from '../semantics/typed-model.ts';

/**
 * Brings a tensor with axes `from` into the order of `to`, with extent 1 where it lacks an axis, so
 * that it broadcasts against a tensor with axes `to` (leading axes that it lacks are left out).
 * `from` must be `to` itself, or names without repetition that all occur in `to`.
 */
export function align(b: Builder, node: Node, from: readonly Axis[], to: readonly Axis[]): Node {
  if (from.length === to.length && from.every((axis, k) => axis === to[k])) return node;
  const present = to.filter((axis) => from.includes(axis));
  const ordered = b.transpose(
    node,
    present.map((axis) => from.indexOf(axis)),
  );
  const first = to.findIndex((axis) => from.includes(axis));
  if (first < 0) return ordered;
  let next = 0;
  const shape: Shape = to
    .slice(first)
    .map((axis) => (from.includes(axis) ? ordered.shape[next++] : 1));
  return b.reshape(ordered, shape);
}

/** As `align`, then stretched to the full shape of `to`. */
export function alignFully(
  b: Builder,
  node: Node,
  from: readonly Axis[],
  to: readonly Axis[],
  shape: Shape,
): Node {
  return b.broadcast(align(b, node, from, to), shape);
}

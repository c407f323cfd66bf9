import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';
import type { Axis } from '../semantics/typed-expression.ts';

/**
 * Brings a tensor with axes `from` into the order of `to`, with extent 1 where it lacks an axis, so
 * that it broadcasts against a tensor with axes `to` (leading axes that it lacks are left out).
 * All of `from` must occur in `to`; a name that `from` has twice goes to its places in `to` in order.
 */
export function align(b: Builder, node: Node, from: readonly Axis[], to: readonly Axis[]): Node {
  if (from.length === to.length && from.every((axis, k) => axis === to[k])) return node;
  const places = placesIn(from, to);
  const order = from.map((_, k) => k).sort((j, k) => places[j] - places[k]);
  const ordered = b.transpose(node, order);
  if (from.length === 0) return ordered;
  const first = places[order[0]];
  const shape: Shape = to.slice(first).map((_, k) => {
    const axis = places.indexOf(first + k);
    return axis < 0 ? 1 : node.shape[axis];
  });
  return b.reshape(ordered, shape);
}

function placesIn(from: readonly Axis[], to: readonly Axis[]): number[] {
  const places: number[] = [];
  for (const axis of from) {
    places.push(to.findIndex((other, place) => other === axis && !places.includes(place)));
  }
  return places;
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

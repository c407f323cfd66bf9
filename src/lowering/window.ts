import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/**
 * `size` elements along an axis from place `begin` on. Places before the first element repeat it, those
 * after the last repeat that; there must be one.
 */
export function window(b: Builder, x: Node, axis: number, begin: number, size: number): Node {
  const extent = x.shape[axis];
  const leading = Math.min(size, Math.max(0, -begin));
  const trailing = Math.min(size, Math.max(0, begin + size - extent));
  const inside = size - leading - trailing;
  const part = (place: number, count: number): Node =>
    b.slice(
      x,
      x.shape.map((_, k) => (k === axis ? place : 0)),
      x.shape.with(axis, count),
    );
  const repeated = (place: number, count: number): Node =>
    b.broadcast(part(place, 1), x.shape.with(axis, count));
  const parts = [
    ...(leading > 0 ? [repeated(0, leading)] : []),
    ...(inside > 0 || size === 0 ? [part(size === 0 ? 0 : begin + leading, inside)] : []),
    ...(trailing > 0 ? [repeated(extent - 1, trailing)] : []),
  ];
  return b.concatenate(parts, axis);
}

/** Parts of tensors along their last axis. */
import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';

export const lastAxis = (x: Node): number => x.shape.length - 1;

export const lastExtent = (x: Node): number => x.shape[lastAxis(x)];

/** `shape` with its last extent changed by `step`. */
export const withLastExtent = (shape: Shape, step: number): Shape =>
  shape.with(-1, shape[shape.length - 1] + step);

/** `count` elements from `begin` on. */
export function take(b: Builder, x: Node, begin: number, count: number): Node {
  const axis = lastAxis(x);
  return b.slice(x, x.shape.map(() => 0).with(axis, begin), x.shape.with(axis, count));
}

/** With zeros before and after. */
export function padLast(b: Builder, x: Node, before: number, after: number): Node {
  const none = x.shape.map(() => 0);
  return b.pad(x, none.with(-1, before), none.with(-1, after));
}

/** Numbers that go along the last axis. */
export const along = (b: Builder, count: number, value: (k: number) => number): Node =>
  b.constant(
    Float64Array.from({ length: count }, (_, k) => value(k)),
    [count],
  );

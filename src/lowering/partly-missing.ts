/** Vectors of which some elements are not known: the density of the others, each group of rows by what it lacks. */

import type { Arguments } from '../distributions/distribution.ts';
import type { VectorDistribution } from '../distributions/vector-distribution.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { Builder } from '../graph/builder.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { broadcastShapes } from '../graph/shape-rules.ts';

/** Whether some vectors have elements that are there and others that are not; `present` is known from data. */
export function isPartlyMissing(b: Builder, present: Node): boolean {
  const last = present.shape.length - 1;
  if (present.shape[last] === 1) return false;
  const [differs] = evaluate([b.subtract(b.max(present, [last]), b.min(present, [last]))]);
  return differs.some((value) => value !== 0);
}

/**
 * The log density of the elements that are there, the others integrated out, of each vector of `x`; 0 of a
 * vector of which nothing is there. `x` and `present` have the elements of a vector along their last axis.
 */
export function logDensityOfPresent(
  b: Builder,
  distribution: VectorDistribution,
  given: Arguments,
  x: Node,
  present: Node,
): Node {
  const size = present.shape[present.shape.length - 1];
  const marginal = distribution.marginal!(b, given);
  const all = new Map([
    ...argumentsIn(distribution, given),
    ...argumentsIn(distribution, marginal),
  ]);
  const batch = broadcastShapes(
    x.shape.slice(0, -1),
    present.shape.slice(0, -1),
    ...Array.from(all.values(), ({ batch }) => batch),
  );
  const count = sizeOf(batch);
  const rows = b.reshape(b.broadcast(x, [...batch, size]), [count, size]);
  const [isThere] = evaluate([b.broadcast(present, [...batch, size])]);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < count; row++) {
    const pattern = isThere.subarray(row * size, (row + 1) * size).join();
    const members = groups.get(pattern);
    if (members === undefined) groups.set(pattern, [row]);
    else members.push(row);
  }
  const order: number[] = [];
  const densities = Array.from(groups.values(), (members) => {
    order.push(...members);
    const [first] = members;
    const kept = Array.from({ length: size }, (_, k) => k).filter(
      (k) => isThere[first * size + k] !== 0,
    );
    if (kept.length === 0) return b.constant(new Float64Array(members.length), [members.length]);
    const isWhole = kept.length === size;
    const arguments_: Record<string, Node> = {};
    for (const name of Object.keys(isWhole ? given : marginal)) {
      const { node, batch: own, rank } = all.get(name)!;
      const event = node.shape.slice(node.shape.length - rank);
      const isShared = sizeOf(own) === 1;
      const each = isShared
        ? b.reshape(node, event)
        : pick(
            b,
            b.reshape(b.broadcast(node, [...batch, ...event]), [count, ...event]),
            0,
            members,
          );
      const axes = event.map((_, k) => k + (isShared ? 0 : 1));
      arguments_[name] = axes.reduce((part, axis) => pick(b, part, axis, kept), each);
    }
    const vectors = pick(b, pick(b, rows, 0, members), 1, kept);
    return b.broadcast(distribution.logDensity(b, vectors, arguments_), [members.length]);
  });
  const place = new Array<number>(count);
  order.forEach((row, k) => {
    place[row] = k;
  });
  return b.reshape(pick(b, b.concatenate(densities, 0), 0, place), batch);
}

/** The arguments, and how many of their last axes are of one vector: none where one number stands for all elements. */
function argumentsIn({ parameters }: VectorDistribution, given: Arguments) {
  return Object.entries(given).map(([name, node]) => {
    const { eventRank = 0 } = parameters.find((parameter) => parameter.name === name)!;
    const rank = eventRank === 1 && sizeOf(node.shape) === 1 ? 0 : eventRank;
    const batch =
      rank === 0 && eventRank === 1 ? [] : node.shape.slice(0, node.shape.length - rank);
    return [name, { node, batch, rank }] as const;
  });
}

/** Members along an axis, by their places from 0. */
function pick(b: Builder, x: Node, axis: number, places: readonly number[]): Node {
  const isAll = places.length === x.shape[axis] && places.every((place, k) => place === k);
  if (isAll) return x;
  const others = x.shape.flatMap((_, k) => (k === axis ? [] : [k]));
  const indices = b.toInt(b.constant(Float64Array.from(places), [places.length]));
  const picked = b.gather(b.transpose(x, [axis, ...others]), indices);
  const order = x.shape.map((_, k) => (k === axis ? 0 : k < axis ? k + 1 : k));
  return b.transpose(picked, order);
}

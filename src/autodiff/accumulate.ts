import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/**
 * The sum of the contributions to one cotangent. Those that come back from separate slices of a tensor
 * (a vector of all parameters, taken apart) are put side by side, not each padded and added up.
 */
export function accumulate(builder: Builder, contributions: readonly Node[]): Node {
  const { strips, others } = separate(contributions);
  const joined = strips.length > 1 ? [sideBySide(builder, strips)] : strips;
  return [...others, ...joined].reduce((total, part) => builder.add(total, part));
}

/** Axis along which alone a node pads. */
function paddedAxis({ op, attributes: { before, after } }: Node): number | undefined {
  if (op !== 'pad') return undefined;
  const axes = before!.flatMap((n, axis) => (n > 0 || after![axis] > 0 ? [axis] : []));
  return axes.length === 1 ? axes[0] : undefined;
}

/** Pads along one axis that do not overlap, in order along it, and all the rest. */
function separate(contributions: readonly Node[]): { strips: Node[]; others: Node[] } {
  const axis = contributions.map(paddedAxis).find((found) => found !== undefined);
  if (axis === undefined) return { strips: [], others: [...contributions] };
  const others = contributions.filter((part) => paddedAxis(part) !== axis);
  const candidates = contributions
    .filter((part) => paddedAxis(part) === axis)
    .sort((a, b) => a.attributes.before![axis] - b.attributes.before![axis]);
  const strips: Node[] = [];
  let end = 0;
  for (const part of candidates) {
    const begin = part.attributes.before![axis];
    if (begin < end) others.push(part);
    else {
      strips.push(part);
      end = begin + part.inputs[0].shape[axis];
    }
  }
  return { strips, others };
}

function sideBySide(builder: Builder, strips: readonly Node[]): Node {
  const [{ shape }] = strips;
  const axis = paddedAxis(strips[0])!;
  const parts: Node[] = [];
  let end = 0;
  const zerosUpTo = (begin: number): void => {
    if (begin > end) {
      parts.push(builder.broadcast(builder.constant(0), shape.with(axis, begin - end)));
    }
  };
  for (const strip of strips) {
    const [inner] = strip.inputs;
    zerosUpTo(strip.attributes.before![axis]);
    parts.push(inner);
    end = strip.attributes.before![axis] + inner.shape[axis];
  }
  zerosUpTo(shape[axis]);
  return builder.concatenate(parts, axis);
}

import type { TensorData } from '../../graph/node.ts';
import { offsets, stridesOf } from '../../graph/strides.ts';
import type { Kernel } from './kernel.ts';

/** One number from the elements at `start + members[k]` of a tensor. */
type Reduce = (x: TensorData, start: number, members: Int32Array) => number;

function over(axesOf: (attributes: Parameters<Kernel>[0]['attributes']) => readonly number[]) {
  return (reduce: Reduce): Kernel =>
    (node, [x], out) => {
      const { shape } = node.inputs[0];
      const axes = axesOf(node.attributes);
      const strides = stridesOf(shape);
      const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      const pick = (chosen: readonly number[]): Int32Array =>
        offsets(
          chosen.map((axis) => shape[axis]),
          chosen.map((axis) => strides[axis]),
        );
      const starts = pick(kept);
      const members = pick(axes);
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = reduce(x, starts[i], members);
      };
    };
}

export const overAxes = over((attributes) => attributes.axes!);
export const overAxis = over((attributes) => [attributes.axis!]);

/**
 * Neumaier's compensated sum (Z. Angew. Math. Mech. 54, 1974): the error does not grow with the
 * number of terms.
 */
export const sum: Reduce = (x, start, members) => {
  let total = 0;
  let lost = 0;
  for (let k = 0; k < members.length; k++) {
    const term = x[start + members[k]];
    const next = total + term;
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
};

export const max: Reduce = (x, start, members) => {
  let best = -Infinity;
  for (let k = 0; k < members.length; k++) best = Math.max(best, x[start + members[k]]);
  return best;
};

export const min: Reduce = (x, start, members) => {
  let best = Infinity;
  for (let k = 0; k < members.length; k++) best = Math.min(best, x[start + members[k]]);
  return best;
};

/** m + log Σ exp(xₖ − m) with m the largest: nothing overflows and the largest term is exact. */
export const logSumExp: Reduce = (x, start, members) => {
  const largest = max(x, start, members);
  if (!Number.isFinite(largest)) return largest;
  let total = 0;
  for (let k = 0; k < members.length; k++) total += Math.exp(x[start + members[k]] - largest);
  return largest + Math.log(total);
};

/** The first NaN counts as the most extreme, as in NumPy. */
function firstExtreme(precedes: (candidate: number, best: number) => boolean): Reduce {
  return (x, start, members) => {
    let best = 0;
    for (let k = 1; k < members.length; k++) {
      const candidate = x[start + members[k]];
      const leader = x[start + members[best]];
      if (precedes(candidate, leader) || (Number.isNaN(candidate) && !Number.isNaN(leader))) {
        best = k;
      }
    }
    return best;
  };
}

export const argMax: Reduce = firstExtreme((candidate, best) => candidate > best);
export const argMin: Reduce = firstExtreme((candidate, best) => candidate < best);

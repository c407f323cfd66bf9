import type { Node } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import type { Lower, Lowering } from './lowering.ts';

/** Terms that are added one after the other in float32; more are added up in blocks of this many. */
const SUMMED_AT_ONCE = 256;

const KEEP_DIMENSIONS = { keep_dims: { b: true } } as const;

export const sum: Lower = (to, node) => {
  const [x] = node.inputs;
  return sizeOf(x.shape) === 0 ? to.writer.filled(0, node.shape) : summed(to, to.value(x), node);
};

/**
 * The sum of a tensor of the shape of the node's input over the node's axes. The wasm backend adds
 * one term after the other in float32, with an error that grows with their number n; in blocks it
 * grows with the logarithm of n (Higham, Accuracy and Stability of Numerical Algorithms, 4.2).
 */
function summed({ writer }: Lowering, x: string, { inputs, attributes, shape }: Node): string {
  const from = inputs[0].shape;
  const axes = attributes.axes!;
  let terms = sizeOf(axes.map((axis) => from[axis]));
  if (terms <= SUMMED_AT_ONCE) return writer.node('Sum', [x, writer.integers(axes)]);
  const kept = from.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const rows = sizeOf(shape);
  let table = writer.node('Transpose', [x, writer.integers([...kept, ...axes])]);
  table = writer.node('Reshape', [table, writer.integers([rows, terms])]);
  while (terms > SUMMED_AT_ONCE) {
    const blocks = Math.ceil(terms / SUMMED_AT_ONCE);
    const missing = blocks * SUMMED_AT_ONCE - terms;
    if (missing > 0) {
      const paddings = writer.integers([0, 0, 0, missing], [2, 2]);
      table = writer.node('PadV2', [table, paddings, writer.float(0)]);
    }
    table = writer.node('Reshape', [table, writer.integers([rows, blocks, SUMMED_AT_ONCE])]);
    table = writer.node('Sum', [table, writer.integers([2])]);
    terms = blocks;
  }
  const total = writer.node('Sum', [table, writer.integers([1])]);
  return writer.node('Reshape', [total, writer.integers(shape)]);
}

export const extreme =
  (op: 'Max' | 'Min', ofNothing: number): Lower =>
  (to, { inputs: [x], attributes: { axes }, shape }) =>
    sizeOf(x.shape) === 0
      ? to.writer.filled(ofNothing, shape)
      : to.writer.node(op, [to.value(x), to.writer.integers(axes!)]);

/** m + log Σ exp(xₖ − m) with m the largest, or 0 where the largest is infinite. */
export const logSumExp: Lower = (to, node) => {
  const { writer } = to;
  const [x] = node.inputs;
  if (sizeOf(x.shape) === 0) return writer.filled(-Infinity, node.shape);
  const axes = writer.integers(node.attributes.axes!);
  const largest = writer.node('Max', [to.value(x), axes], KEEP_DIMENSIONS);
  const shift = writer.node('SelectV2', [
    writer.node('IsFinite', [largest]),
    largest,
    writer.float(0),
  ]);
  const terms = writer.node('Exp', [writer.node('Sub', [to.value(x), shift])]);
  const total = writer.node('Log', [summed(to, terms, node)]);
  return writer.node('AddV2', [
    writer.node('Reshape', [shift, writer.integers(node.shape)]),
    total,
  ]);
};

export const argument =
  (op: 'ArgMax' | 'ArgMin'): Lower =>
  (to, { inputs: [x], attributes: { axis }, shape }) =>
    sizeOf(x.shape) === 0
      ? to.writer.filled(0, shape, 'int')
      : to.writer.node(op, [to.value(x), to.writer.integer(axis!)]);

export const cumulativeSum: Lower = (to, { inputs: [x], attributes: { axis, reverse } }) =>
  to.writer.node('Cumsum', [to.value(x), to.writer.integer(axis!)], {
    exclusive: { b: false },
    reverse: { b: reverse === true },
  });

import type { Node } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { IndexError, positionProblem } from '../index-error.ts';
import { CHECKED_POSITIONS, CHECKED_TO_INT } from './custom-ops.ts';
import type { Lower, Lowering } from './lowering.ts';

export const reshape: Lower = (to, { inputs: [x], shape }) =>
  to.writer.node('Reshape', [to.value(x), to.writer.integers(shape)]);

export const transpose: Lower = (to, { inputs: [x], attributes: { permutation } }) =>
  to.writer.node('Transpose', [to.value(x), to.writer.integers(permutation!)]);

export const broadcast: Lower = (to, { inputs: [x], shape }) =>
  to.writer.node('BroadcastTo', [to.value(x), to.writer.integers(shape)]);

export const concatenate: Lower = (to, { inputs, attributes: { axis } }) => {
  const parts = inputs.filter(({ shape }) => sizeOf(shape) > 0).map(to.value);
  if (parts.length === 1) return parts[0];
  return to.writer.node('ConcatV2', [...parts, to.writer.integer(axis!)], {
    N: { i: parts.length },
  });
};

export const slice: Lower = (to, { inputs: [x], attributes: { begin, size }, shape }) =>
  shape.length === 0
    ? to.value(x)
    : to.writer.node('Slice', [to.value(x), to.writer.integers(begin!), to.writer.integers(size!)]);

export const pad: Lower = (to, { inputs: [x], attributes: { before, after }, shape }) => {
  if (shape.length === 0) return to.value(x);
  if (sizeOf(x.shape) === 0) return to.writer.filled(0, shape);
  const paddings = before!.flatMap((zeros, axis) => [zeros, after![axis]]);
  return to.writer.node('PadV2', [
    to.value(x),
    to.writer.integers(paddings, [shape.length, 2]),
    to.writer.float(0),
  ]);
};

export const toInt: Lower = (to, node) =>
  to.checked
    ? to.writer.node(CHECKED_TO_INT, [to.value(node.inputs[0])], {
        node: { i: to.reportedId(node) },
      })
    : to.writer.node('Cast', [to.value(node.inputs[0])], { DstT: { type: 'DT_INT32' } });

export const gather: Lower = (to, node) => {
  const [x, indices] = node.inputs;
  const positions = checkedPositions(to, node, indices, x.shape[0]);
  return to.writer.node('GatherV2', [to.value(x), positions, to.writer.integer(0)]);
};

export const scatterAdd: Lower = (to, node) => {
  const [updates, indices] = node.inputs;
  if (sizeOf(updates.shape) === 0) return to.writer.filled(0, node.shape);
  const count = sizeOf(indices.shape);
  const row = node.shape.slice(1);
  const positions = checkedPositions(to, node, indices, node.shape[0]);
  return to.writer.node('ScatterNd', [
    to.writer.node('Reshape', [positions, to.writer.integers([count, 1])]),
    to.writer.node('Reshape', [to.value(updates), to.writer.integers([count, ...row])]),
    to.writer.integers(node.shape),
  ]);
};

/** Backends read or write foreign memory at positions that do not exist. */
function checkedPositions(to: Lowering, node: Node, indices: Node, extent: number): string {
  const positions = to.value(indices);
  if (indices.op === 'constant') {
    const problem = positionProblem(indices.attributes.data!, extent);
    if (problem !== undefined) throw new IndexError(node, problem);
    return positions;
  }
  return to.checked
    ? to.writer.node(CHECKED_POSITIONS, [positions], {
        node: { i: to.reportedId(node) },
        extent: { i: extent },
      })
    : positions;
}

export const matmul: Lower = (to, { inputs: [a, b], shape }) =>
  a.shape[1] === 0
    ? to.writer.filled(0, shape)
    : to.writer.node('MatMul', [to.value(a), to.rightFactor(b)]);

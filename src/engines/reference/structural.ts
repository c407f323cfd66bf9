import type { Node, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { broadcastStrides, offsets, stridesOf } from '../../graph/strides.ts';
import { sortOrder } from '../../linear-algebra/sort-order.ts';
import { IndexError, positionProblem } from '../index-error.ts';
import type { Kernel } from './kernel.ts';

/** out[i] = x[from[i]] */
function read(x: TensorData, from: Int32Array, out: TensorData): () => void {
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = x[from[i]];
  };
}

export const transpose: Kernel = (node, [x], out) => {
  const strides = stridesOf(node.inputs[0].shape);
  const permuted = node.attributes.permutation!.map((axis) => strides[axis]);
  return read(x, offsets(node.shape, permuted), out);
};

export const broadcast: Kernel = (node, [x], out) =>
  read(x, offsets(node.shape, broadcastStrides(node.inputs[0].shape, node.shape)), out);

export const slice: Kernel = (node, [x], out) => {
  const strides = stridesOf(node.inputs[0].shape);
  const start = node.attributes.begin!.reduce((sum, n, axis) => sum + n * strides[axis], 0);
  return read(x, offsets(node.shape, strides, start), out);
};

export const pad: Kernel = (node, [x], out) => {
  const strides = stridesOf(node.shape);
  const start = node.attributes.before!.reduce((sum, n, axis) => sum + n * strides[axis], 0);
  const to = offsets(node.inputs[0].shape, strides, start);
  // the zeros around are never written over
  return () => {
    for (let i = 0; i < x.length; i++) out[to[i]] = x[i];
  };
};

export const concatenate: Kernel = (node, parts, out) => {
  const strides = stridesOf(node.shape);
  const axis = node.attributes.axis!;
  let position = 0;
  const targets = node.inputs.map(({ shape }) => {
    const to = offsets(shape, strides, position * strides[axis]);
    position += shape[axis];
    return to;
  });
  return () => {
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p];
      const to = targets[p];
      for (let i = 0; i < part.length; i++) out[to[i]] = part[i];
    }
  };
};

export const cumulativeSum: Kernel = (node, [x], out) => {
  const axis = node.attributes.axis!;
  const strides = stridesOf(node.shape);
  const extent = node.shape[axis];
  const backwards = node.attributes.reverse === true;
  const step = backwards ? -strides[axis] : strides[axis];
  const starts = offsets(
    node.shape.with(axis, 1),
    strides,
    backwards ? (extent - 1) * strides[axis] : 0,
  );
  return () => {
    if (extent === 0) return;
    for (let s = 0; s < starts.length; s++) {
      let sum = 0;
      for (let k = 0, i = starts[s]; k < extent; k++, i += step) {
        sum += x[i];
        out[i] = sum;
      }
    }
  };
};

export const argSort: Kernel = ({ shape }, [x], out) => {
  const extent = shape[shape.length - 1];
  return () => sortOrder(x as Float64Array, extent, out);
};

function checkPositions(node: Node, indices: TensorData, extent: number): void {
  const problem = positionProblem(indices, extent);
  if (problem !== undefined) throw new IndexError(node, problem);
}

export const gather: Kernel = (node, [x, indices], out) => {
  const [extent, ...row] = node.inputs[0].shape;
  const width = sizeOf(row);
  return () => {
    checkPositions(node, indices, extent);
    for (let k = 0, i = 0; k < indices.length; k++) {
      const from = indices[k] * width;
      for (let j = 0; j < width; j++) out[i++] = x[from + j];
    }
  };
};

export const scatterAdd: Kernel = (node, [updates, indices], out) => {
  const [extent, ...row] = node.shape;
  const width = sizeOf(row);
  return () => {
    checkPositions(node, indices, extent);
    out.fill(0);
    for (let k = 0, i = 0; k < indices.length; k++) {
      const to = indices[k] * width;
      for (let j = 0; j < width; j++) out[to + j] += updates[i++];
    }
  };
};

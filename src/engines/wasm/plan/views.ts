/** Where the elements of a node are: ops that only move elements become ways of reading others. */
import type { Graph, Node, Shape } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';

import { broadcastStrides, stridesOf } from '../../../graph/strides.ts';

import { isPacked } from '../kernels/packed-product.ts';

import { type BulkPrecision, isInFloat32 } from './bulk.ts';
import { isNarrowTransposedProduct } from './roles.ts';
import { multipliedLogarithms } from './split-sums.ts';

/** Elements `offset + Σ index[axis] · strides[axis]` of the storage of `source`, all in elements. */
export interface View {
  readonly source: Node;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Whether the elements lie one after the other in row-major order. */
export function isContiguous(shape: Shape, strides: readonly number[]): boolean {
  const dense = stridesOf(shape);
  return shape.every((extent, axis) => extent === 1 || strides[axis] === dense[axis]);
}

/**
 * The strides of the same elements under another shape, in row-major order; `undefined` where no
 * strides give that order.
 */
function reshapedStrides(from: Shape, strides: readonly number[], to: Shape): number[] | undefined {
  if (sizeOf(from) === 0) return stridesOf(to);
  const old = from.flatMap((extent, axis) => (extent === 1 ? [] : [[extent, strides[axis]]]));
  const result = new Array<number>(to.length).fill(0);
  let [at, axis] = [0, 0];
  while (axis < to.length) {
    if (to[axis] === 1) {
      axis++;
      continue;
    }
    // the smallest groups of old and of new axes with equally many elements
    let [oldEnd, newEnd] = [at + 1, axis + 1];
    let [oldSize, newSize] = [old[at][0], to[axis]];
    while (oldSize !== newSize) {
      if (oldSize < newSize) oldSize *= old[oldEnd++][0];
      else newSize *= to[newEnd++];
    }
    for (let k = at; k + 1 < oldEnd; k++) {
      if (old[k][1] !== old[k + 1][0] * old[k + 1][1]) return undefined;
    }
    let stride = old[oldEnd - 1][1];
    for (let k = newEnd - 1; k >= axis; k--) {
      result[k] = stride;
      stride *= to[k];
    }
    [at, axis] = [oldEnd, newEnd];
  }
  return result;
}

/** Ops that change neither the elements nor their order (of a `sum`: over axes of extent 1). */
function keepsOrder({ op, inputs: [x], shape }: Node): boolean {
  return (
    op === 'reshape' || op === 'toFloat' || (op === 'sum' && sizeOf(x.shape) === sizeOf(shape))
  );
}

/** Ops whose code wants the elements of its operands in order. */
const DENSE_OPERANDS: ReadonlySet<OpName> = new Set([
  'cholesky',
  'choleskyAdjoint',
  'triangularSolve',
  'eigenvalues',
  'eigenvectors',
  'argSort',
  'scan',
  'ode',
  'odeAdjoint',
]);

/** Products that read the rows of their right factor in pairs. */
function readsRows({ op, inputs, shape: [m, n] }: Node, bulk: BulkPrecision): boolean {
  return op === 'matmul' && n !== 1 && !isPacked(m, inputs[0].shape[1], n, bulk);
}

const MOVING: ReadonlySet<OpName> = new Set(['transpose', 'broadcast', 'slice']);

/** The views of all nodes of a graph. */
export class Views {
  private readonly views = new Map<Node, View>();
  private readonly copied = new Map<Node, View>();
  /** Logarithms without elements anywhere: their sum multiplies what they are of. */
  readonly multiplied: ReadonlySet<Node>;
  /** Functions that a kernel computes. */
  readonly inFloat32: ReadonlySet<Node>;

  constructor(graph: Graph, bulk: BulkPrecision) {
    this.inFloat32 = new Set(graph.nodes.filter((node) => isInFloat32(node, bulk)));
    this.multiplied = multipliedLogarithms(graph);
    const rightFactors = new Set(
      graph.nodes.flatMap((n) => (readsRows(n, bulk) ? [n.inputs[1]] : [])),
    );
    const dense = new Set(
      graph.nodes.flatMap((node) => {
        if (DENSE_OPERANDS.has(node.op) || this.inFloat32.has(node)) return node.inputs;
        return isNarrowTransposedProduct(node) ? node.inputs.slice(1) : [];
      }),
    );
    for (const node of graph.nodes) {
      const own: View = { source: node, offset: 0, strides: stridesOf(node.shape) };
      const view = this.read(node);
      const wanted =
        view !== undefined &&
        !(rightFactors.has(node) && view.strides.at(-1) !== 1) &&
        !(dense.has(node) && !isContiguous(node.shape, view.strides));
      this.views.set(node, wanted ? view : own);
      if (wanted) continue;
      // the loop that copies what keeps its order walks over the shape before
      if (keepsOrder(node)) this.copied.set(node, this.of(node.inputs[0]));
      else if (view !== undefined) this.copied.set(node, view);
    }
  }

  of(node: Node): View {
    return this.views.get(node)!;
  }

  /** Whether the node has storage of its own. */
  owns(node: Node): boolean {
    return this.of(node).source === node;
  }

  /** What a node of a moving op is copied from, where no view will do. */
  copyOf(node: Node): View | undefined {
    return this.copied.get(node);
  }

  private read(node: Node): View | undefined {
    const [x] = node.inputs;
    if (!keepsOrder(node) && !MOVING.has(node.op)) return undefined;
    const { source, offset, strides } = this.of(x);
    switch (node.op) {
      case 'transpose':
        return {
          source,
          offset,
          strides: node.attributes.permutation!.map((axis) => strides[axis]),
        };
      case 'broadcast':
        return { source, offset, strides: broadcastStrides(x.shape, node.shape, strides) };
      case 'slice': {
        const begin = node.attributes.begin!;
        const start = begin.reduce((sum, index, axis) => sum + index * strides[axis], offset);
        return { source, offset: start, strides };
      }
      default: {
        const reshaped = reshapedStrides(x.shape, strides, node.shape);
        return reshaped === undefined ? undefined : { source, offset, strides: reshaped };
      }
    }
  }
}

/** What the loop that computes a node reads and writes, and by what strides. */
import type { Node, Shape } from '../../../graph/node.ts';
import { broadcastStrides, stridesOf } from '../../../graph/strides.ts';
import { isFusedProduct, loopShape } from './roles.ts';
import type { View, Views } from './views.ts';

/** Strides over the axes of a loop, in elements; the axes of extent 1 are left out. */
export interface Access {
  readonly source: Node;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The extents of a loop: a shape without its axes of extent 1. */
export const squeezed = (shape: Shape): number[] => shape.filter((extent) => extent !== 1);

/** The strides that belong to the axes that `squeezed` keeps. */
const squeezedStrides = (strides: readonly number[], shape: Shape): number[] =>
  strides.filter((_, axis) => shape[axis] !== 1);

function accessOf(view: View, shape: Shape, loop: Shape): Access {
  const strides = broadcastStrides(shape, loop, view.strides);
  return { source: view.source, offset: view.offset, strides: squeezedStrides(strides, loop) };
}

/** An operand whose elements belong to the leading axes of the loop: positions of a gather or scatter. */
function leadingAccess(node: Node, loop: Shape, views: Views): Access {
  const { source, offset, strides } = views.of(node);
  const all = loop.map((_, axis) => (axis < node.shape.length ? strides[axis] : 0));
  const used = all.map((stride, axis) => (node.shape[axis] === 1 ? 0 : stride));
  return { source, offset, strides: squeezedStrides(used, loop) };
}

/** Rows picked by position: the strides within a row, and from one row to the next. */
export interface RowAccess extends Access {
  readonly rowStride: number;
  readonly extent: number;
}

function rowAccess(view: View, rows: Shape, positions: number, loop: Shape): RowAccess {
  const strides = loop.map((_, axis) =>
    axis < positions ? 0 : view.strides[axis - positions + 1],
  );
  return {
    source: view.source,
    offset: view.offset,
    strides: squeezedStrides(strides, loop),
    rowStride: view.strides[0],
    extent: rows[0],
  };
}

/** Whether a sum of logarithms is taken as the logarithm of a product. */
export function sumsLogarithms({ op, inputs: [x] }: Node, views: Views): boolean {
  return op === 'sum' && views.multiplied.has(x);
}

/** The operands of an element or sink that a loop reads one by one, in the order its code wants them. */
export function operands(node: Node, views: Views): Access[] {
  const loop = loopShape(node);
  const copied = views.copyOf(node);
  if (copied !== undefined) {
    const { source, offset, strides } = copied;
    return [{ source, offset, strides: squeezedStrides(strides, loop) }];
  }
  if (node.op === 'gather') return [leadingAccess(node.inputs[1], loop, views)];
  if (node.op === 'scatterAdd') {
    const [updates, indices] = node.inputs;
    return [accessOf(views.of(updates), updates.shape, loop), leadingAccess(indices, loop, views)];
  }
  if (isFusedProduct(node)) return [];
  const inputs = sumsLogarithms(node, views) ? node.inputs[0].inputs : node.inputs;
  return inputs.map((input) => accessOf(views.of(input), input.shape, loop));
}

/** The rows a gather picks. */
export function gatheredRows(node: Node, views: Views): RowAccess {
  const [table, indices] = node.inputs;
  return rowAccess(views.of(table), table.shape, indices.shape.length, node.shape);
}

/** The rows a scatter adds to. */
export function scatteredRows(node: Node, views: Views): RowAccess {
  const [updates, indices] = node.inputs;
  return rowAccess(views.of(node), node.shape, indices.shape.length, updates.shape);
}

/** Where a reduction leaves its result, over the axes of its operand. */
export function reducedAccess(node: Node): Access {
  const { shape } = node.inputs[0];
  const axes = node.attributes.axes!;
  const kept = stridesOf(node.shape);
  let next = 0;
  const strides = shape.map((_, axis) => (axes.includes(axis) ? 0 : kept[next++]));
  return { source: node, offset: 0, strides: squeezedStrides(strides, shape) };
}

/** Where an element is stored: in row-major order. */
export function storedAccess(node: Node): Access {
  const space = squeezed(loopShape(node));
  return { source: node, offset: 0, strides: stridesOf(space) };
}

/** What must be complete in memory before the loop of the node starts, beside its operands. */
export function tables(node: Node, views: Views): Node[] {
  if (node.op === 'gather') return [views.of(node.inputs[0]).source];
  if (isFusedProduct(node)) return [views.of(node.inputs[1]).source];
  return [];
}

/** Everything a kernel reads. */
export function kernelInputs(node: Node, views: Views): Node[] {
  return node.inputs.map((input) => views.of(input).source);
}

/** Vectors as the lower triangles of matrices, row by row, in the last axes of tensors. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** Moves the first `count` axes behind the others. */
function firstAxesLast(b: Builder, x: Node, count: number): Node {
  const axes = x.shape.map((_, axis) => axis);
  return b.transpose(x, [...axes.slice(count), ...axes.slice(0, count)]);
}

/** Moves the last `count` axes before the others. */
const lastAxesFirst = (b: Builder, x: Node, count: number): Node =>
  firstAxesLast(b, x, x.shape.length - count);

/** Rows and columns of the elements, with or without the diagonal. */
function elements(size: number, withDiagonal: boolean): [number, number][] {
  const list: [number, number][] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row + (withDiagonal ? 1 : 0); column++) list.push([row, column]);
  }
  return list;
}

/** The size of the matrix whose triangle has `count` elements. */
const sizeOfTriangle = (count: number, withDiagonal: boolean): number =>
  Math.round((Math.sqrt(8 * count + 1) + (withDiagonal ? -1 : 1)) / 2);

export const countOfTriangle = (size: number, withDiagonal: boolean): number =>
  (size * (size + (withDiagonal ? 1 : -1))) / 2;

/** [batch…, count] → [batch…, size, size], with zeros elsewhere. */
export function toTriangle(b: Builder, vector: Node, withDiagonal: boolean): Node {
  const count = vector.shape[vector.shape.length - 1];
  const size = sizeOfTriangle(count, withDiagonal);
  const first = lastAxesFirst(b, vector, 1);
  const none = first.shape.map(() => 0);
  // the element behind the last is the zero of the upper triangle
  const padded = b.pad(first, none, none.with(0, 1));
  const index = new Int32Array(size * size).fill(count);
  elements(size, withDiagonal).forEach(([row, column], k) => {
    index[row * size + column] = k;
  });
  return firstAxesLast(b, b.gather(padded, b.constant(index, [size, size])), 2);
}

/** [batch…, size, size] → [batch…, count]. */
export function fromTriangle(b: Builder, matrix: Node, withDiagonal: boolean): Node {
  const size = matrix.shape[matrix.shape.length - 1];
  const first = lastAxesFirst(b, matrix, 2);
  const index = elements(size, withDiagonal).map(([row, column]) => row * size + column);
  const rows = b.reshape(first, [size * size, ...first.shape.slice(2)]);
  return firstAxesLast(b, b.gather(rows, b.constant(Int32Array.from(index), [index.length])), 1);
}

/** [batch…, size, size] → [batch…, size]. */
export function diagonalOf(b: Builder, matrix: Node): Node {
  const size = matrix.shape[matrix.shape.length - 1];
  const first = lastAxesFirst(b, matrix, 2);
  const rows = b.reshape(first, [size * size, ...first.shape.slice(2)]);
  const index = Int32Array.from({ length: size }, (_, k) => k * (size + 1));
  return firstAxesLast(b, b.gather(rows, b.constant(index, [size])), 1);
}

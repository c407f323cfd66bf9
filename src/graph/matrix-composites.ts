/** Functions of matrices made of several ops. */
import type { Builder } from './builder.ts';
import type { Node } from './node.ts';
import { sizeOf } from './node.ts';

function filled(size: number, entry: (row: number, column: number) => number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) =>
    entry(Math.floor(k / size), k % size),
  );
}

const diagonalPositions = (size: number): Int32Array =>
  Int32Array.from({ length: size }, (_, k) => k * (size + 1));

export function identityMatrix(b: Builder, size: number): Node {
  return b.constant(
    filled(size, (row, column) => Number(row === column)),
    [size, size],
  );
}

/** The finite square matrix with zeros above the diagonal. */
export function lowerTriangle(b: Builder, matrix: Node): Node {
  const mask = filled(matrix.shape[0], (row, column) => Number(column <= row));
  return b.multiply(matrix, b.constant(mask, matrix.shape));
}

/** Φ: the finite square matrix with zeros above the diagonal, and half the diagonal. */
export function halvedLowerTriangle(b: Builder, matrix: Node): Node {
  const mask = filled(matrix.shape[0], (row, column) =>
    column < row ? 1 : column === row ? 0.5 : 0,
  );
  return b.multiply(matrix, b.constant(mask, matrix.shape));
}

/** The diagonal [n] of a square matrix; axes before the last two are a batch. */
export function diagonal(b: Builder, matrix: Node): Node {
  const { shape } = matrix;
  const size = shape[shape.length - 1];
  const positions = b.constant(diagonalPositions(size), [size]);
  if (shape.length === 2) return b.gather(b.reshape(matrix, [size * size]), positions);
  const batch = shape.slice(0, -2);
  const rows = b.reshape(matrix, [sizeOf(batch), size * size]);
  const picked = b.gather(b.transpose(rows, [1, 0]), positions);
  return b.reshape(b.transpose(picked, [1, 0]), [...batch, size]);
}

/** The matrix [n, n] with this diagonal [n] and zeros beside it; axes before the last are a batch. */
export function diagonalMatrix(b: Builder, entries: Node): Node {
  const { shape } = entries;
  const size = shape[shape.length - 1];
  const positions = b.constant(diagonalPositions(size), [size]);
  if (shape.length === 1) {
    return b.reshape(b.scatterAdd(entries, positions, size * size), [size, size]);
  }
  const batch = shape.slice(0, -1);
  const columns = b.transpose(b.reshape(entries, [sizeOf(batch), size]), [1, 0]);
  const spread = b.transpose(b.scatterAdd(columns, positions, size * size), [1, 0]);
  return b.reshape(spread, [...batch, size, size]);
}

/** log det A = 2 Σ log Lᵢᵢ from the Cholesky factor L of A. */
export function logDeterminantFromCholesky(b: Builder, factor: Node): Node {
  return b.multiply(2, b.sum(b.log(diagonal(b, factor))));
}

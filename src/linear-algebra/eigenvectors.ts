import { symmetricEigen } from './symmetric-eigen.ts';

/** Entries whose magnitudes differ by less, relative to the largest, count as equally large. */
const ALIKE = 1e-8;

/** Whether no two entries across the diagonal differ by more than `tolerance` of the largest entry; NaN do. */
export function isSymmetric(matrix: Float64Array, size: number, tolerance: number): boolean {
  let [largest, difference] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const [below, above] = [matrix[i * size + j], matrix[j * size + i]];
      if (!Number.isFinite(below) || !Number.isFinite(above)) return false;
      largest = Math.max(largest, Math.abs(below), Math.abs(above));
      difference = Math.max(difference, Math.abs(below - above));
    }
  }
  return difference <= tolerance * largest;
}

/**
 * The orthonormal eigenvectors of a symmetric matrix in columns, by ascending eigenvalue. Of the two
 * that differ by their sign it is the one whose largest entry (the first of equally large ones) is
 * positive.
 */
export function eigenvectors(matrix: Float64Array, size: number): Float64Array {
  const { vectors } = symmetricEigen(matrix, size);
  for (let j = 0; j < size; j++) {
    let largest = 0;
    for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(vectors[i * size + j]));
    let first = 0;
    while (Math.abs(vectors[first * size + j]) < (1 - ALIKE) * largest) first++;
    if (vectors[first * size + j] > 0) continue;
    for (let i = 0; i < size; i++) vectors[i * size + j] = -vectors[i * size + j];
  }
  return vectors;
}

import { cholesky } from './cholesky.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * The symmetric positive definite matrix A with A B A = C for two such matrices, row-major `size` × `size`: the
 * geometric mean of C and B⁻¹ (Bhatia, Positive Definite Matrices, 2007, chapter 4). With C = L Lᵀ it is
 * L (Lᵀ B L)^(−1/2) Lᵀ. `undefined` where one of them is not numerically positive definite or holds a value that is
 * not finite.
 */
export function geometricMean(
  c: Float64Array,
  b: Float64Array,
  size: number,
): Float64Array | undefined {
  const factor = cholesky(c, size);
  if (factor === undefined || !b.every(Number.isFinite)) return undefined;
  const { values, vectors } = symmetricEigen(congruent(factor, b, size), size);
  if (!values.every((value) => value > 0 && value < Infinity)) return undefined;
  const roots = multiply(factor, vectors, size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) roots[i * size + k] /= values[k] ** 0.25;
  return multiply(roots, transpose(roots, size), size);
}

/** Lᵀ B L */
function congruent(factor: Float64Array, b: Float64Array, size: number): Float64Array {
  return multiply(transpose(factor, size), multiply(b, factor, size), size);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const entry = a[i * size + k];
      for (let j = 0; j < size; j++) product[i * size + j] += entry * b[k * size + j];
    }
  }
  return product;
}

function transpose(matrix: Float64Array, size: number): Float64Array {
  const transposed = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) transposed[j * size + i] = matrix[i * size + j];
  return transposed;
}

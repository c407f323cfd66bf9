/**
 * The factorisation P A = L U of a general square matrix, with partial pivoting, and what follows from it
 * (Golub and Van Loan, Matrix Computations, algorithm 3.4.1). Matrices are dense, float64, row-major.
 */

export interface LuFactors {
  readonly size: number;
  /** U on and above the diagonal, L below it (its diagonal of ones left out). */
  readonly factors: Float64Array;
  /** Row k of P A is row `rows[k]` of A. */
  readonly rows: Int32Array;
}

/** Factorises the `size` × `size` matrix. Of a singular matrix, U has a zero on the diagonal. */
export function factorise(matrix: Float64Array, size: number): LuFactors {
  const factors = matrix.slice();
  const rows = Int32Array.from({ length: size }, (_, k) => k);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(factors[i * size + k]) > Math.abs(factors[pivot * size + k])) pivot = i;
    }
    if (pivot !== k) exchangeRows(factors, rows, size, k, pivot);
    const divisor = factors[k * size + k];
    if (divisor === 0) continue;
    for (let i = k + 1; i < size; i++) {
      const factor = factors[i * size + k] / divisor;
      factors[i * size + k] = factor;
      for (let j = k + 1; j < size; j++) factors[i * size + j] -= factor * factors[k * size + j];
    }
  }
  return { size, factors, rows };
}

function exchangeRows(
  factors: Float64Array,
  rows: Int32Array,
  size: number,
  k: number,
  other: number,
): void {
  [rows[k], rows[other]] = [rows[other], rows[k]];
  for (let j = 0; j < size; j++) {
    const [a, b] = [k * size + j, other * size + j];
    [factors[a], factors[b]] = [factors[b], factors[a]];
  }
}

/**
 * The solution of A X = B, or of Aᵀ X = B if `transposed`, for B of `size` rows. Infinite or NaN where A
 * is singular.
 */
export function solveFactorised(
  { size, factors, rows }: LuFactors,
  right: Float64Array,
  transposed: boolean,
): Float64Array {
  const columns = size === 0 ? 0 : right.length / size;
  const solution = new Float64Array(right.length);
  const subtract = (row: number, factor: number, from: number): void => {
    const [to, source] = [row * columns, from * columns];
    for (let j = 0; j < columns; j++) solution[to + j] -= factor * solution[source + j];
  };
  const divide = (row: number): void => {
    for (let j = 0; j < columns; j++) solution[row * columns + j] /= factors[row * size + row];
  };
  if (!transposed) {
    for (let i = 0; i < size; i++) {
      const [to, from] = [i * columns, rows[i] * columns];
      for (let j = 0; j < columns; j++) solution[to + j] = right[from + j];
    }
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) subtract(i, factors[i * size + k], k);
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) subtract(i, factors[i * size + k], k);
      divide(i);
    }
    return solution;
  }
  // Aᵀ = Uᵀ Lᵀ P
  solution.set(right);
  for (let i = 0; i < size; i++) {
    divide(i);
    for (let k = i + 1; k < size; k++) subtract(k, factors[i * size + k], i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = 0; k < i; k++) subtract(k, factors[i * size + k], i);
  }
  const permuted = new Float64Array(right.length);
  for (let i = 0; i < size; i++) {
    permuted.set(solution.subarray(i * columns, (i + 1) * columns), rows[i] * columns);
  }
  return permuted;
}

/** log |det A|, −∞ if A is singular. */
export function logAbsDeterminant({ size, factors }: LuFactors): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += Math.log(Math.abs(factors[k * size + k]));
  return sum;
}

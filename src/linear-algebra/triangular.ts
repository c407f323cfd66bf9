/**
 * The solution of L X = B, or of Lᵀ X = B if `transposed`, for a lower triangular L of which only the
 * lower triangle is read, and B of `size` rows. Dense, float64, row-major. Infinite or NaN where the
 * diagonal has a zero.
 */
export function solveTriangular(
  lower: Float64Array,
  size: number,
  right: Float64Array,
  transposed: boolean,
): Float64Array {
  const solution = Float64Array.from(right);
  const columns = size === 0 ? 0 : right.length / size;
  const subtract = (row: number, factor: number, from: number): void => {
    const [to, at] = [row * columns, from * columns];
    for (let j = 0; j < columns; j++) solution[to + j] -= factor * solution[at + j];
  };
  const divide = (row: number): void => {
    const divisor = lower[row * size + row];
    for (let j = row * columns; j < (row + 1) * columns; j++) solution[j] /= divisor;
  };
  if (transposed) {
    for (let row = size - 1; row >= 0; row--) {
      divide(row);
      for (let k = 0; k < row; k++) subtract(k, lower[row * size + k], row);
    }
  } else {
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < row; k++) subtract(row, lower[row * size + k], k);
      divide(row);
    }
  }
  return solution;
}

/**
 * Solves Lᵀ x = b in place, for one vector b that begins at `at` among other numbers: as `solveTriangular` does, for those
 * who solve many and want no new arrays.
 */
export function solveTransposedInPlace(
  lower: Float64Array,
  size: number,
  numbers: Float64Array,
  at: number,
): void {
  for (let row = size - 1; row >= 0; row--) {
    const from = row * size;
    const solved = numbers[at + row] / lower[from + row];
    numbers[at + row] = solved;
    for (let k = 0; k < row; k++) numbers[at + k] -= lower[from + k] * solved;
  }
}

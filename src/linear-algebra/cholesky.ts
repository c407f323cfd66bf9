/**
 * The Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix and what follows from it.
 * Matrices are dense, float64, row-major; a factor is lower triangular with zeros above the diagonal.
 */
import { solveTriangular } from './triangular.ts';

/**
 * The lower Cholesky factor of the symmetric `size` × `size` matrix, of which only the lower triangle is read.
 * `undefined` where the matrix is not numerically positive definite or holds a value that is not finite.
 * Golub and Van Loan, Matrix Computations, algorithm 4.2.1 (row by row).
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let first = 0; first < size; first += 4) {
    const done = first + 4 <= size ? first : 0;
    if (done > 0) reduceFourRows(matrix, factor, size, first);
    for (let row = first; row < Math.min(first + 4, size); row++) {
      for (let column = done; column <= row; column++) {
        let sum = matrix[row * size + column];
        for (let k = 0; k < column; k++) sum -= factor[row * size + k] * factor[column * size + k];
        if (column < row) {
          factor[row * size + column] = sum / factor[column * size + column];
        } else if (sum > 0 && sum < Infinity) {
          factor[row * size + row] = Math.sqrt(sum);
        } else {
          return undefined;
        }
      }
    }
  }
  return factor;
}

/** Of four rows of a factor what is left of them: four sums that do not wait for each other, each as it is by itself. */
function reduceFourRows(
  matrix: Float64Array,
  factor: Float64Array,
  size: number,
  first: number,
): void {
  const [a, b, c, d] = [first * size, (first + 1) * size, (first + 2) * size, (first + 3) * size];
  for (let column = 0; column < first; column++) {
    const row = column * size;
    let [p, q, r, s] = [
      matrix[a + column],
      matrix[b + column],
      matrix[c + column],
      matrix[d + column],
    ];
    for (let k = 0; k < column; k++) {
      const value = factor[row + k];
      p -= factor[a + k] * value;
      q -= factor[b + k] * value;
      r -= factor[c + k] * value;
      s -= factor[d + k] * value;
    }
    const pivot = factor[row + column];
    factor[a + column] = p / pivot;
    factor[b + column] = q / pivot;
    factor[c + column] = r / pivot;
    factor[d + column] = s / pivot;
  }
}

/**
 * The adjoint of a matrix from its lower Cholesky factor and the adjoint of that: the derivatives in the
 * entries of the lower triangle, and zeros above it. Only the lower triangles are read. The rows of
 * `cholesky` backwards (Murray, Differentiation of the Cholesky decomposition, arXiv:1602.07527, 2016,
 * section 3.2).
 */
export function choleskyAdjoint(
  factor: Float64Array,
  cotangent: Float64Array,
  size: number,
): Float64Array {
  const adjoint = Float64Array.from(cotangent, (value, k) =>
    k % size <= Math.floor(k / size) ? value : 0,
  );
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row; column >= 0; column--) {
      const [inRow, inColumn] = [row * size, column * size];
      // of what is below the root it is half
      const half = column === row ? 0.5 : 1;
      const share = (half * adjoint[inRow + column]) / factor[inColumn + column];
      adjoint[inRow + column] = share;
      if (column < row) adjoint[inColumn + column] -= share * factor[inRow + column];
      for (let k = 0; k < column; k++) {
        adjoint[inRow + k] -= share * factor[inColumn + k];
        adjoint[inColumn + k] -= share * factor[inRow + k];
      }
    }
  }
  return adjoint;
}

/** The solution of L x = b for a lower triangular L. */
export function solveLower(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  return solveTriangular(factor, size, right, false);
}

/** The solution of Lᵀ x = b for a lower triangular L. */
export function solveLowerTransposed(
  factor: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array {
  return solveTriangular(factor, size, right, true);
}

/** The solution of A x = b from the factor of A. */
export function solveCholesky(
  factor: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array {
  return solveLowerTransposed(factor, size, solveLower(factor, size, right));
}

/** log det A from the factor of A. */
export function logDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(factor[row * size + row]);
  return 2 * sum;
}

/**
 * The diagonal of A⁻¹ from the factor of A: of L⁻¹ column by column, the sums of squares. Four columns at a time, whose
 * sums do not wait for each other.
 */
export function inverseDiagonal(factor: Float64Array, size: number): Float64Array {
  const diagonal = new Float64Array(size);
  const columns = new Float64Array(4 * size);
  for (let first = 0; first < size; first += 4) {
    columns.fill(0);
    const end = Math.min(first + 4, size);
    for (let j = first; j < end; j++) {
      const own = j - first;
      columns[4 * j + own] = 1 / factor[j * (size + 1)];
      for (let row = j + 1; row < end; row++) {
        let product = 0;
        for (let k = j; k < row; k++) product += factor[row * size + k] * columns[4 * k + own];
        columns[4 * row + own] = -product / factor[row * (size + 1)];
      }
    }
    for (let row = end; row < size; row++) {
      let [p, q, r, s] = [0, 0, 0, 0];
      for (let k = first, at = 4 * first; k < row; k++, at += 4) {
        const value = factor[row * size + k];
        p += value * columns[at];
        q += value * columns[at + 1];
        r += value * columns[at + 2];
        s += value * columns[at + 3];
      }
      const pivot = factor[row * (size + 1)];
      columns[4 * row] = -p / pivot;
      columns[4 * row + 1] = -q / pivot;
      columns[4 * row + 2] = -r / pivot;
      columns[4 * row + 3] = -s / pivot;
    }
    for (let j = first; j < end; j++) {
      let sum = 0;
      for (let row = j; row < size; row++) sum += columns[4 * row + j - first] ** 2;
      diagonal[j] = sum;
    }
  }
  return diagonal;
}

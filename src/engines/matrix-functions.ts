import { cholesky, choleskyAdjoint } from '../linear-algebra/cholesky.ts';
import { eigenvectors, isSymmetric } from '../linear-algebra/eigenvectors.ts';
import { factorise, logAbsDeterminant, solveFactorised } from '../linear-algebra/lu.ts';
import { symmetricEigen } from '../linear-algebra/symmetric-eigen.ts';
import { solveTriangular } from '../linear-algebra/triangular.ts';

export interface MatrixOptions {
  readonly transposed: boolean;
  /** The spacing of numbers beside 1 in the inputs, which says how far from symmetric rounding leaves a matrix. */
  readonly epsilon: number;
}

/** What an op on a square matrix [size, size], and perhaps right-hand sides [size, …], gives. */
type MatrixFunction = (
  size: number,
  inputs: readonly Float64Array[],
  options: MatrixOptions,
) => Float64Array;

const missing = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN);

const isNearlySymmetric = (matrix: Float64Array, size: number, { epsilon }: MatrixOptions) =>
  isSymmetric(matrix, size, Math.sqrt(epsilon));

/** How ops on whole matrices are computed: one row an op. */
export const matrixFunctions = {
  cholesky: (size, [matrix]) => cholesky(matrix, size) ?? missing(size * size),
  choleskyAdjoint: (size, [factor, cotangent]) => choleskyAdjoint(factor, cotangent, size),
  triangularSolve: (size, [lower, right], { transposed }) =>
    solveTriangular(lower, size, right, transposed),
  solve: (size, [matrix, right], { transposed }) =>
    solveFactorised(factorise(matrix, size), right, transposed),
  logAbsDeterminant: (size, [matrix]) =>
    Float64Array.of(logAbsDeterminant(factorise(matrix, size))),
  eigenvalues: (size, [matrix], options) =>
    isNearlySymmetric(matrix, size, options) ? symmetricEigen(matrix, size).values : missing(size),
  eigenvectors: (size, [matrix], options) =>
    isNearlySymmetric(matrix, size, options) ? eigenvectors(matrix, size) : missing(size * size),
} as const satisfies Record<string, MatrixFunction>;

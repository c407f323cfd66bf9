import { cholesky, choleskyAdjoint } from '../linear-algebra/cholesky.ts';
import { factorise, logAbsDeterminant, solveFactorised } from '../linear-algebra/lu.ts';
import { solveTriangular } from '../linear-algebra/triangular.ts';

/** What an op on a square matrix [size, size], and perhaps right-hand sides [size, …], gives. */
type MatrixFunction = (
  size: number,
  inputs: readonly Float64Array[],
  transposed: boolean,
) => Float64Array;

/** How ops on whole matrices are computed: one row an op. */
export const matrixFunctions = {
  cholesky: (size, [matrix]) =>
    cholesky(matrix, size) ?? new Float64Array(size * size).fill(Number.NaN),
  choleskyAdjoint: (size, [factor, cotangent]) => choleskyAdjoint(factor, cotangent, size),
  triangularSolve: (size, [lower, right], transposed) =>
    solveTriangular(lower, size, right, transposed),
  solve: (size, [matrix, right], transposed) =>
    solveFactorised(factorise(matrix, size), right, transposed),
  logAbsDeterminant: (size, [matrix]) =>
    Float64Array.of(logAbsDeterminant(factorise(matrix, size))),
} as const satisfies Record<string, MatrixFunction>;

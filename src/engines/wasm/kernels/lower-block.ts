/** Square blocks on the diagonal of a lower triangular matrix, in local variables. */
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';

/** Rows and columns of a block; even, so that what lies left of a block is made of whole pairs. */
export const BLOCK = 4;

/** The elements on and below the diagonal of a block, and the reciprocals of those on it. */
export interface LowerBlock {
  readonly elements: readonly (readonly Local[])[];
  readonly reciprocals: readonly Local[];
}

export function lowerBlock(code: FunctionBuilder, width: number): LowerBlock {
  const numbers = (count: number): Local[] =>
    Array.from({ length: count }, () => code.local('f64'));
  return {
    elements: Array.from({ length: width }, (_, row) => numbers(row + 1)),
    reciprocals: numbers(width),
  };
}

/** Calls `visit` for each element on and below the diagonal, row by row. */
export function eachLower(width: number, visit: (row: number, column: number) => void): void {
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) visit(row, column);
  }
}

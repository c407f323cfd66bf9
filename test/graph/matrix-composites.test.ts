import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/graph/builder.ts';
import {
  diagonal,
  diagonalMatrix,
  halvedLowerTriangle,
  identityMatrix,
  logDeterminantFromCholesky,
  lowerTriangle,
} from '../../src/graph/matrix-composites.ts';
import type { Node } from '../../src/graph/node.ts';
import { runOnce } from './run.ts';

const of = (data: readonly number[], build: (b: Builder, x: Node) => Node): number[] => {
  const b = new Builder();
  const size = Math.sqrt(data.length);
  const x = b.input('x', [size, size]);
  return runOnce(b.finish({ y: build(b, x) }), { x: data }).y;
};

const matrix = [4, 7, -1, 2, 6, 3, 0, 5, 8];

describe('functions of matrices', () => {
  it('take triangles and diagonals', () => {
    expect(of(matrix, lowerTriangle)).toEqual([4, 0, -0, 2, 6, 0, 0, 5, 8]);
    expect(of(matrix, halvedLowerTriangle)).toEqual([2, 0, -0, 2, 3, 0, 0, 5, 4]);
    expect(of(matrix, diagonal)).toEqual([4, 6, 8]);
    expect(of(matrix, (b, x) => diagonalMatrix(b, diagonal(b, x)))).toEqual([
      4, 0, 0, 0, 6, 0, 0, 0, 8,
    ]);
    expect(of([9], (b) => identityMatrix(b, 2))).toEqual([1, 0, 0, 1]);
  });

  it('give the determinant from a Cholesky factor', () => {
    // the factor [[2, 0], [1, 3]] of [[4, 2], [2, 10]], whose determinant is 36
    const value = of([4, 2, 2, 10], (b, x) => logDeterminantFromCholesky(b, b.cholesky(x)));
    expect(value[0]).toBeCloseTo(Math.log(36), 14);
  });
});

import { describe, expect, it } from 'vitest';
import { TriangleOfRows } from '../../src/linear-algebra/triangle-of-rows.ts';

/** Powers of a point in 0 … 1: nearly dependent columns. */
const rowOf = (k: number, rows: number, columns: number): number[] =>
  Array.from({ length: columns }, (_, power) => (k / rows) ** power);

function triangleOf(rows: number, columns: number): Float64Array {
  const triangle = new TriangleOfRows(columns);
  for (let k = 0; k < rows; k++) triangle.add(rowOf(k, rows, columns));
  return triangle.finish();
}

describe('the triangle of rows', () => {
  it.each([
    [3, 5],
    [128, 4],
    [129, 4],
    [1000, 8],
  ])('has the norm of %i rows and %i columns times any vector', (rows, columns) => {
    const triangle = triangleOf(rows, columns);
    for (const seed of [1, 2, 3]) {
      const vector = Array.from({ length: columns }, (_, k) => Math.sin(seed + 3 * k));
      const norm = (row: (k: number) => ArrayLike<number>, count: number): number =>
        Math.hypot(
          ...Array.from({ length: count }, (_, k) =>
            vector.reduce((sum, value, j) => sum + value * row(k)[j], 0),
          ),
        );
      const expected = norm((k) => rowOf(k, rows, columns), rows);
      const actual = norm((k) => triangle.subarray(k * columns, (k + 1) * columns), columns);
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-14);
    }
  });

  it('is an upper triangle, of zeros where all is 0', () => {
    const triangle = triangleOf(300, 5);
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < row; column++) expect(triangle[row * 5 + column]).toBe(0);
    }
    const zero = new TriangleOfRows(3);
    for (let k = 0; k < 200; k++) zero.add([0, 0, 0]);
    expect([...zero.finish()]).toEqual(new Array(9).fill(0));
  });

  it('has the triangle of a matrix whose QR factorisation is known', () => {
    // [[12, −51, 4], [6, 167, −68], [−4, 24, −41]] = Q · [[14, 21, −14], [0, 175, −70], [0, 0, 35]],
    // signs of rows apart: Wikipedia, QR decomposition
    const triangle = new TriangleOfRows(3);
    for (const row of [
      [12, -51, 4],
      [6, 167, -68],
      [-4, 24, -41],
    ]) {
      triangle.add(row);
    }
    const expected = [14, 21, -14, 0, 175, -70, 0, 0, 35];
    triangle.finish().forEach((value, k) => {
      expect(Math.abs(value)).toBeCloseTo(Math.abs(expected[k]), 11);
    });
  });
});

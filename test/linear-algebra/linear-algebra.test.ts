import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cholesky,
  logDeterminant,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from '../../src/linear-algebra/cholesky.ts';
import { geometricMean } from '../../src/linear-algebra/geometric-mean.ts';
import { symmetricEigen } from '../../src/linear-algebra/symmetric-eigen.ts';

const hilbert = Float64Array.from({ length: 16 }, (_, k) => 1 / (Math.floor(k / 4) + (k % 4) + 1));

/** B Bᵀ + ridge I for a size × size matrix B given by its entries. */
function gram(entries: readonly number[], size: number, ridge: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? ridge : 0;
      for (let k = 0; k < size; k++) sum += entries[i * size + k] * entries[j * size + k];
      matrix[i * size + j] = sum;
    }
  }
  return matrix;
}

const squares = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.tuple(
    fc.constant(size),
    fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: size * size,
      maxLength: size * size,
    }),
  ),
);

describe('Cholesky factor', () => {
  // Reference: mpmath 1.3, 40 digits, Hilbert matrix of order 4.
  it('of the Hilbert matrix', () => {
    const factor = cholesky(hilbert, 4)!;
    const expected = [
      [1, 0, 0, 0],
      [0.5, 0.28867513459481287, 0, 0],
      [0.3333333333333333, 0.28867513459481287, 0.07453559924999299, 0],
      [0.25, 0.25980762113533157, 0.11180339887498948, 0.01889822365046136],
    ].flat();
    expected.forEach((value, k) => {
      expect(factor[k]).toBeCloseTo(value, 13);
    });
    expect(logDeterminant(factor, 4)).toBeCloseTo(-15.615238196841506, 11);
    const solution = solveCholesky(factor, 4, Float64Array.of(1, 2, 3, 4));
    [-64, 900, -2520, 1820].forEach((value, k) => {
      expect(solution[k] / value).toBeCloseTo(1, 11);
    });
  });

  it('solves both triangular systems', () => {
    fc.assert(
      fc.property(squares, ([size, entries]) => {
        const factor = cholesky(gram(entries, size, 0.5), size)!;
        const right = Float64Array.from({ length: size }, (_, k) => k - 1.5);
        const forward = solveLower(factor, size, right);
        const backward = solveLowerTransposed(factor, size, right);
        for (let i = 0; i < size; i++) {
          let lower = 0;
          let transposed = 0;
          for (let k = 0; k < size; k++) {
            lower += factor[i * size + k] * forward[k];
            transposed += factor[k * size + i] * backward[k];
          }
          expect(lower).toBeCloseTo(right[i], 8);
          expect(transposed).toBeCloseTo(right[i], 8);
        }
      }),
    );
  });

  it('is refused where there is none', () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(0), 1)).toBeUndefined();
    expect(cholesky(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(Infinity), 1)).toBeUndefined();
    expect(cholesky(new Float64Array(0), 0)).toEqual(new Float64Array(0));
  });

  it('keeps denormal and huge pivots', () => {
    expect(cholesky(Float64Array.of(1e-310), 1)![0]).toBeCloseTo(Math.sqrt(1e-310), 165);
    expect(cholesky(Float64Array.of(1e300), 1)![0] / 1e150).toBeCloseTo(1, 14);
  });
});

describe('symmetric eigendecomposition', () => {
  // Reference: mpmath 1.3 `eigsy`, 40 digits.
  it('matches published precision on indefinite and nearly singular matrices', () => {
    const indefinite = Float64Array.of(4, 1, -2, 2, 1, 2, 0, 1, -2, 0, 3, -2, 2, 1, -2, -1);
    const { values } = symmetricEigen(indefinite, 4);
    [-2.1975169774394248, 1.084364463773217, 2.268531406431242, 6.844621107234966].forEach(
      (value, k) => {
        expect(values[k]).toBeCloseTo(value, 13);
      },
    );
    const small = symmetricEigen(hilbert, 4).values;
    [9.670230402258689e-5, 0.006738273605760748, 0.16914122022145003, 1.5002142800592428].forEach(
      (value, k) => {
        expect(small[k]).toBeCloseTo(value, 14);
      },
    );
  });

  it('reconstructs the matrix from orthonormal vectors, in ascending order', () => {
    fc.assert(
      fc.property(squares, ([size, entries]) => {
        const matrix = gram(entries, size, -4);
        const { values, vectors } = symmetricEigen(matrix, size);
        for (let i = 0; i < size; i++) {
          if (i > 0) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
          for (let j = 0; j < size; j++) {
            let product = 0;
            let inner = 0;
            for (let k = 0; k < size; k++) {
              product += vectors[i * size + k] * values[k] * vectors[j * size + k];
              inner += vectors[k * size + i] * vectors[k * size + j];
            }
            expect(product).toBeCloseTo(matrix[i * size + j], 10);
            expect(inner).toBeCloseTo(i === j ? 1 : 0, 12);
          }
        }
      }),
    );
  });

  it('finds the closed-form spectrum of a second difference matrix of order 300', () => {
    const size = 300;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 2;
      if (i > 0) {
        matrix[i * size + i - 1] = -1;
        matrix[(i - 1) * size + i] = -1;
      }
    }
    const { values } = symmetricEigen(matrix, size);
    for (let k = 0; k < size; k++) {
      const exact = 4 * Math.sin(((k + 1) * Math.PI) / (2 * (size + 1))) ** 2;
      expect(Math.abs(values[k] - exact)).toBeLessThan(2e-14);
    }
  });

  it('handles diagonal, zero and empty matrices and refuses what is not finite', () => {
    expect(Array.from(symmetricEigen(Float64Array.of(3, 0, 0, -1), 2).values)).toEqual([-1, 3]);
    expect(Array.from(symmetricEigen(new Float64Array(9), 3).values)).toEqual([0, 0, 0]);
    expect(symmetricEigen(new Float64Array(0), 0).values).toHaveLength(0);
    expect(() => symmetricEigen(Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
  });
});

describe('geometric mean', () => {
  it('is symmetric, positive definite, and takes one matrix to the other', () => {
    fc.assert(
      fc.property(squares, squares, ([size, entries], [otherSize, others]) => {
        const n = Math.min(size, otherSize);
        const [c, b] = [gram(entries, n, 0.5), gram(others, n, 0.5)];
        const mean = geometricMean(c, b, n)!;
        expect(cholesky(mean, n)).toBeDefined();
        const product = (x: Float64Array, y: Float64Array): Float64Array =>
          x.map((_, at) => {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += x[Math.floor(at / n) * n + k] * y[k * n + (at % n)];
            return sum;
          });
        const largest = Math.max(...c.map(Math.abs));
        product(product(mean, b), mean).forEach((value, at) => {
          expect(Math.abs(value - c[at])).toBeLessThan(1e-9 * largest);
          expect(mean[at]).toBe(mean[(at % n) * n + Math.floor(at / n)]);
        });
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('does not exist of what is not positive definite or not finite', () => {
    const [identity, negative] = [Float64Array.of(1, 0, 0, 1), Float64Array.of(-1, 0, 0, 1)];
    expect(geometricMean(negative, identity, 2)).toBeUndefined();
    expect(geometricMean(identity, negative, 2)).toBeUndefined();
    expect(geometricMean(identity, Float64Array.of(Infinity, 0, 0, 1), 2)).toBeUndefined();
  });
});

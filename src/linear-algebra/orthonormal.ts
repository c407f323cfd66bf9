/** Q with orthonormal columns, or zero ones, and the upper triangular R of a thin factorisation A = Q R. */
export interface ThinFactors {
  /** One column after the other. */
  readonly q: Float64Array;
  /** Row-major, as many rows and columns as A has columns. */
  readonly r: Float64Array;
}

/** What is left of a column below this share of it is rounding. */
const dependent = 1e-13;

/**
 * The thin QR factorisation of a matrix of so many rows, its columns one after the other, by modified Gram-Schmidt
 * steps, each made twice (Giraud, Langou and Rozložník 2005): orthonormal to within rounding. A column that depends on
 * those before it gives a zero column of Q and a zero row of R.
 */
export function orthonormalise(columns: Float64Array, rows: number): ThinFactors {
  const size = columns.length / rows;
  const q = columns.slice();
  const r = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const from = j * rows;
    const to = from + rows;
    const length = norm(q, from, to);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) r[k * size + j] += removeAlong(q, k * rows, from, rows);
    }
    const left = norm(q, from, to);
    if (left > dependent * length) {
      r[j * size + j] = left;
      for (let i = from; i < to; i++) q[i] /= left;
    } else {
      q.fill(0, from, to);
    }
  }
  return { q, r };
}

/** Takes from the vector that begins at `vector` its component along a unit vector, and gives that. */
function removeAlong(q: Float64Array, unit: number, vector: number, rows: number): number {
  let along = 0;
  for (let i = 0; i < rows; i++) along += q[unit + i] * q[vector + i];
  for (let i = 0; i < rows; i++) q[vector + i] -= along * q[unit + i];
  return along;
}

function norm(x: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(x[i]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let i = from; i < to; i++) squares += (x[i] / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** Q with orthonormal columns, or zero ones, and the upper triangular R of a thin factorisation A = Q R. */
export interface ThinFactors {
  /** One array a column. */
  readonly q: readonly Float64Array[];
  /** Row-major, as many rows and columns as A has columns. */
  readonly r: Float64Array;
}

/** What is left of a column below this share of it is rounding. */
const dependent = 1e-13;

/**
 * The thin QR factorisation of a matrix given by its columns, by modified Gram-Schmidt steps, each made twice
 * (Giraud, Langou and Rozložník 2005): orthonormal to within rounding. A column that depends on those before it
 * gives a zero column of Q and a zero row of R.
 */
export function orthonormalise(columns: readonly Float64Array[]): ThinFactors {
  const size = columns.length;
  const q: Float64Array[] = [];
  const r = new Float64Array(size * size);
  columns.forEach((column, j) => {
    const rest = Float64Array.from(column);
    const length = norm(rest);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        let along = 0;
        for (let i = 0; i < rest.length; i++) along += q[k][i] * rest[i];
        r[k * size + j] += along;
        for (let i = 0; i < rest.length; i++) rest[i] -= along * q[k][i];
      }
    }
    const left = norm(rest);
    if (left > dependent * length) {
      r[j * size + j] = left;
      for (let i = 0; i < rest.length; i++) rest[i] /= left;
    } else {
      rest.fill(0);
    }
    q.push(rest);
  });
  return { q, r };
}

function norm(x: Float64Array): number {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  let squares = 0;
  for (const value of x) squares += (value / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** Eigenvalues, ascending, and the orthonormal eigenvectors: `vectors[i * size + j]` is entry i of vector j. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * The eigendecomposition of the symmetric row-major `size` × `size` matrix (the lower triangle is read):
 * Householder reduction to tridiagonal form, then QL iterations with implicit shifts. Procedures `tred2`
 * and `tql2` of Bowdler, Martin, Reinsch and Wilkinson (Handbook for Automatic Computation II, 1971).
 * Errors are of the order of machine precision times the largest absolute eigenvalue.
 * Throws a RangeError on a value that is not finite.
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  // Columns of V are worked on, so V is kept transposed: vector j is the contiguous row j.
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * size + j];
      if (!Number.isFinite(value)) throw new RangeError('a matrix entry is not finite');
      rows[i * size + j] = value;
      rows[j * size + i] = value;
    }
  }
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  tridiagonalise(rows, diagonal, offDiagonal, size);
  iterate(rows, diagonal, offDiagonal, size);
  return sorted(rows, diagonal, size);
}

/** tred2: on return `v` holds the transposed orthogonal matrix Q with Qᵀ A Q tridiagonal. */
function tridiagonalise(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1];
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
    if (scale === 0) {
      e[i] = d[i - 1];
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1];
        v[j * n + i] = 0;
        v[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] /= scale;
        h += d[k] * d[k];
      }
      const last = d[i - 1];
      const g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= last * g;
      d[i - 1] = last - g;
      e.fill(0, 0, i);
      applySimilarity(v, d, e, i, h, n);
    }
    d[i] = h;
  }
  accumulate(v, d, n);
  e[0] = 0;
}

/** One Householder similarity transformation of the leading block of order `i`. */
function applySimilarity(
  v: Float64Array,
  d: Float64Array,
  e: Float64Array,
  i: number,
  h: number,
  n: number,
): void {
  for (let j = 0; j < i; j++) {
    const f = d[j];
    const row = j * n;
    v[i * n + j] = f;
    let g = e[j] + v[row + j] * f;
    for (let k = j + 1; k < i; k++) {
      g += v[row + k] * d[k];
      e[k] += v[row + k] * f;
    }
    e[j] = g;
  }
  let f = 0;
  for (let j = 0; j < i; j++) {
    e[j] /= h;
    f += e[j] * d[j];
  }
  const hh = f / (h + h);
  for (let j = 0; j < i; j++) e[j] -= hh * d[j];
  for (let j = 0; j < i; j++) {
    const dj = d[j];
    const ej = e[j];
    const row = j * n;
    for (let k = j; k < i; k++) v[row + k] -= dj * e[k] + ej * d[k];
    d[j] = v[row + i - 1];
    v[row + i] = 0;
  }
}

/** The product of the Householder transformations. */
function accumulate(v: Float64Array, d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    v[i * n + n - 1] = v[i * n + i];
    v[i * n + i] = 1;
    const next = (i + 1) * n;
    const h = d[i + 1];
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[next + k] / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        const row = j * n;
        for (let k = 0; k <= i; k++) g += v[next + k] * v[row + k];
        for (let k = 0; k <= i; k++) v[row + k] -= g * d[k];
      }
    }
    for (let k = 0; k <= i; k++) v[next + k] = 0;
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1];
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
}

/** tql2: QL iterations on the tridiagonal matrix, rotations accumulated into the rows of `v`. */
function iterate(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i];
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
    let m = l;
    while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * largest) m++;
    if (m > l) {
      let sweeps = 0;
      do {
        if (++sweeps > 100) throw new RangeError('the eigenvalue iteration did not converge');
        const g = d[l];
        let p = (d[l + 1] - g) / (2 * e[l]);
        let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        const dl1 = d[l + 1];
        const h = g - d[l];
        for (let i = l + 2; i < n; i++) d[i] -= h;
        shift += h;
        p = d[m];
        let c = 1;
        let c2 = c;
        let c3 = c;
        const el1 = e[l + 1];
        let s = 0;
        let s2 = 0;
        for (let i = m - 1; i >= l; i--) {
          c3 = c2;
          c2 = c;
          s2 = s;
          const ce = c * e[i];
          const cp = c * p;
          r = Math.hypot(p, e[i]);
          e[i + 1] = s * r;
          s = e[i] / r;
          c = p / r;
          p = c * d[i] - s * ce;
          d[i + 1] = cp + s * (c * ce + s * d[i]);
          const upper = (i + 1) * n;
          const lower = i * n;
          for (let k = 0; k < n; k++) {
            const w = v[upper + k];
            v[upper + k] = s * v[lower + k] + c * w;
            v[lower + k] = c * v[lower + k] - s * w;
          }
        }
        p = (-s * s2 * c3 * el1 * e[l]) / dl1;
        e[l] = s * p;
        d[l] = c * p;
      } while (Math.abs(e[l]) > Number.EPSILON * largest);
    }
    d[l] += shift;
    e[l] = 0;
  }
}

function sorted(rows: Float64Array, diagonal: Float64Array, size: number): SymmetricEigen {
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b]);
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  order.forEach((source, j) => {
    values[j] = diagonal[source];
    for (let i = 0; i < size; i++) vectors[i * size + j] = rows[source * size + i];
  });
  return { values, vectors };
}

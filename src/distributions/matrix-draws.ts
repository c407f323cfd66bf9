/** Draws of vectors and matrices, on flat row-major matrices. */
import { cholesky, solveLowerTransposed } from '../linear-algebra/cholesky.ts';
import type { Random } from '../random/random.ts';
import type { EventArguments } from './vector-distribution.ts';

/** The lower Cholesky factor; a RangeError where there is none. */
export function factorOf(matrix: ArrayLike<number>, size: number): Float64Array {
  const factor = cholesky(Float64Array.from(matrix), size);
  if (factor === undefined) throw new RangeError('the matrix is not positive definite');
  return factor;
}

/** A normal vector around 0 with the given covariance, factor, or precision matrix. */
export function drawNormalVector(
  random: Random,
  { cov, chol, prec }: EventArguments,
  size: number,
): Float64Array {
  const z = Float64Array.from({ length: size }, () => random.normal());
  if (prec !== undefined) {
    return solveLowerTransposed(factorOf(prec as ArrayLike<number>, size), size, z);
  }
  const factor = chol === undefined ? factorOf(cov as ArrayLike<number>, size) : chol;
  return lowerTimes(factor as ArrayLike<number>, z, size);
}

/** L Z for a lower triangular L and a vector or matrix Z. */
export function lowerTimes(
  factor: ArrayLike<number>,
  right: ArrayLike<number>,
  size: number,
): Float64Array {
  const columns = right.length / size;
  const product = new Float64Array(right.length);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      for (let j = 0; j < columns; j++) {
        product[i * columns + j] += factor[i * size + k] * right[k * columns + j];
      }
    }
  }
  return product;
}

/** Rows and columns swapped. */
export function transposed(matrix: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) => {
    const row = Math.floor(k / size);
    return matrix[(k - row * size) * size + row];
  });
}

/** X Xᵀ. */
export function gram(x: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += x[i * size + k] * x[j * size + k];
      product[i * size + j] = sum;
      product[j * size + i] = sum;
    }
  }
  return product;
}

/**
 * The lower factor A of a Wishart matrix A Aᵀ of unit scale (M. S. Bartlett 1933): normal below the
 * diagonal, the roots of χ² of df, df − 1, … degrees of freedom on it. NaN where df ≤ size − 1.
 */
export function drawBartlettFactor(random: Random, df: number, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  if (!(df > size - 1)) return factor.fill(Number.NaN);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) factor[i * size + j] = random.normal();
    factor[i * size + i] = Math.sqrt(2 * random.gamma((df - i) / 2));
  }
  return factor;
}

/**
 * The Cholesky factor of an LKJ correlation matrix: its partial correlations are independent, those of
 * column j (from 0) beta distributed on −1 to 1 with both shapes shape + ½ (size − 2 − j)
 * (D. Lewandowski, D. Kurowicka and H. Joe, Journal of Multivariate Analysis 100 (2009), 1989-2001).
 */
export function drawCorrelationFactor(random: Random, shape: number, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    let left = 1;
    for (let j = 0; j < i; j++) {
      const half = shape + 0.5 * (size - 2 - j);
      const u = random.beta(half, half);
      // the partial correlation z = 2u − 1, and 1 − z² = 4 u (1 − u)
      factor[i * size + j] = (2 * u - 1) * Math.sqrt(left);
      left *= 4 * u * (1 - u);
    }
    factor[i * size + i] = Math.sqrt(left);
  }
  return factor;
}

/** Shares with sum 1, gamma distributed before they are divided by their sum. */
export function drawDirichlet(
  random: Random,
  concentration: number | ArrayLike<number>,
  size: number,
): Float64Array {
  const logs = Float64Array.from({ length: size }, (_, k) =>
    random.logGamma(typeof concentration === 'number' ? concentration : concentration[k]),
  );
  const most = logs.reduce((a, b) => Math.max(a, b));
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

/** Counts of `trials` draws with these weights: one binomial after the other. */
export function drawMultinomial(
  random: Random,
  trials: number,
  weights: ArrayLike<number>,
): Float64Array {
  const counts = new Float64Array(weights.length);
  // what the weights from each on sum to, from the last, so that it is never below its own weight
  const remaining = new Float64Array(weights.length + 1);
  for (let k = weights.length - 1; k >= 0; k--) remaining[k] = remaining[k + 1] + weights[k];
  let left = trials;
  for (let k = 0; k < weights.length && left > 0; k++) {
    if (weights[k] <= 0) continue;
    counts[k] = random.binomial(left, weights[k] / remaining[k]);
    left -= counts[k];
  }
  return counts;
}

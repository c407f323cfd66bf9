import { cholesky, solveCholesky } from '../../src/linear-algebra/cholesky.ts';

/**
 * The smallest ratio of a mean-field standard deviation to the true one for a normal posterior with the correlations of the
 * given draws. The independent normals closest to N(m, Σ) have the variances 1 / (Σ⁻¹)ᵢᵢ (Bishop 2006, section
 * 10.1.2), so that the ratio is 1 / √(Rᵢᵢ (R⁻¹)ᵢᵢ) with R the matrix of correlations.
 *
 * @param columns one array of draws a quantity, all of one length
 */
export function meanFieldLimit(columns: readonly (readonly number[])[]): number {
  const size = columns.length;
  const standardised = columns.map(standardise);
  const correlations = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      correlations[i * size + j] = standardised[i].reduce(
        (sum, z, k) => sum + z * standardised[j][k],
        0,
      );
    }
  }
  const factor = cholesky(correlations, size);
  if (factor === undefined) throw new RangeError('the draws are linearly dependent');
  let smallest = 1;
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    const precision = solveCholesky(factor, size, unit)[i];
    smallest = Math.min(smallest, 1 / Math.sqrt(precision * correlations[i * size + i]));
  }
  return smallest;
}

/** Centred, with sum of squares 1. */
function standardise(values: readonly number[]): number[] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const centred = values.map((x) => x - mean);
  const length = Math.sqrt(centred.reduce((sum, x) => sum + x * x, 0));
  return centred.map((x) => x / length);
}

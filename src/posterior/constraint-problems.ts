/** Whether the values of one vector or matrix satisfy a constraint of the language, and what is wrong where not. */
import { SIMPLEX_TOLERANCE } from '../distributions/domain.ts';
import { cholesky } from '../linear-algebra/cholesky.ts';

/** What is wrong with the values as ones of the constraint, to follow a name: `sums to 0.9`. */
export function constraintProblem(
  values: ArrayLike<number>,
  constraint: string,
): string | undefined {
  const check = checks.get(constraint);
  return check?.(Float64Array.from(values));
}

const checks: ReadonlyMap<string, (values: Float64Array) => string | undefined> = new Map([
  ['simplex', simplexProblem],
  ['cov_matrix', covarianceProblem],
  ['corr_matrix', (values) => unitDiagonalProblem(values) ?? covarianceProblem(values)],
  ['cholesky_cov', factorProblem],
  ['cholesky_corr', (values) => factorProblem(values) ?? unitRowsProblem(values)],
]);

const written = (value: number): string => String(Number(value.toPrecision(6)));

function simplexProblem(values: Float64Array): string | undefined {
  const negative = values.find((value) => value < 0);
  if (negative !== undefined) return `has ${negative}`;
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.abs(sum - 1) <= SIMPLEX_TOLERANCE ? undefined : `sums to ${written(sum)}`;
}

function covarianceProblem(values: Float64Array): string | undefined {
  const size = Math.sqrt(values.length);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [values[i * size + j], values[j * size + i]];
      // to the precision with which probabilities sum to 1, in units of the diagonal
      const unit = Math.sqrt(Math.abs(values[i * size + i] * values[j * size + j]));
      if (Math.abs(lower - upper) > SIMPLEX_TOLERANCE * unit) {
        return `is not symmetric: it has ${written(lower)} in row ${i + 1}, column ${j + 1} and ${written(upper)} in row ${j + 1}, column ${i + 1}`;
      }
    }
  }
  return cholesky(values, size) === undefined ? 'is not positive definite' : undefined;
}

function unitDiagonalProblem(values: Float64Array): string | undefined {
  const size = Math.sqrt(values.length);
  for (let i = 0; i < size; i++) {
    const value = values[i * (size + 1)];
    if (Math.abs(value - 1) > SIMPLEX_TOLERANCE) {
      return `has ${written(value)} on its diagonal, in row ${i + 1}`;
    }
  }
  return undefined;
}

function factorProblem(values: Float64Array): string | undefined {
  const size = Math.sqrt(values.length);
  for (let i = 0; i < size; i++) {
    if (!(values[i * (size + 1)] > 0)) {
      return `has ${written(values[i * (size + 1)])} on its diagonal, in row ${i + 1}`;
    }
    for (let j = i + 1; j < size; j++) {
      const above = values[i * size + j];
      if (above !== 0) {
        return `has ${written(above)} above its diagonal, in row ${i + 1}, column ${j + 1}`;
      }
    }
  }
  return undefined;
}

function unitRowsProblem(values: Float64Array): string | undefined {
  const size = Math.sqrt(values.length);
  for (let i = 0; i < size; i++) {
    const row = values.subarray(i * size, (i + 1) * size);
    const square = row.reduce((sum, value) => sum + value * value, 0);
    if (Math.abs(square - 1) > SIMPLEX_TOLERANCE) {
      return `has squares that sum to ${written(square)} in row ${i + 1}`;
    }
  }
  return undefined;
}

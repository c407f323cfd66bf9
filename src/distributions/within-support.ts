import { cholesky } from '../linear-algebra/cholesky.ts';
import type { Bound, Distribution, Support } from './distribution.ts';
import { SIMPLEX_TOLERANCE } from './domain.ts';
import type { MatrixSupport, VectorDistribution } from './vector-distribution.ts';

/** A support with ends. */
export type Interval = Extract<Support, { kind: 'real' | 'integer' }>;

/** Whether a number lies in a support that has these ends; NaN lies in none. */
export function isWithin(
  value: number,
  { kind, lowerOpen, upperOpen }: Interval,
  lower: number,
  upper: number,
): boolean {
  return (
    (lowerOpen ? value > lower : value >= lower) &&
    (upperOpen ? value < upper : value <= upper) &&
    (kind === 'real' || Number.isInteger(value))
  );
}

/** Whether a distribution exists at these arguments: each lies in the support that it declares. */
export function areArgumentsValid(
  { parameters }: Distribution | VectorDistribution,
  arguments_: Readonly<Record<string, number | ArrayLike<number>>>,
): boolean {
  const end = (bound: Bound): number =>
    typeof bound === 'number' ? bound : (arguments_[bound.argument] as number);
  return parameters.every(({ name, support }) => {
    const argument = arguments_[name];
    // of arguments that say the same one is given
    if (argument === undefined) return true;
    const values = typeof argument === 'number' ? [argument] : Array.from(argument);
    switch (support.kind) {
      case 'category':
        return true;
      case 'matrix':
        return isMatrixValid(values, support.constraint);
      case 'simplex': {
        const total = values.reduce((sum, value) => sum + value, 0);
        return values.every((value) => value >= 0) && Math.abs(total - 1) <= SIMPLEX_TOLERANCE;
      }
      default:
        return values.every((value) =>
          isWithin(value, support, end(support.lower), end(support.upper)),
        );
    }
  });
}

/** As the densities take it: of a symmetric matrix the lower triangle. */
function isMatrixValid(
  values: readonly number[],
  constraint: MatrixSupport['constraint'],
): boolean {
  const size = Math.sqrt(values.length);
  return constraint === 'cov_matrix'
    ? cholesky(Float64Array.from(values), size) !== undefined
    : values.every((value, k) => k % (size + 1) !== 0 || (value > 0 && value < Infinity));
}

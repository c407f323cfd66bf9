/** The transforms from unconstrained reals to constrained parameters. */
import { byElement } from './by-element.ts';
import { choleskyCorr } from './cholesky-corr.ts';
import { choleskyCov } from './cholesky-cov.ts';
import { corrMatrix } from './corr-matrix.ts';
import { covMatrix } from './cov-matrix.ts';
import { identity } from './identity.ts';
import { interval } from './interval.ts';
import { lower } from './lower.ts';
import { ordered, positiveOrdered } from './ordered.ts';
import { simplex } from './simplex.ts';
import { sumToZero } from './sum-to-zero.ts';
import type { Transform } from './transform.ts';
import { unitVector } from './unit-vector.ts';
import { upper } from './upper.ts';

export { byElement, identity, interval, lower, upper };

/** The transform of a scalar constraint with these finite bounds. */
export function transformFor(hasLower: boolean, hasUpper: boolean): Transform {
  if (hasLower) return hasUpper ? interval : lower;
  return hasUpper ? upper : identity;
}

/** The transforms of vectors and square matrices by the name of the type. */
export const constraints: ReadonlyMap<string, Transform> = new Map(
  [
    simplex,
    ordered,
    positiveOrdered,
    unitVector,
    sumToZero,
    choleskyCorr,
    corrMatrix,
    covMatrix,
    choleskyCov,
  ].map((transform) => [transform.name, transform]),
);

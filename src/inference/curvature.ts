import {
  cholesky,
  inverseDiagonal,
  logDeterminant,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from '../linear-algebra/cholesky.ts';
import { symmetricEigen } from '../linear-algebra/symmetric-eigen.ts';
import type { Target } from './method.ts';

/** Above this dimension the Hessian, its square in numbers, is not asked for by methods that can do without. */
export const largestHessian = 500;

/** Squared pivots of a matrix with unit diagonal below this, times its size, are rounding. */
const smallestPivot = 16 * Number.EPSILON;

/**
 * The negative Hessian −H of a log density at a point, held as K = D (−H) D with D = diag(|H_ii|^(−1/2)), so
 * that parameters of very different scales do not cost precision.
 */
export class Curvature {
  readonly dimension: number;
  /** The diagonal of D: how far each coordinate reaches with the others fixed; 1 where H_ii is 0. */
  readonly scales: Float64Array;
  readonly #scaled: Float64Array;
  /** The Cholesky factor of K; `undefined` where K is not numerically positive definite. */
  readonly #factor: Float64Array | undefined;

  private constructor(scales: Float64Array, scaled: Float64Array) {
    const size = scales.length;
    this.dimension = size;
    this.scales = scales;
    this.#scaled = scaled;
    const factor = cholesky(scaled, size);
    const definite =
      factor && scales.every((_, i) => factor[i * (size + 1)] ** 2 > smallestPivot * size);
    this.#factor = definite ? factor : undefined;
  }

  /** `undefined` where the Hessian holds a value that is not finite. */
  static at(target: Target, point: Float64Array): Curvature | undefined {
    const size = target.dimension;
    const hessian = target.hessian(point);
    if (!hessian.every(Number.isFinite)) return undefined;
    return Curvature.of(
      hessian.map((value) => -value),
      size,
    );
  }

  /** @param negative −H, row-major */
  static of(negative: Float64Array, size: number): Curvature {
    const scales = Float64Array.from({ length: size }, (_, i) => {
      const diagonal = Math.abs(negative[i * (size + 1)]);
      return diagonal > 0 ? 1 / Math.sqrt(diagonal) : 1;
    });
    const scaled = negative.map(
      (value, k) => value * scales[Math.floor(k / size)] * scales[k % size],
    );
    return new Curvature(scales, scaled);
  }

  /** Whether the log density curves down in every direction. */
  get isMaximum(): boolean {
    return this.#factor !== undefined;
  }

  /** log det(−H) at a maximum. */
  get logDeterminant(): number {
    const scales = this.scales.reduce((sum, scale) => sum + Math.log(scale), 0);
    return logDeterminant(this.#definiteFactor(), this.dimension) - 2 * scales;
  }

  /** (−H)⁻¹ g at a maximum: the Newton step. */
  solve(gradient: Float64Array): Float64Array {
    const scaled = gradient.map((value, i) => value * this.scales[i]);
    const solution = solveCholesky(this.#definiteFactor(), this.dimension, scaled);
    return solution.map((value, i) => value * this.scales[i]);
  }

  /** A with A Aᵀ = (−H)⁻¹, applied to z, at a maximum: standard normals become draws around the mode. */
  spread(z: Float64Array): Float64Array {
    const solution = solveLowerTransposed(this.#definiteFactor(), this.dimension, z);
    return solution.map((value, i) => value * this.scales[i]);
  }

  /** Aᵀ g with the same A, at a maximum: a gradient by standard normal coordinates. */
  standardise(gradient: Float64Array): Float64Array {
    const scaled = gradient.map((value, i) => value * this.scales[i]);
    return solveLower(this.#definiteFactor(), this.dimension, scaled);
  }

  /** The diagonal of (−H)⁻¹ at a maximum. */
  variances(): Float64Array {
    const diagonal = inverseDiagonal(this.#definiteFactor(), this.dimension);
    return diagonal.map((value, i) => value * this.scales[i] ** 2);
  }

  /** (−H)⁻¹ at a maximum, row-major. */
  inverse(): Float64Array {
    const size = this.dimension;
    const inverse = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      const unit = new Float64Array(size);
      unit[j] = 1;
      inverse.set(this.solve(unit), j * size);
    }
    return inverse;
  }

  /** √(δᵀ(−H)δ): the length of a displacement in standard deviations. */
  length(displacement: Float64Array): number {
    const size = this.dimension;
    let sum = 0;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        sum +=
          (displacement[i] / this.scales[i]) *
          this.#scaled[i * size + j] *
          (displacement[j] / this.scales[j]);
    return Math.sqrt(Math.max(0, sum));
  }

  /**
   * The directions in which −H is diagonal as seen in the scales D: columns D v_j of a row-major matrix with
   * the eigenvalues of K, ascending. D v_j / √value is one standard deviation where the value is positive.
   */
  principalDirections(): { readonly values: Float64Array; readonly directions: Float64Array } {
    const { values, vectors } = symmetricEigen(this.#scaled, this.dimension);
    const directions = vectors.map((v, k) => v * this.scales[Math.floor(k / this.dimension)]);
    return { values, directions };
  }

  /**
   * A row-major A with A Aᵀ = D |K|⁻¹ D: as `spread`, but also away from a maximum, where curvatures enter by
   * their size and none counts as less than `floor` of the coordinate's own.
   */
  preconditioner(floor: number): Float64Array {
    const { values, directions } = this.principalDirections();
    return directions.map(
      (entry, k) => entry / Math.sqrt(Math.max(Math.abs(values[k % this.dimension]), floor)),
    );
  }

  #definiteFactor(): Float64Array {
    if (this.#factor === undefined) throw new RangeError('the curvature is not that of a maximum');
    return this.#factor;
  }
}

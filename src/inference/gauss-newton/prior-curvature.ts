import { InferenceError } from '../method.ts';
import type { Information } from './information.ts';

/** Differences from a diagonal matrix below this, of what is compared, are rounding. */
const rounding = 1e-9;

/** The negative second derivatives of the log prior at a point, those of normal priors times factors. */
export class PriorCurvature {
  /** By coordinate: by what the precision of its normal prior is multiplied; 1 where it has none. */
  readonly factors: Float64Array;
  private readonly product: (vector: Float64Array) => Float64Array;
  /** Where it ties no two coordinates together. */
  private readonly unscaled: Float64Array | undefined;
  /** What the factors multiply. */
  private readonly normal: Float64Array;

  constructor(information: Information, point: Float64Array, factors: Float64Array) {
    this.factors = factors;
    this.product = (vector) => information.priorCurvature(point, vector);
    const ones = this.product(new Float64Array(point.length).fill(1));
    // a matrix is diagonal where it multiplies a vector of different numbers element by element
    const probe = point.map((_, i) => 1 + Math.sin(i + 1) / 2);
    const isDiagonal = this.product(probe).every(
      (value, i) => Math.abs(value - ones[i] * probe[i]) <= rounding * (1 + Math.abs(ones[i])),
    );
    this.unscaled = isDiagonal ? ones : undefined;
    this.normal = new Float64Array(point.length);
    for (const { from, sd } of information.priors) {
      sd.forEach((scale, k) => {
        this.normal[from + k] = scale ** -2;
      });
    }
  }

  get isDiagonal(): boolean {
    return this.unscaled !== undefined;
  }

  /**
   * By coordinate, before the factors.
   *
   * @throws InferenceError where the prior ties coordinates together
   */
  get diagonal(): Float64Array {
    if (this.unscaled !== undefined) return this.unscaled;
    throw new InferenceError(
      'prior-ties',
      'The prior ties parameters together, so that its curvature is no diagonal one. Use --hessian full.',
    );
  }

  /**
   * Of a coordinate, with its factor.
   *
   * @throws InferenceError where the prior ties coordinates together
   */
  at(coordinate: number): number {
    return this.diagonal[coordinate] + this.added(coordinate);
  }

  /** Of some coordinates, row-major, with the factors. */
  matrix(coordinates: Int32Array): Float64Array {
    const size = coordinates.length;
    const matrix = new Float64Array(size * size);
    coordinates.forEach((coordinate, i) => {
      if (this.unscaled === undefined) {
        const unit = new Float64Array(this.factors.length);
        unit[coordinate] = 1;
        const column = this.product(unit);
        for (let j = 0; j < size; j++) matrix[j * size + i] = column[coordinates[j]];
      } else {
        matrix[i * (size + 1)] = this.unscaled[coordinate];
      }
      matrix[i * (size + 1)] += this.added(coordinate);
    });
    return matrix;
  }

  private added(coordinate: number): number {
    return (this.factors[coordinate] - 1) * this.normal[coordinate];
  }
}

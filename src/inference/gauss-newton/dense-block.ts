import { Curvature } from '../curvature.ts';
import { InferenceError } from '../method.ts';
import type { Block, BlockPrecision } from './block.ts';
import type { Score } from './information.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** Above this a matrix of all pairs takes more than 200 MB. */
const largest = 5000;

/** Scores that are added together: so many numbers in a row, and the sums pass through the cache once for all of them. */
const together = 64;

/** Σ g gᵀ over all scores, for all pairs of some coordinates. */
export class DenseBlock implements Block {
  readonly coordinates: Int32Array;
  /** Row-major, the lower triangle. */
  protected readonly sums: Float64Array;
  /** Scores that wait, coordinate by coordinate. */
  private readonly waiting: Float64Array;
  private count = 0;

  constructor(coordinates: readonly number[]) {
    const size = coordinates.length;
    if (size > largest) {
      throw new InferenceError(
        'too-many-parameters',
        `A matrix of all pairs is for at most ${largest} unconstrained coordinates, and here it would be of ${size}. Use --hessian kronecker or --hessian diagonal.`,
      );
    }
    this.coordinates = Int32Array.from(coordinates);
    this.sums = new Float64Array(size * size);
    this.waiting = new Float64Array(size * together);
  }

  add({ gradient }: Score, _isNew: boolean): void {
    const { coordinates, waiting } = this;
    for (let i = 0; i < coordinates.length; i++)
      waiting[i * together + this.count] = gradient[coordinates[i]];
    this.count += 1;
    if (this.count === together) this.addWaiting();
  }

  /** Adds what waits to the sums. */
  protected addWaiting(): void {
    const { waiting, sums } = this;
    if (this.count === 0) return;
    const size = this.coordinates.length;
    for (let i = 0; i < size; i++) {
      const [first, row] = [i * together, i * size];
      for (let j = 0; j <= i; j++) {
        const second = j * together;
        let [even, odd] = [0, 0];
        for (let k = 0; k < together; k += 2) {
          even += waiting[first + k] * waiting[second + k];
          odd += waiting[first + k + 1] * waiting[second + k + 1];
        }
        sums[row + j] += even + odd;
      }
    }
    waiting.fill(0);
    this.count = 0;
  }

  with(prior: PriorCurvature, scale: Float64Array): BlockPrecision {
    this.addWaiting();
    const size = this.coordinates.length;
    const own = Float64Array.from(this.coordinates, (coordinate) => scale[coordinate]);
    const matrix = prior.matrix(this.coordinates);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const sum = own[i] * own[j] * this.sums[i * size + j];
        matrix[i * size + j] += sum;
        if (j < i) matrix[j * size + i] += sum;
      }
    }
    const curvature = matrix.every(Number.isFinite) ? Curvature.of(matrix, size) : undefined;
    if (curvature?.isMaximum !== true) throw notNormal();
    return {
      logDeterminant: curvature.logDeterminant,
      spread: (z) => curvature.spread(z),
      standardise: (gradient) => curvature.standardise(gradient),
      variances: () => curvature.variances(),
      covariance: () => curvature.inverse(),
    };
  }
}

/** The error where likelihood and prior leave a direction without a curvature. */
export function notNormal(): InferenceError {
  return new InferenceError(
    'no-curvature',
    'The curvature at the mode is not that of a normal distribution: it is not finite, or some direction has none. Priors whose log density is flat where the weights are do this: use normal ones, or --method vi.',
  );
}

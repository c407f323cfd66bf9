import { Curvature } from '../curvature.ts';
import { InferenceError } from '../method.ts';
import type { Block, BlockPrecision } from './block.ts';
import type { Score } from './information.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** Above this a matrix of all pairs takes more than 200 MB. */
const largest = 5000;

/** Scores that are added together: so many numbers in a row, and the sums pass through the cache once for all of them. */
const together = 64;

/** A score with up to this share of numbers that are not 0 is added by itself, as those of a scale of noise are. */
const few = 0.2;

/** Rows of sums are found so many at a time, from numbers that are read once for all of them. */
const tile = 4;

/** Σ g gᵀ over all scores, for all pairs of some coordinates. */
export class DenseBlock implements Block {
  readonly coordinates: Int32Array;
  /** Row-major, the lower triangle. */
  protected readonly sums: Float64Array;
  /** Scores that wait, coordinate by coordinate. */
  private readonly waiting: Float64Array;
  private count = 0;
  /** Of a score, where it is not 0. */
  private readonly own: Int32Array;

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
    this.own = new Int32Array(size);
    this.waiting = new Float64Array(Math.ceil(size / tile) * tile * together);
  }

  add({ gradient }: Score, _isNew: boolean): void {
    const { coordinates, waiting, own, sums } = this;
    const size = coordinates.length;
    let count = 0;
    for (let i = 0; i < size; i++) {
      const value = gradient[coordinates[i]];
      waiting[i * together + this.count] = value;
      if (value !== 0) own[count++] = i;
    }
    if (count > size * few) {
      this.count += 1;
      if (this.count === together) this.addWaiting();
      return;
    }
    for (let p = 0; p < count; p++) {
      const [i, value] = [own[p], gradient[coordinates[own[p]]]];
      for (let q = 0; q <= p; q++) sums[i * size + own[q]] += value * gradient[coordinates[own[q]]];
    }
  }

  /** Adds what waits to the sums. */
  protected addWaiting(): void {
    const { waiting, sums } = this;
    if (this.count === 0) return;
    const size = this.coordinates.length;
    for (let first = 0; first < size; first += tile) {
      const [a, last] = [first * together, Math.min(first + tile, size) - 1];
      const [b, c, d] = [a + together, a + 2 * together, a + 3 * together];
      // of the last rows what lies beyond the diagonal comes along, and is not read
      for (let j = 0; j <= last; j += 2) {
        const [x, y] = [j * together, (j + 1) * together];
        let [ax, bx, cx, dx, ay, by, cy, dy] = [0, 0, 0, 0, 0, 0, 0, 0];
        for (let k = 0; k < this.count; k++) {
          const [left, right] = [waiting[x + k], waiting[y + k]];
          const [p, q, r, s] = [waiting[a + k], waiting[b + k], waiting[c + k], waiting[d + k]];
          ax += p * left;
          bx += q * left;
          cx += r * left;
          dx += s * left;
          ay += p * right;
          by += q * right;
          cy += r * right;
          dy += s * right;
        }
        const at = first * size + j;
        const isPair = j + 1 < size;
        sums[at] += ax;
        if (isPair) sums[at + 1] += ay;
        if (first + 1 > last) continue;
        sums[at + size] += bx;
        if (isPair) sums[at + size + 1] += by;
        if (first + 2 > last) continue;
        sums[at + 2 * size] += cx;
        if (isPair) sums[at + 2 * size + 1] += cy;
        if (first + 3 > last) continue;
        sums[at + 3 * size] += dx;
        if (isPair) sums[at + 3 * size + 1] += dy;
      }
    }
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

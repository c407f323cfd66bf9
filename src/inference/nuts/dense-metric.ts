import { cholesky } from '../../linear-algebra/cholesky.ts';
import { geometricMean } from '../../linear-algebra/geometric-mean.ts';
import { solveTransposedInPlace } from '../../linear-algebra/triangular.ts';
import { plainNumbers } from '../plain-numbers.ts';
import { diagonalMetric } from './diagonal-metric.ts';
import { type MetricKind, type Moments, varianceOf } from './metric.ts';
import type { PhasePoint } from './phase-space.ts';

/**
 * The covariance of all coordinates: for posteriors of a few hundred strongly correlated coordinates, as a step
 * costs the dimension squared. Its state is the matrix, row-major.
 */
export const denseMetric: MetricKind = {
  summary: 'the covariance of all coordinates',
  largestDimension: 1000,

  unit(dimension) {
    const identity = new Array<number>(dimension * dimension).fill(0);
    for (let k = 0; k < dimension; k++) identity[k * (dimension + 1)] = 1;
    return identity;
  },

  prepare(inverse, dimension) {
    const covariance = Float64Array.from(inverse);
    const factor = cholesky(covariance, dimension);
    if (factor === undefined) throw new RangeError('the metric is not positive definite');
    const setVelocity = (vectors: Float64Array, point: PhasePoint): void => {
      const { momentum, velocity } = point;
      let energy = 0;
      for (let row = 0, at = 0; row < dimension; row++) {
        let sum = 0;
        for (let k = 0; k < dimension; k++, at++) sum += covariance[at] * vectors[momentum + k];
        vectors[velocity + row] = sum;
        energy += sum * vectors[momentum + row];
      }
      point.kineticEnergy = energy / 2;
    };
    return {
      // M⁻¹ = L Lᵀ, so L⁻ᵀ z has the covariance M
      push(random, vectors, point) {
        const { momentum } = point;
        random.fillNormal(vectors, momentum, momentum + dimension);
        solveTransposedInPlace(factor, dimension, vectors, momentum);
        setVelocity(vectors, point);
      },
      drift(vectors, from, to, stepSize) {
        const { position, momentum } = to;
        const { position: before } = from;
        kick(vectors, from.momentum, from.gradient, 0.5 * stepSize, momentum, dimension);
        for (let row = 0, at = 0; row < dimension; row++) {
          let sum = 0;
          for (let k = 0; k < dimension; k++, at++) sum += covariance[at] * vectors[momentum + k];
          vectors[position + row] = vectors[before + row] + stepSize * sum;
        }
      },
      arrive(vectors, point, stepSize) {
        const { momentum, gradient } = point;
        kick(vectors, momentum, gradient, 0.5 * stepSize, momentum, dimension);
        setVelocity(vectors, point);
      },
    };
  },

  addProducts(products, before, after) {
    const dimension = before.length;
    // one triangle, and its mirror image, so that rounding leaves no asymmetry
    for (let row = 0; row < dimension; row++) {
      for (let column = 0; column <= row; column++) {
        const sum = products[row * dimension + column] + before[row] * after[column];
        products[row * dimension + column] = sum;
        products[column * dimension + row] = sum;
      }
    }
  },

  covariance({ count, mean, products }) {
    const dimension = mean.length;
    const inverse = products.map((s) => s / (count - 1));
    for (let k = 0; k < dimension; k++) {
      const at = k * (dimension + 1);
      inverse[at] = varianceOf(products[at], count);
    }
    // too close to singular to be factored: the variances alone
    if (cholesky(inverse, dimension) === undefined) keepDiagonal(inverse, dimension);
    return plainNumbers(inverse);
  },

  balance(points, gradients) {
    const dimension = points.mean.length;
    const scales = diagonalMetric.balance(diagonalOf(points), diagonalOf(gradients)).map(Math.sqrt);
    const mean = geometricMean(
      drawnToIdentity(points, (i, j) => 1 / (scales[i] * scales[j])),
      drawnToIdentity(gradients, (i, j) => scales[i] * scales[j]),
      dimension,
    );
    const inverse = mean?.map((entry, at) => {
      const [i, j] = [Math.floor(at / dimension), at % dimension];
      return entry * scales[i] * scales[j];
    });
    const isUsable = inverse !== undefined && cholesky(inverse, dimension) !== undefined;
    return isUsable ? plainNumbers(inverse) : this.covariance(points);
  },
};

/** Fills `moved` with p + ε g. */
function kick(
  vectors: Float64Array,
  momentum: number,
  gradient: number,
  epsilon: number,
  moved: number,
  dimension: number,
): void {
  for (let k = 0; k < dimension; k++)
    vectors[moved + k] = vectors[momentum + k] + epsilon * vectors[gradient + k];
}

/** Of so many vectors is the weight of the identity. */
const priorCount = 5;

function keepDiagonal(matrix: Float64Array, dimension: number): void {
  for (let at = 0; at < matrix.length; at++) if (at % (dimension + 1) !== 0) matrix[at] = 0;
}

/** Of each coordinate alone. */
function diagonalOf({ count, mean, products }: Moments): Moments {
  return { count, mean, products: mean.map((_, k) => products[k * (mean.length + 1)]) };
}

/**
 * The covariance after a scaling, drawn towards a multiple of the identity a little, so that few vectors give a
 * positive definite matrix too.
 */
function drawnToIdentity(
  { count, mean, products }: Moments,
  scaling: (i: number, j: number) => number,
): Float64Array {
  const dimension = mean.length;
  const weight = count / (count + priorCount);
  const matrix = products.map((s, at) => {
    const [i, j] = [Math.floor(at / dimension), at % dimension];
    return weight * (s / (count - 1)) * scaling(i, j);
  });
  let trace = 0;
  for (let k = 0; k < dimension; k++) trace += matrix[k * (dimension + 1)];
  const more = (trace / dimension) * (priorCount / count);
  for (let k = 0; k < dimension; k++) matrix[k * (dimension + 1)] += more;
  return matrix;
}

import { cholesky } from '../../linear-algebra/cholesky.ts';
import { orthonormalise } from '../../linear-algebra/orthonormal.ts';
import type { LocationScale } from '../importance.ts';

/** What an L-BFGS iteration knows of the negative log density around its point: plain numbers. */
export interface LocalCurvature {
  readonly point: readonly number[];
  /** Of the log density. */
  readonly gradient: readonly number[];
  /** The diagonal α of the inverse Hessian before the steps in memory count. */
  readonly diagonal: readonly number[];
  /** Steps s and the changes z of the gradient of the negative log density, oldest first. */
  readonly steps: readonly (readonly number[])[];
  readonly changes: readonly (readonly number[])[];
}

/**
 * The diagonal after one more step (Gilbert and Lemaréchal 1989; Zhang et al. 2022, JMLR 23(306), algorithm 3): 1
 * over the diagonal of the direct BFGS update of diag(1/α), scaled before to the curvature along the change.
 */
export function nextDiagonal(
  diagonal: readonly number[],
  step: readonly number[],
  change: readonly number[],
): number[] {
  let a = 0;
  let b = 0;
  let c = 0;
  diagonal.forEach((alpha, i) => {
    a += change[i] * change[i] * alpha;
    b += change[i] * step[i];
    c += (step[i] * step[i]) / alpha;
  });
  const next = diagonal.map(
    (alpha, i) =>
      1 / (a / (b * alpha) + change[i] ** 2 / b - (a * (step[i] / alpha) ** 2) / (b * c)),
  );
  return next.every((alpha) => alpha > 0 && alpha < Infinity) ? next : [...diagonal];
}

/**
 * The normal distribution that an iteration stands for: its covariance is the L-BFGS inverse Hessian
 * diag(α) + β γ βᵀ in compact form (Byrd, Nocedal and Schnabel 1994), its mean a Newton step from the point. Factored
 * with the QR decomposition of diag(α)^(−1/2) β, so that no matrix of the dimension squared is formed (Zhang et al.
 * 2022, algorithms 3 and 4). `undefined` where rounding has left nothing positive definite.
 */
export function normalAround({
  point,
  gradient,
  diagonal,
  steps,
  changes,
}: LocalCurvature): LocationScale | undefined {
  const dimension = point.length;
  const memory = steps.length;
  const root = new Float64Array(dimension);
  for (let i = 0; i < dimension; i++) root[i] = Math.sqrt(diagonal[i]);
  const size = 2 * memory;
  // changes and steps on the scale of the diagonal, one after the other
  const scaled = new Float64Array(size * dimension);
  for (let k = 0, at = 0; k < memory; k++) {
    for (let i = 0; i < dimension; i++, at++) {
      scaled[at] = root[i] * changes[k][i];
      scaled[at + memory * dimension] = steps[k][i] / root[i];
    }
  }
  const { q, r } = orthonormalise(scaled, dimension);
  const inner = innerMatrix(r, middle(scaled, dimension, memory), size);
  const factor = cholesky(inner, size);
  if (factor === undefined) return undefined;

  const along = new Float64Array(size);
  /** Fills `result` with x + Q (W − I) Qᵀ x for a matrix W of the columns of Q. */
  const within = (w: Float64Array, x: Float64Array, result: Float64Array): void => {
    for (let i = 0; i < dimension; i++) result[i] = x[i];
    for (let k = 0, at = 0; k < size; k++) {
      let sum = 0;
      for (let i = 0; i < dimension; i++, at++) sum += q[at] * x[i];
      along[k] = sum;
    }
    for (let row = 0, at = 0; row < size; row++) {
      let sum = -along[row];
      for (let k = 0; k < size; k++) sum += w[row * size + k] * along[k];
      for (let i = 0; i < dimension; i++, at++) result[i] += sum * q[at];
    }
  };
  const mean = new Float64Array(dimension);
  for (let i = 0; i < dimension; i++) mean[i] = root[i] * gradient[i];
  within(inner, mean.slice(), mean);
  for (let i = 0; i < dimension; i++) mean[i] = point[i] + root[i] * mean[i];
  let logVolume = 0;
  let isUsable = true;
  for (let i = 0; i < dimension; i++) {
    logVolume += Math.log(root[i]);
    if (!Number.isFinite(mean[i])) isUsable = false;
  }
  for (let k = 0; k < size; k++) logVolume += Math.log(factor[k * (size + 1)]);
  if (!Number.isFinite(logVolume) || !isUsable) return undefined;
  return {
    dimension,
    logVolume,
    place(z, result) {
      within(factor, z, result);
      for (let i = 0; i < dimension; i++) result[i] = mean[i] + root[i] * result[i];
    },
  };
}

/**
 * γ = [[0, −R⁻¹], [−R⁻ᵀ, R⁻ᵀ (D + Zᵀ diag(α) Z) R⁻¹]] with R the upper triangle of SᵀZ and D its diagonal;
 * row-major. The scalings of S and Z by diag(α)^(∓1/2) cancel in SᵀZ.
 */
function middle(scaled: Float64Array, dimension: number, memory: number): Float64Array {
  const size = 2 * memory;
  const products = (row: number, column: number): number => {
    let sum = 0;
    for (let i = 0; i < dimension; i++)
      sum += scaled[row * dimension + i] * scaled[column * dimension + i];
    return sum;
  };
  const upper = new Float64Array(memory * memory);
  const core = new Float64Array(memory * memory);
  for (let i = 0, at = 0; i < memory; i++) {
    for (let j = 0; j < memory; j++, at++) {
      upper[at] = products(memory + i, j);
      core[at] = products(i, j);
    }
  }
  // R⁻¹ by back substitution
  const inverse = new Float64Array(memory * memory);
  for (let j = 0; j < memory; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= upper[i * memory + k] * inverse[k * memory + j];
      inverse[i * memory + j] = sum / upper[i * (memory + 1)];
    }
  }
  for (let i = 0; i < memory; i++) core[i * (memory + 1)] += upper[i * (memory + 1)];
  const result = new Float64Array(size * size);
  for (let i = 0; i < memory; i++) {
    for (let j = 0; j < memory; j++) {
      result[i * size + memory + j] = -inverse[i * memory + j];
      result[(memory + j) * size + i] = -inverse[i * memory + j];
      let sum = 0;
      for (let k = 0; k <= i; k++)
        for (let l = 0; l <= j; l++)
          sum += inverse[k * memory + i] * core[k * memory + l] * inverse[l * memory + j];
      result[(memory + i) * size + memory + j] = sum;
    }
  }
  return result;
}

/** I + R γ Rᵀ */
function innerMatrix(r: Float64Array, gamma: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = i; k < size; k++) half[i * size + j] += r[i * size + k] * gamma[k * size + j];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < size; k++) sum += half[i * size + k] * r[j * size + k];
      result[i * size + j] = sum;
    }
  }
  return result;
}

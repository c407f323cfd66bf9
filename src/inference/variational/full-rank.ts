import { cholesky } from '../../linear-algebra/cholesky.ts';
import type { Curvature } from '../curvature.ts';
import type { LocationScale } from '../importance.ts';
import { correlatedNormal } from '../normal.ts';
import {
  averageOverPairs,
  type Chart,
  type Family,
  type Normal,
  smallestCurvature,
  standardEntropy,
} from './family.ts';

/**
 * Normals with any covariance L Lᵀ; `scale` holds the lower triangular L, row-major with its zeros. Coordinates of
 * a chart around mean m and factor P: u and the lower triangle of T, row by row with the logarithm of the diagonal,
 * in mean = m + P u, L = P T. As every factor is some P T, nothing is left out; and around a normal that is
 * nearly right the bound curves by 1 along u and the off-diagonal of T and by 2 along the diagonal, so that few steps
 * suffice.
 */
export const fullRank: Family = {
  coordinates: (dimension) => dimension + (dimension * (dimension + 1)) / 2,
  // with fewer draws than parameters the spread in the directions that no draw has could grow for nothing
  fewestPairs: (dimension) => 2 * dimension,
  largestDimension: 500,

  chart(mean, curvature, scales, factor) {
    const size = mean.length;
    const covariance = curvature && positiveCovariance(curvature);
    const lower = covariance && cholesky(covariance, size);
    const scale = Array.from({ length: size * size }, (_, k) => {
      if (lower !== undefined) return lower[k] * factor;
      return k % (size + 1) === 0 ? scales[k / (size + 1)] * factor : 0;
    });
    return { centre: { mean, scale } };
  },

  recentred: (centre) => ({ centre }),

  normalAt,

  objective(target, chart, base) {
    const size = target.dimension;
    const meanGradient = new Float64Array(size);
    const factorGradient = new Float64Array(size * size);
    const { scale: centre } = chart.centre;
    return (position, gradient) => {
      const { mean, scale } = normalAt(chart, position);
      const factor = Float64Array.from(scale);
      factorGradient.fill(0);
      const average = averageOverPairs(
        target,
        base,
        mean,
        (z, displacement) => {
          for (let i = 0; i < size; i++) {
            let sum = 0;
            for (let j = 0; j <= i; j++) sum += factor[i * size + j] * z[j];
            displacement[i] = sum;
          }
        },
        meanGradient,
        (z, difference) => {
          for (let i = 0; i < size; i++)
            for (let j = 0; j <= i; j++) factorGradient[i * size + j] += difference[i] * z[j];
        },
      );
      if (average === Number.NEGATIVE_INFINITY) {
        gradient.fill(0);
        return average;
      }
      // the chain rule through L = P T: Pᵀ times the gradients with respect to mean and L
      let at = size;
      for (let i = 0; i < size; i++) {
        gradient[i] = 0;
        for (let k = i; k < size; k++) gradient[i] += centre[k * size + i] * meanGradient[k];
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let k = i; k < size; k++) sum += centre[k * size + i] * factorGradient[k * size + j];
          gradient[at] = i === j ? sum * Math.exp(position[at]) + 1 : sum;
          at++;
        }
      }
      return average + logVolume(scale, size) + standardEntropy(size);
    };
  },

  placed,

  fitted(normal) {
    const { mean, scale } = normal;
    const size = mean.length;
    const covariance = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += scale[i * size + k] * scale[j * size + k];
        covariance[i * size + j] = sum;
        covariance[j * size + i] = sum;
      }
    }
    return correlatedNormal(Float64Array.from(mean), covariance, placed(normal));
  },
};

function normalAt({ centre }: Chart, position: ArrayLike<number>): Normal {
  const size = centre.mean.length;
  const mean = centre.mean.map((value, i) => {
    let sum = value;
    for (let j = 0; j <= i; j++) sum += centre.scale[i * size + j] * position[j];
    return sum;
  });
  const scale = new Array<number>(size * size).fill(0);
  // row k of T begins behind u and the rows before it
  for (let k = 0, at = size; k < size; at += ++k) {
    for (let i = k; i < size; i++) {
      const weight = centre.scale[i * size + k];
      if (weight === 0) continue;
      for (let j = 0; j < k; j++) scale[i * size + j] += weight * position[at + j];
      scale[i * size + k] += weight * Math.exp(position[at + k]);
    }
  }
  return { mean, scale };
}

function logVolume(scale: readonly number[], size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(scale[i * (size + 1)]);
  return sum;
}

/** The inverse of the curvature, also away from a maximum, where its directions enter by their size. */
function positiveCovariance(curvature: Curvature): Float64Array {
  const size = curvature.dimension;
  const root = curvature.preconditioner(smallestCurvature);
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += root[i * size + k] * root[j * size + k];
      covariance[i * size + j] = sum;
    }
  }
  return covariance;
}

function placed({ mean, scale }: Normal): LocationScale {
  const dimension = mean.length;
  return {
    dimension,
    logVolume: logVolume(scale, dimension),
    place(z, point) {
      for (let i = 0; i < dimension; i++) {
        point[i] = mean[i];
        for (let j = 0; j <= i; j++) point[i] += scale[i * dimension + j] * z[j];
      }
    },
  };
}

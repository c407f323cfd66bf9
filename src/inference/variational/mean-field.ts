import type { LocationScale } from '../importance.ts';
import { diagonalNormal } from '../normal.ts';
import {
  averageOverPairs,
  type Chart,
  type Family,
  type Normal,
  smallestCurvature,
  standardEntropy,
} from './family.ts';

/**
 * Independent normals; `scale` holds their standard deviations. Coordinates of a chart: u and w in mean =
 * centre.mean + A u, scale = centre.scale exp(w), with A the preconditioner, or without one diagonal with the
 * centre's scales.
 */
export const meanField: Family = {
  coordinates: (dimension) => 2 * dimension,
  fewestPairs: () => 1,
  largestDimension: Infinity,

  chart(mean, curvature, scales, factor) {
    const centre = { mean, scale: Array.from(scales, (scale) => scale * factor) };
    return {
      centre,
      ...(curvature && { preconditioner: Array.from(curvature.preconditioner(smallestCurvature)) }),
    };
  },

  recentred(centre, curvatureAt) {
    const curvature = curvatureAt(centre.mean);
    return {
      centre,
      ...(curvature && { preconditioner: Array.from(curvature.preconditioner(smallestCurvature)) }),
    };
  },

  normalAt,

  objective(target, chart, base) {
    const size = target.dimension;
    const meanGradient = new Float64Array(size);
    const { preconditioner } = chart;
    return (position, gradient) => {
      const { mean, scale } = normalAt(chart, position);
      gradient.fill(0);
      const average = averageOverPairs(
        target,
        base,
        mean,
        (z, displacement) => {
          for (let i = 0; i < size; i++) displacement[i] = scale[i] * z[i];
        },
        meanGradient,
        (z, difference) => {
          for (let i = 0; i < size; i++) gradient[size + i] += difference[i] * z[i];
        },
      );
      if (average === Number.NEGATIVE_INFINITY) return average;
      for (let i = 0; i < size; i++) {
        gradient[size + i] = gradient[size + i] * scale[i] + 1;
        if (preconditioner === undefined) gradient[i] = chart.centre.scale[i] * meanGradient[i];
        else
          for (let j = 0; j < size; j++)
            gradient[j] += preconditioner[i * size + j] * meanGradient[i];
      }
      return average + logVolume(scale) + standardEntropy(size);
    };
  },

  placed,

  fitted: (normal) =>
    diagonalNormal(Float64Array.from(normal.mean), Float64Array.from(normal.scale), placed(normal)),
};

function normalAt({ centre, preconditioner }: Chart, position: ArrayLike<number>): Normal {
  const size = centre.mean.length;
  const mean = centre.mean.map((value, i) => {
    if (preconditioner === undefined) return value + centre.scale[i] * position[i];
    let sum = value;
    for (let j = 0; j < size; j++) sum += preconditioner[i * size + j] * position[j];
    return sum;
  });
  return { mean, scale: centre.scale.map((value, i) => value * Math.exp(position[size + i])) };
}

function logVolume(scale: readonly number[]): number {
  return scale.reduce((sum, value) => sum + Math.log(value), 0);
}

function placed({ mean, scale }: Normal): LocationScale {
  const dimension = mean.length;
  return {
    dimension,
    logVolume: logVolume(scale),
    place(z, point) {
      for (let i = 0; i < dimension; i++) point[i] = mean[i] + scale[i] * z[i];
    },
  };
}

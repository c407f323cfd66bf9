import type { Random } from '../random/random.ts';
import type { BaseDraws } from './base-draws.ts';
import { logStandardNormal } from './importance.ts';
import type { Objective } from './line-search.ts';
import type { Target } from './method.ts';

/** Independent normals: means and log standard deviations. */
export interface MeanField {
  readonly mean: readonly number[];
  readonly logScale: readonly number[];
}

/**
 * The coordinates in which the evidence lower bound (ELBO) is raised: mean = centre.mean + A u, log scale =
 * centre.logScale + w. A is `preconditioner`, row-major; without it A is diagonal with the centre's scales.
 */
export interface Chart {
  readonly centre: MeanField;
  readonly preconditioner?: readonly number[];
}

export function meanFieldAt(chart: Chart, position: ArrayLike<number>): MeanField {
  const { centre, preconditioner } = chart;
  const size = centre.mean.length;
  const mean = centre.mean.map((value, i) => {
    if (preconditioner === undefined) return value + Math.exp(centre.logScale[i]) * position[i];
    let sum = value;
    for (let j = 0; j < size; j++) sum += preconditioner[i * size + j] * position[j];
    return sum;
  });
  return { mean, logScale: centre.logScale.map((value, i) => value + position[size + i]) };
}

/**
 * The ELBO of a mean field on fixed base draws and their mirror images, and its gradient by the reparameterisation
 * x = mean + scale z (Kingma and Welling 2014; Titsias and Lázaro-Gredilla 2014), with the entropy in closed form:
 * an average over the draws that is maximised like any function (Giordano, Ingram and Broderick 2024, JMLR 25:18).
 */
export function elboObjective(
  target: Target,
  chart: Chart,
  { pairs, values: base }: BaseDraws,
): Objective {
  const size = target.dimension;
  const draws = 2 * pairs;
  const entropyConstant = 0.5 * size * (1 + Math.log(2 * Math.PI));
  const point = new Float64Array(size);
  const pointGradient = new Float64Array(size);
  const meanGradient = new Float64Array(size);
  return (position, gradient) => {
    const { mean, logScale } = meanFieldAt(chart, position);
    const scale = logScale.map(Math.exp);
    let total = 0;
    meanGradient.fill(0);
    gradient.fill(0);
    for (let pair = 0; pair < pairs; pair++) {
      const start = pair * size;
      for (const sign of [1, -1]) {
        for (let i = 0; i < size; i++) point[i] = mean[i] + sign * scale[i] * base[start + i];
        total += target.logDensityGradient(point, pointGradient);
        if (!Number.isFinite(total)) return Number.NEGATIVE_INFINITY;
        for (let i = 0; i < size; i++) {
          meanGradient[i] += pointGradient[i];
          gradient[size + i] += sign * base[start + i] * pointGradient[i];
        }
      }
    }
    for (let i = 0; i < size; i++) {
      gradient[size + i] = (gradient[size + i] * scale[i]) / draws + 1;
      if (chart.preconditioner === undefined) {
        gradient[i] = (Math.exp(chart.centre.logScale[i]) * meanGradient[i]) / draws;
      } else {
        for (let j = 0; j < size; j++)
          gradient[j] += (chart.preconditioner[i * size + j] * meanGradient[i]) / draws;
      }
    }
    return total / draws + logScale.reduce((sum, value) => sum + value, entropyConstant);
  };
}

/** Draws, row-major, and their log densities under the mean field. */
export function drawMeanField(
  { mean, logScale }: MeanField,
  count: number,
  random: Random,
): { readonly draws: Float64Array; readonly logDensities: Float64Array } {
  const size = mean.length;
  const scale = logScale.map(Math.exp);
  const logVolume = logScale.reduce((sum, value) => sum + value, 0);
  const draws = new Float64Array(count * size);
  const z = new Float64Array(size);
  const logDensities = new Float64Array(count).map((_, row) => {
    for (let i = 0; i < size; i++) {
      z[i] = random.normal();
      draws[row * size + i] = mean[i] + scale[i] * z[i];
    }
    return logStandardNormal(z) - logVolume;
  });
  return { draws, logDensities };
}

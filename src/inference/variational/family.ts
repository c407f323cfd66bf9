import type { Curvature } from '../curvature.ts';
import type { LocationScale } from '../importance.ts';
import type { Objective } from '../line-search.ts';
import type { FittedNormal, GradientTarget } from '../method.ts';
import type { BaseDraws } from './base-draws.ts';

/** Curvatures along principal directions below this share of the coordinates' own count as this. */
export const smallestCurvature = 1e-10;

/** A normal distribution as plain numbers: what `scale` holds is the family's own affair. */
export interface Normal {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** The coordinates in which the evidence lower bound (ELBO) is raised, around a normal: 0 is the normal itself. */
export interface Chart {
  readonly centre: Normal;
  /** Row-major A: the mean moves along its columns. */
  readonly preconditioner?: readonly number[];
}

/** A family of normal distributions from which variational inference takes the one with the largest ELBO. */
export interface Family {
  /** How many coordinates a chart has. */
  coordinates(dimension: number): number;
  /** The fewest pairs of base draws with which the bound says something about every coordinate. */
  fewestPairs(dimension: number): number;
  /** Above this dimension the family is not offered. */
  readonly largestDimension: number;
  /**
   * Around a point with the curvature there, where that is known, or with the scales of the coordinates;
   * all scales times `factor`.
   */
  chart(
    mean: readonly number[],
    curvature: Curvature | undefined,
    scales: Float64Array,
    factor: number,
  ): Chart;
  /** Around a normal that was found. */
  recentred(normal: Normal, curvatureAt: (mean: readonly number[]) => Curvature | undefined): Chart;
  normalAt(chart: Chart, position: ArrayLike<number>): Normal;
  /**
   * The ELBO on fixed base draws and its gradient by the reparameterisation of the draws (Kingma and Welling 2014;
   * Titsias and Lázaro-Gredilla 2014), with the entropy in closed form: a function that is maximised like any
   * other (Giordano, Ingram and Broderick 2024, JMLR 25:18).
   */
  objective(target: GradientTarget, chart: Chart, base: BaseDraws): Objective;
  placed(normal: Normal): LocationScale;
  fitted(normal: Normal): FittedNormal;
}

/** The entropy of `size` independent standard normals. */
export function standardEntropy(size: number): number {
  return 0.5 * size * (1 + Math.log(2 * Math.PI));
}

/**
 * The average of the log density over the draws mean ± displacement, one pair a row of the base draws, or −inf
 * where it is not finite at one. `meanGradient` is filled with the average gradient; `onPair` gets the row's
 * start and the difference of the gradients of its two draws, divided by the number of draws.
 */
export function averageOverPairs(
  target: GradientTarget,
  { pairs, values }: BaseDraws,
  mean: ArrayLike<number>,
  displace: (z: Float64Array, displacement: Float64Array) => void,
  meanGradient: Float64Array,
  onPair: (z: Float64Array, difference: Float64Array) => void,
): number {
  const size = target.dimension;
  const draws = 2 * pairs;
  const z = new Float64Array(size);
  const displacement = new Float64Array(size);
  const point = new Float64Array(size);
  const above = new Float64Array(size);
  const below = new Float64Array(size);
  let total = 0;
  meanGradient.fill(0);
  for (let pair = 0; pair < pairs; pair++) {
    for (let i = 0; i < size; i++) z[i] = values[pair * size + i];
    displace(z, displacement);
    for (let i = 0; i < size; i++) point[i] = mean[i] + displacement[i];
    total += target.logDensityGradient(point, above);
    if (!Number.isFinite(total)) return Number.NEGATIVE_INFINITY;
    for (let i = 0; i < size; i++) point[i] = mean[i] - displacement[i];
    total += target.logDensityGradient(point, below);
    if (!Number.isFinite(total)) return Number.NEGATIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      meanGradient[i] += (above[i] + below[i]) / draws;
      above[i] = (above[i] - below[i]) / draws;
    }
    onPair(z, above);
  }
  return total / draws;
}

/** The largest change of a mean, in standard deviations, or of a log standard deviation. */
export function distance(family: Family, before: Normal, after: Normal): number {
  const from = family.fitted(before);
  const to = family.fitted(after);
  return to.mean.reduce((largest, mean, i) => {
    const move = Math.abs(mean - from.mean[i]) / to.sd[i];
    return Math.max(largest, move, Math.abs(Math.log(to.sd[i] / from.sd[i])));
  }, 0);
}

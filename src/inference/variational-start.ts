import type { Random } from '../random/random.ts';
import type { BaseDraws } from './base-draws.ts';
import { Curvature } from './curvature.ts';
import { type Chart, elboObjective, type MeanField } from './mean-field.ts';
import type { Target } from './method.ts';
import { type ModeSearch, startModeSearch, stepModeSearch } from './mode-search.ts';
import { probedScales } from './probed-scales.ts';

/** Above this dimension the Hessian, its square in numbers, is not asked for. */
export const largestHessian = 500;
/** Curvatures along principal directions below this share of the coordinates' own count as this. */
const smallestCurvature = 1e-10;
const startingPoints = 100;
const climbSteps = 200;

/**
 * The way up from the first point with a finite log density towards the mode. The places passed are the candidates
 * for the start of the fit, as in Pathfinder (Zhang, Carpenter, Gelman and Vehtari 2022): the mode itself is a poor
 * one where the density has a spike.
 */
export interface Climb {
  readonly search: ModeSearch;
  readonly places: readonly (readonly number[])[];
}

/** From the origin, or where the log density is not finite there from points uniform on (−2, 2). */
export function startClimb(target: Target, random: Random): Climb | undefined {
  for (let attempt = 0; attempt < startingPoints; attempt++) {
    const source = random.stream(attempt);
    const start = Array.from({ length: target.dimension }, () =>
      attempt === 0 ? 0 : 4 * source.uniform() - 2,
    );
    const search = startModeSearch(target, start);
    if (search) return { search, places: [search.point] };
  }
  return undefined;
}

/** One step; the places at 1, 2, 4, … steps and at the end are kept. */
export function stepClimb(target: Target, climb: Climb): { climb: Climb; done: boolean } {
  const search =
    target.dimension > largestHessian && climb.search.quasiNewton?.status !== 'running'
      ? { ...climb.search, status: 'ended' as const }
      : stepModeSearch(target, climb.search);
  const done = search.status !== 'running' || search.iterations >= climbSteps;
  const isPowerOfTwo = (search.iterations & (search.iterations - 1)) === 0;
  const moved = search.point !== climb.places.at(-1);
  const places = moved && (done || isPowerOfTwo) ? [...climb.places, search.point] : climb.places;
  return { climb: { search, places }, done };
}

/**
 * The place with the highest ELBO on the given base draws, each with the scales of its curvature; where the density
 * vanishes at some draws everywhere, with smaller scales. `undefined` where that does not help.
 */
export function bestStart(
  target: Target,
  climb: Climb,
  base: BaseDraws,
  random: Random,
): Chart | undefined {
  const position = new Float64Array(2 * target.dimension);
  const gradient = new Float64Array(2 * target.dimension);
  const candidates = climb.places.map((mean, index) => {
    const curvature = curvatureAt(target, mean);
    const scales = curvature?.scales ?? probedScales(target, mean, random.stream(index));
    return { mean, curvature, logScale: Array.from(scales, Math.log) };
  });
  for (let shrink = 0; shrink <= 10; shrink++) {
    let best: { chart: Chart; elbo: number } | undefined;
    for (const { mean, curvature, logScale } of candidates) {
      const centre = { mean, logScale: logScale.map((value) => value - shrink * Math.LN10) };
      const chart = chartOf(centre, curvature);
      const elbo = elboObjective(target, chart, base)(position, gradient);
      if (elbo > (best?.elbo ?? -Infinity) && gradient.every(Number.isFinite))
        best = { chart, elbo };
    }
    if (best) return best.chart;
  }
  return undefined;
}

/**
 * New coordinates around a mean field: its means move along the principal directions of the curvature there, or
 * where the Hessian is too large each on its own scale.
 */
export function chartAround(target: Target, centre: MeanField): Chart {
  return chartOf(centre, curvatureAt(target, centre.mean));
}

function chartOf(centre: MeanField, curvature: Curvature | undefined): Chart {
  if (curvature === undefined) return { centre };
  return { centre, preconditioner: Array.from(curvature.preconditioner(smallestCurvature)) };
}

function curvatureAt(target: Target, point: readonly number[]): Curvature | undefined {
  return target.dimension > largestHessian
    ? undefined
    : Curvature.at(target, Float64Array.from(point));
}

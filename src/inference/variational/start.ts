import type { Random } from '../../random/random.ts';
import { Curvature, largestHessian } from '../curvature.ts';
import { InferenceError, type Target } from '../method.ts';
import { type ModeSearch, startModeSearch, stepModeSearch } from '../mode-search.ts';
import { noStart } from '../no-start.ts';
import type { BaseDraws } from './base-draws.ts';
import { families } from './families.ts';
import type { Chart, Family, Normal } from './family.ts';
import { probedScales } from './probed-scales.ts';

const startingPoints = 100;
const climbSteps = 200;
/** The largest power of ten by which scales are made smaller in the search for a start. */
const largestShrink = 10;

/**
 * The way up from a point with a finite log density towards the mode. The places passed are the candidates for the
 * start of the fit, as in Pathfinder (Zhang, Carpenter, Gelman and Vehtari 2022): the mode itself is a poor one where
 * the density has a spike.
 */
export interface Climb {
  readonly search: ModeSearch;
  readonly places: readonly (readonly number[])[];
}

/** The first climb begins at the origin, where the log density is finite there, others at points uniform on (−2, 2). */
export function startClimb(target: Target, climb: number, random: Random): Climb | undefined {
  for (let attempt = 0; attempt < startingPoints; attempt++) {
    const source = random.stream(climb, attempt);
    const start = Array.from({ length: target.dimension }, () =>
      climb === 0 && attempt === 0 ? 0 : 4 * source.uniform() - 2,
    );
    const search = startModeSearch(target, start);
    if (search) return { search, places: [search.point] };
  }
  return undefined;
}

/**
 * The first climb of a fit with this family.
 *
 * @throws InferenceError where the target has too many parameters for the family, or no place to start from.
 */
export function firstClimb(target: Target, family: keyof typeof families, random: Random): Climb {
  const { largestDimension } = families[family];
  if (target.dimension > largestDimension)
    throw new InferenceError(
      'too-large',
      `The family ${family} takes at most ${largestDimension} parameters, as its numbers grow with their square, and the model has ${target.dimension}. Use --family mean-field.`,
    );
  const climb = startClimb(target, 0, random);
  if (climb === undefined) throw noStart(`at all ${startingPoints} starting points tried`);
  return climb;
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
  family: Family,
  climb: Climb,
  base: BaseDraws,
  random: Random,
): Chart | undefined {
  const position = new Float64Array(family.coordinates(target.dimension));
  const gradient = new Float64Array(position.length);
  const candidates = climb.places.map((mean, index) => {
    const curvature = curvatureAt(target, mean);
    const scales = curvature?.scales ?? probedScales(target, mean, random.stream(index));
    return { mean, curvature, scales };
  });
  for (let shrink = 0; shrink <= largestShrink; shrink++) {
    let best: { chart: Chart; elbo: number } | undefined;
    for (const { mean, curvature, scales } of candidates) {
      const chart = family.chart(mean, curvature, scales, 10 ** -shrink);
      const elbo = family.objective(target, chart, base)(position, gradient);
      if (elbo > (best?.elbo ?? -Infinity) && gradient.every(Number.isFinite))
        best = { chart, elbo };
    }
    if (best) return best.chart;
  }
  return undefined;
}

/** New coordinates around a normal that was found. */
export function chartAround(target: Target, family: Family, centre: Normal): Chart {
  return family.recentred(centre, (mean) => curvatureAt(target, mean));
}

function curvatureAt(target: Target, point: readonly number[]): Curvature | undefined {
  return target.dimension > largestHessian
    ? undefined
    : Curvature.at(target, Float64Array.from(point));
}

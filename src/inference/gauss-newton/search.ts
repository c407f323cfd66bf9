import type { Target } from '../method.ts';
import { atMode, type CurvatureOptions, groupsOf } from './at-mode.ts';
import { type Climb, climbOn, startClimb } from './climb.ts';
import { tuned } from './tuning.ts';

/** To the mode by all examples, and to the factors of priors and the noise at which the evidence is largest. */
export interface Search {
  readonly climb: Climb;
  /** Whether priors are tuned layer by layer; before that all have one factor. */
  readonly isByLayer: boolean;
  /** How often what is tuned was found. */
  readonly rounds: number;
  /** Of all climbs. */
  readonly iterations: number;
  /** Where something was tuned last. */
  readonly here?: Found;
  /** Of priors tuned by layer, where the evidence was largest. */
  readonly best?: Found;
  readonly isDone: boolean;
}

interface Found {
  /** Of each tuned group's prior precision, the logarithm of the factor. */
  readonly logFactors: readonly number[];
  readonly point: readonly number[];
  readonly logEvidence: number;
}

/** Of a climb until the curvature is taken anew, and how often what is tuned is found. */
const [briefly, mostRounds] = [25, 50];
/**
 * What a climb gains of log density: with less what is tuned is found anew, with still less it is at the top. Most modes of
 * networks with relu units are at kinks, where the gradient does not say so.
 */
const [little, nothing] = [1, 0.01];
/** What is tuned is found where its logarithms change by less. */
const settled = 0.002;
/** So much log evidence may be lost on the way to more. */
const mostLost = 1;

export function startSearch(
  target: Target,
  start: Float64Array,
  options: CurvatureOptions,
): Search {
  const begun = { isByLayer: false, rounds: 0, iterations: 0, isDone: false };
  const now = tuningNow(begun, options);
  const asTheyAre = groupsOf(target.information!, now).map(() => 0);
  const climb = startClimb(target, start, start, asTheyAre, now);
  return { ...begun, climb };
}

/** The rest of the way, where training by batches ended. */
export function searchFrom(target: Target, point: Float64Array, options: CurvatureOptions): Search {
  return tuneAgain(target, startSearch(target, point, options), options, false);
}

export function isTuned(target: Target, { tunePrior }: CurvatureOptions): boolean {
  return tunePrior !== undefined || target.information!.noise !== undefined;
}

/**
 * One iteration of a climb, and at its end what follows.
 *
 * @param most of all climbs
 */
export function searchOn(
  target: Target,
  state: Search,
  options: CurvatureOptions,
  most: number,
): Search {
  const climb = climbOn(target, state.climb, tuningNow(state, options));
  const next = { ...state, climb, iterations: state.iterations + 1 };
  const { search, from } = climb;
  const isOver = next.iterations >= most;
  const done = { ...next, isDone: true };
  if (search.status === 'running' && search.iteration < briefly && !isOver) return next;
  const gain = search.value - from;
  const isUp = search.status !== 'running' || gain < nothing;
  if (isOver || (isUp && !isTuned(target, options))) return done;
  const isToTune = isTuned(target, options) && (!state.isByLayer || isUp || gain < little);
  if (isToTune) return tuneAgain(target, next, options, isUp);
  const point = Float64Array.from(search.point);
  const higher = startClimb(target, point, point, climb.logFactors, tuningNow(state, options));
  return { ...next, climb: higher };
}

/** Where the search is, or in the end what it found. */
export function reachedBy({ climb, best, isDone }: Search): Omit<Found, 'logEvidence'> {
  if (isDone && best !== undefined) return best;
  return { logFactors: climb.logFactors, point: climb.search.point };
}

/** The options with what is tuned now: all priors together, before they are by layer. */
export function tuningNow(
  { isByLayer }: Pick<Search, 'isByLayer'>,
  options: CurvatureOptions,
): CurvatureOptions {
  const isToCome = options.tunePrior === 'layer' && !isByLayer;
  return isToCome ? { ...options, tunePrior: 'global' } : options;
}

/** Finds what is tuned, with the weights as they are. */
function tuneAgain(
  target: Target,
  state: Search,
  options: CurvatureOptions,
  isUp: boolean,
): Search {
  const { climb, rounds, isByLayer } = state;
  const now = tuningNow(state, options);
  const point = Float64Array.from(climb.search.point);
  const at = atMode(target, point, climb.logFactors, now);
  const { logFactors, logEvidence, blocks } = at;
  const here = { logFactors, point: climb.search.point, logEvidence };
  const best = state.best && logEvidence < state.best.logEvidence ? state.best : here;
  const next = { ...state, here, ...(isByLayer && { best }) };
  const done = { ...next, isDone: true };
  if (rounds >= mostRounds || logEvidence < best.logEvidence - mostLost) return done;
  const found = tuned(target, at, point);
  const changes = [
    ...found.logFactors.map((value, k) => value - logFactors[k]),
    ...found.point.map((value, k) => value - point[k]),
  ];
  if (isUp && changes.every((change) => Math.abs(change) < settled)) {
    if (now === options) return done;
    const layers = groupsOf(target.information!, options).map(() => logFactors[0]);
    const byLayer = { ...next, isByLayer: true, best: { ...here, logFactors: layers } };
    const again = startClimb(target, point, point, layers, options, blocks);
    return { ...byLayer, climb: again };
  }
  const higher = startClimb(target, point, found.point, found.logFactors, now, blocks);
  return { ...next, climb: higher, rounds: rounds + 1 };
}

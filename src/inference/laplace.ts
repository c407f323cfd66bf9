import { Random, type RandomState } from '../random/random.ts';
import { Curvature } from './curvature.ts';
import { correctDraws, coverage, type LocationScale, proposeNormal } from './importance.ts';
import { judge, type Verdict } from './maximum-check.ts';
import {
  type Approximation,
  InferenceError,
  type InferenceMethod,
  type Note,
  percent,
  type StepInfo,
  type Target,
} from './method.ts';
import { type ModeSearch, startModeSearch, stepModeSearch } from './mode-search.ts';
import { noStart } from './no-start.ts';
import { correlatedNormal } from './normal.ts';
import { notesOnSkewness } from './skewness.ts';

export interface LaplaceOptions {
  /** Climbs from different points: the origin, then uniform on (−2, 2) in every coordinate. */
  readonly starts: number;
  /** Draws of the approximation from which the Pareto k is found. */
  readonly assessmentDraws: number;
}

interface Climb {
  readonly search: ModeSearch;
  readonly verdict: Verdict;
}

export interface LaplaceState {
  readonly random: RandomState;
  /** Starting points tried, those where the density is 0 included. */
  readonly attempts: number;
  readonly current?: ModeSearch;
  readonly climbs: readonly Climb[];
}

/** Starting points tried beyond those asked for, where the density is 0 or undefined at many. */
const spareAttempts = 100;
/** Above this dimension a Hessian, its square in numbers, takes more than 200 MB. */
const largestDimension = 5000;
/** Climbs that go on from a higher point near a maximum, in all. */
const continuations = 10;

export const laplace: InferenceMethod<LaplaceOptions, LaplaceState> = {
  name: 'laplace',
  summary: 'a normal distribution at the mode, with the curvature there (Laplace approximation)',
  needsFloat64: true,
  defaults: { starts: 4, assessmentDraws: 4000 },

  init({ dimension }, _options, random) {
    if (dimension > largestDimension)
      throw new InferenceError(
        'too-many-parameters',
        `The Laplace approximation takes the second derivatives of all pairs of parameters, for at most ${largestDimension} unconstrained coordinates, and this model has ${dimension}. Use --method vi.`,
      );
    return { random: random.state, attempts: 0, climbs: [] };
  },

  step(target, state, options) {
    const next = state.current ? climbOn(target, state, state.current) : nextStart(target, state);
    return { state: next, info: describe(next, options) };
  },

  posterior(target, state, options, random) {
    const best = bestClimb(state);
    const mode = Float64Array.from(best.search.point);
    const curvature = Curvature.at(target, mode)!;
    const placed: LocationScale = {
      dimension: mode.length,
      logVolume: -0.5 * curvature.logDeterminant,
      place(z, point) {
        const displacement = curvature.spread(z);
        for (let i = 0; i < z.length; i++) point[i] = mode[i] + displacement[i];
      },
    };
    const covered = coverage(target, proposeNormal(placed, options.assessmentDraws, random));
    const corrected = correctDraws(
      target,
      placed,
      covered,
      random,
      'The posterior is not close to a normal distribution',
    );
    const values = {
      logEvidence: best.logMass,
      logDensityAtMode: best.search.value,
      iterations: state.climbs.reduce((sum, climb) => sum + climb.search.iterations, 0),
      newtonDecrement: best.search.newtonDecrement ?? 0,
      efficiency: covered.efficiency,
      paretoK: covered.paretoK,
    };
    const normal = correlatedNormal(mode, curvature.inverse(), placed);
    const notes = [
      ...notesOnClimbs(state, best, curvature),
      ...notesOnSkewness(target, mode, curvature, normal.sd),
      ...covered.notes,
      ...corrected.notes,
    ];
    return {
      normal,
      draws: corrected.draws,
      values,
      notes,
    } satisfies Approximation;
  },
};

function nextStart(target: Target, state: LaplaceState): LaplaceState {
  const source = Random.fromState(state.random).stream(state.attempts);
  const start = Float64Array.from({ length: target.dimension }, () =>
    state.attempts === 0 ? 0 : 4 * source.uniform() - 2,
  );
  const current = startModeSearch(target, start);
  return { ...state, attempts: state.attempts + 1, ...(current && { current }) };
}

function climbOn(target: Target, state: LaplaceState, current: ModeSearch): LaplaceState {
  const search = stepModeSearch(target, current);
  if (search.status === 'running') return { ...state, current: search };
  const { current: _, ...rest } = state;
  const verdict = judge(target, search);
  const climbs = [...state.climbs, { search, verdict }];
  const continued = climbs.filter((climb) => climb.verdict.kind === 'higher').length;
  const higher =
    verdict.kind === 'higher' && continued <= continuations
      ? startModeSearch(target, verdict.point)
      : undefined;
  return { ...rest, climbs, ...(higher && { current: higher }) };
}

function describe(state: LaplaceState, options: LaplaceOptions): StepInfo {
  const ended = state.climbs.filter((climb) => climb.verdict.kind !== 'higher').length;
  const done =
    state.current === undefined &&
    (ended >= options.starts || state.attempts >= options.starts + spareAttempts);
  const search = state.current ?? state.climbs.at(-1)?.search;
  const message = search
    ? `climb ${Math.min(ended + 1, options.starts)} of ${options.starts}, step ${search.iterations}, log density ${search.value.toPrecision(6)}`
    : `looking for a starting point, ${state.attempts} tried`;
  return {
    progress: done ? 1 : Math.min(1, ended / options.starts),
    done,
    message,
    ...(search && { objective: search.value }),
  };
}

/** The maximum with the largest mass; where there is none, the reason that the highest climb gave. */
function bestClimb(state: LaplaceState): { search: ModeSearch; logMass: number } {
  let best: { search: ModeSearch; logMass: number } | undefined;
  let failed: Climb | undefined;
  for (const climb of state.climbs) {
    const { search, verdict } = climb;
    if (verdict.kind === 'maximum') {
      // Climbs to one maximum differ by rounding: the first is kept.
      if (!best || verdict.logMass > best.logMass + 1e-6)
        best = { search, logMass: verdict.logMass };
    } else if (!failed || search.value > failed.search.value) failed = climb;
  }
  if (best) return best;
  if (failed?.verdict.kind === 'refused')
    throw new InferenceError(failed.verdict.code, failed.verdict.message);
  if (failed)
    throw new InferenceError(
      'no-convergence',
      'No maximum of the log density was found: there was always a higher point nearby. Try --method nuts.',
    );
  throw noStart(`at all ${state.attempts} starting points tried`);
}

function notesOnClimbs(
  state: LaplaceState,
  best: { search: ModeSearch; logMass: number },
  curvature: Curvature,
): Note[] {
  const notes: Note[] = [];
  let share = 0;
  for (const { search, verdict } of state.climbs) {
    if (verdict.kind !== 'maximum') continue;
    const apart = Float64Array.from(search.point, (x, i) => x - best.search.point[i]);
    if (curvature.length(apart) > 0.1)
      share = Math.max(share, Math.exp(verdict.logMass - best.logMass));
  }
  if (share > 0.01)
    notes.push({
      code: 'several-modes',
      severity: 'warning',
      message: `The posterior has more than one mode; another one holds about ${percent(share)} as much probability as the one that is described here.`,
    });
  const refusal = state.climbs.find((climb) => climb.verdict.kind === 'refused')?.verdict;
  if (refusal?.kind === 'refused')
    notes.push({
      code: `elsewhere-${refusal.code}`,
      severity: refusal.code === 'unbounded' || refusal.code === 'never-falls' ? 'warning' : 'note',
      message: `From another starting point: ${refusal.message}`,
    });
  return notes;
}

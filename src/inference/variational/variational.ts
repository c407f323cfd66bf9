import { Random, type RandomState } from '../../random/random.ts';
import { boundOf, correctDraws, coverage, proposeNormal } from '../importance.ts';
import { type LbfgsState, lbfgsDefaults, startLbfgs, stepLbfgs } from '../lbfgs.ts';
import {
  type Approximation,
  InferenceError,
  type InferenceMethod,
  type StepInfo,
  type Target,
} from '../method.ts';
import { noStart } from '../no-start.ts';
import { emptyTrace, type ObjectiveTrace, pointsOf, traced } from '../objective-trace.ts';
import { type BaseDraws, baseDraws } from './base-draws.ts';
import { families } from './families.ts';
import { type Chart, distance, type Family, type Normal } from './family.ts';
import { refuseGrowth } from './growth.ts';
import { notesOnCorrelations } from './mean-field-check.ts';
import { fittedPath, followed, type NormalPath } from './normal-path.ts';
import { notesOnEnd, notesOnStarts } from './notes.ts';
import { bestOf, endedBefore, rivalOf, type Start } from './several-starts.ts';
import { bestStart, type Climb, chartAround, firstClimb, startClimb, stepClimb } from './start.ts';

export interface VariationalOptions {
  readonly family: keyof typeof families;
  /** Starting points; fits from those that lead to different places are compared. */
  readonly starts: number;
  /**
   * The fit is done when twice as many base draws move no mean by more than this share of its standard deviation
   * and no standard deviation by more than this share.
   */
  readonly tolerance: number;
  /** At most as many base draws, mirror images included, but as many as the family needs to be doubled once. */
  readonly maxDraws: number;
  /** At most as many steps in all. */
  readonly maxSteps: number;
  /** Fresh draws for the ELBO, its standard error and the Pareto k. */
  readonly assessmentDraws: number;
}

/** The fit on one set of base draws. */
interface Stage {
  readonly base: BaseDraws;
  readonly chart: Chart;
  readonly ascent: LbfgsState;
  /** Of a first stage: where the climb to its start ended. */
  readonly end?: readonly number[];
}

export interface VariationalState {
  readonly random: RandomState;
  readonly steps: number;
  /** Climbs begun, and the one that goes on. */
  readonly climbs: number;
  readonly climb?: Climb;
  /** What the climbs led to: the first stage from every place that is not known yet. */
  readonly starts: readonly Start[];
  readonly stage?: Stage;
  /** Sets of base draws dealt with: 0 while starts are compared. */
  readonly stages: number;
  /** The optimum of the last stage that ended, its base draws, and how far it was from that of the one before. */
  readonly optimum?: Normal;
  readonly draws?: number;
  readonly change?: number;
  /** The next base draws met points where the log density is not finite. */
  readonly blocked?: boolean;
  /** The ELBO along all stages, those of other starts too. */
  readonly trace: ObjectiveTrace;
  /** The normals that had it. */
  readonly path: NormalPath;
}

/** Labels of the random streams. */
const streams = { climb: 0, base: 1, scales: 2 } as const;
/** The smallest and the largest number of pairs of base draws in the first stage, where the family leaves the choice. */
const firstPairs = { least: 16, most: 128 } as const;
/** An increase of the ELBO still to come, in nats, that ends a stage: 0.002 standard deviations of a mean. */
const remainingIncrease = 1e-6;

/**
 * Variational inference with a family of normals. The ELBO is averaged over fixed base draws that are exact for
 * quadratic log densities, raised by L-BFGS from several starts, and the draws are doubled until they no longer matter.
 */
export const variational: InferenceMethod<VariationalOptions, VariationalState> = {
  name: 'vi',
  summary:
    'the normal distribution closest to the posterior, with independent parameters or (--family full-rank) with correlations (variational inference)',
  settings: ['family'],
  defaults: {
    family: 'mean-field',
    starts: 4,
    tolerance: 0.01,
    maxDraws: 1024,
    maxSteps: 2000,
    assessmentDraws: 4000,
  },

  init(target, options, random) {
    const climb = firstClimb(target, options.family, random.stream(streams.climb));
    return {
      random: random.state,
      steps: 0,
      climbs: 1,
      climb,
      starts: [],
      stages: 0,
      trace: emptyTrace,
      path: emptyTrace,
    };
  },

  step(target, state, options) {
    const made = advance(target, state, options);
    const steps = state.steps + 1;
    const stage = made.climb ? undefined : made.stage;
    const family = families[options.family];
    const next = {
      ...made,
      steps,
      trace: traced(state.trace, steps, stage?.ascent.value),
      path: followed(
        state.path,
        steps,
        family,
        target.dimension,
        stage && (() => family.normalAt(stage.chart, stage.ascent.point)),
      ),
    };
    return { state: next, info: describe(target, next, options) };
  },

  posterior(target, state, options, random) {
    const family = families[options.family];
    const normal = currentNormal(state, family);
    if (normal === undefined)
      throw new InferenceError('no-fit', 'The fit was stopped before it began: allow more steps.');
    const fitted = family.fitted(normal);
    const placed = family.placed(normal);
    const covered = coverage(target, proposeNormal(placed, options.assessmentDraws, random));
    const { efficiency, paretoK } = covered;
    const rival = rivalOf(state.starts, family);
    const corrected = correctDraws(
      target,
      placed,
      covered,
      random,
      'The approximation is far from the posterior',
    );
    // weights of draws that are much too narrow miss what lies beyond them
    const correlated =
      options.family === 'mean-field' ? notesOnCorrelations(target, fitted.mean) : [];
    const trusted = correlated.length === 0;
    return {
      normal: fitted,
      draws: trusted
        ? corrected.draws
        : (count, source) => ({ points: proposeNormal(placed, count, source).draws }),
      values: {
        ...boundOf(covered),
        efficiency,
        paretoK,
        iterations: state.steps,
        startSpread: rival?.distance ?? 0,
      },
      trace: { name: 'ELBO', ...pointsOf(state.trace) },
      path: fittedPath(state.path, family),
      notes: [
        ...notesOnEnd(state, options.tolerance),
        ...notesOnStarts(rival),
        ...covered.notes,
        ...correlated,
        ...corrected.notes.filter(({ severity }) => trusted || severity === 'warning'),
      ],
    } satisfies Approximation;
  },
};

function advance(
  target: Target,
  state: VariationalState,
  options: VariationalOptions,
): VariationalState {
  if (state.climb) return advanceClimb(target, state, state.climb, options);
  if (state.stage) return advanceStage(target, state, state.stage, options);
  return state;
}

function advanceClimb(
  target: Target,
  state: VariationalState,
  current: Climb,
  options: VariationalOptions,
): VariationalState {
  const { climb, done } = stepClimb(target, current);
  if (!done) return { ...state, climb };
  const { climb: _, ...rest } = state;
  const family = families[options.family];
  const end = climb.search.point;
  if (endedBefore(end, state.starts, family)) return nextClimb(target, rest, options);
  const base = stageDraws(target, rest, family);
  const random = Random.fromState(state.random).stream(streams.scales, state.climbs);
  const chart = bestStart(target, family, climb, base, random);
  const stage = chart && startStage(target, family, chart, base);
  return stage ? { ...rest, stage: { ...stage, end } } : nextClimb(target, rest, options);
}

/** The next climb, or after the last one the next stage from the best start. */
function nextClimb(
  target: Target,
  state: VariationalState,
  options: VariationalOptions,
): VariationalState {
  if (state.climbs < options.starts) {
    const random = Random.fromState(state.random).stream(streams.climb);
    const climb = startClimb(target, state.climbs, random);
    if (climb) return { ...state, climbs: state.climbs + 1, climb };
  }
  if (state.starts.length === 0) throw noStart('close to every point tried, so no fit can begin');
  return nextStage(target, { ...state, optimum: bestOf(state.starts).normal }, options);
}

/** Twice as many base draws around the optimum, unless there are enough. */
function nextStage(
  target: Target,
  before: VariationalState,
  options: VariationalOptions,
): VariationalState {
  const family = families[options.family];
  const state = {
    ...before,
    stages: before.stages + 1,
    draws: 2 * pairsOf(target, before, family),
  };
  const settled = state.change !== undefined && state.change <= options.tolerance;
  const most = Math.max(options.maxDraws, 8 * family.fewestPairs(target.dimension));
  if (settled || 2 * pairsOf(target, state, family) > most) return state;
  const chart = chartAround(target, family, state.optimum!);
  const stage = startStage(target, family, chart, stageDraws(target, state, family));
  return stage ? { ...state, stage } : { ...state, blocked: true };
}

function advanceStage(
  target: Target,
  state: VariationalState,
  stage: Stage,
  options: VariationalOptions,
): VariationalState {
  const family = families[options.family];
  const objective = family.objective(target, stage.chart, stage.base);
  const scale = Math.max(1, Math.abs(stage.ascent.value));
  const relativeGradient = remainingIncrease / scale;
  const ascent = stepLbfgs(objective, stage.ascent, { ...lbfgsDefaults, relativeGradient });
  const normal = family.normalAt(stage.chart, ascent.point);
  refuseGrowth(target, family, stage.chart.centre, normal);
  if (ascent.status === 'running') return { ...state, stage: { ...stage, ascent } };

  const { stage: _, ...rest } = state;
  if (stage.end !== undefined) {
    const start = { end: stage.end, normal, elbo: ascent.value };
    return nextClimb(target, { ...rest, starts: [...state.starts, start] }, options);
  }
  const change = distance(family, state.optimum!, normal);
  return nextStage(target, { ...rest, optimum: normal, change }, options);
}

/** Pairs of base draws of the stage that comes next. */
function pairsOf(target: Target, state: VariationalState, family: Family): number {
  const enough = 2 ** Math.ceil(Math.log2(Math.max(1, 2 * target.dimension)));
  const few = Math.min(firstPairs.most, Math.max(firstPairs.least, enough));
  return Math.max(few, family.fewestPairs(target.dimension)) * 2 ** state.stages;
}

function stageDraws(target: Target, state: VariationalState, family: Family): BaseDraws {
  const random = Random.fromState(state.random).stream(streams.base, state.stages);
  return baseDraws(pairsOf(target, state, family), target.dimension, random);
}

/** `undefined` where the log density is not finite at one of the draws. */
function startStage(
  target: Target,
  family: Family,
  chart: Chart,
  base: BaseDraws,
): Stage | undefined {
  const origin = new Float64Array(family.coordinates(target.dimension));
  const ascent = startLbfgs(family.objective(target, chart, base), origin);
  return ascent && { base, chart, ascent };
}

function currentNormal(state: VariationalState, family: Family): Normal | undefined {
  if (state.stage?.end === undefined && state.stage)
    return family.normalAt(state.stage.chart, state.stage.ascent.point);
  if (state.optimum) return state.optimum;
  if (state.starts.length > 0) return bestOf(state.starts).normal;
  return state.stage && family.normalAt(state.stage.chart, state.stage.ascent.point);
}

function describe(target: Target, state: VariationalState, options: VariationalOptions): StepInfo {
  const done =
    (state.climb === undefined && state.stage === undefined) || state.steps >= options.maxSteps;
  const first = 2 * pairsOf(target, { ...state, stages: 0 }, families[options.family]);
  const stages = Math.max(1, Math.floor(Math.log2(options.maxDraws / first)));
  const reached = state.stages === 0 ? (0.5 * (state.climbs - 1)) / options.starts : state.stages;
  const progress = done ? 1 : Math.min(0.99, reached / (stages + 1));
  const at = (message: string, objective?: number): StepInfo => ({
    progress,
    done,
    message: `step ${state.steps}${message}`,
    ...(objective !== undefined && { objective }),
  });
  if (state.climb) {
    const { value } = state.climb.search;
    return at(`, towards the mode, log density ${value.toPrecision(6)}`, value);
  }
  if (!state.stage) return at('');
  const { value } = state.stage.ascent;
  return at(`, ${2 * state.stage.base.pairs} draws, ELBO ${value.toPrecision(6)}`, value);
}

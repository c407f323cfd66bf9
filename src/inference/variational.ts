import { Random, type RandomState } from '../random/random.ts';
import { type BaseDraws, baseDraws } from './base-draws.ts';
import { coverage, notesOnCloseness } from './importance.ts';
import { type LbfgsState, lbfgsDefaults, startLbfgs, stepLbfgs } from './lbfgs.ts';
import {
  type Chart,
  drawMeanField,
  elboObjective,
  type MeanField,
  meanFieldAt,
} from './mean-field.ts';
import { notesOnCorrelations } from './mean-field-check.ts';
import {
  InferenceError,
  type InferenceMethod,
  type Note,
  type StepInfo,
  type Target,
} from './method.ts';
import { bestStart, type Climb, chartAround, startClimb, stepClimb } from './variational-start.ts';

export interface VariationalOptions {
  /**
   * The fit is done when twice as many base draws move no mean by more than this share of its standard deviation
   * and no standard deviation by more than this share.
   */
  readonly tolerance: number;
  /** At most as many base draws, mirror images included. */
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
}

export interface VariationalState {
  readonly random: RandomState;
  readonly steps: number;
  /** The search for a start, until the first stage. */
  readonly climb?: Climb;
  readonly stage?: Stage;
  readonly stages: number;
  /** The optimum of the last stage that ended, and how far it was from that of the one before. */
  readonly optimum?: MeanField;
  readonly change?: number;
  /** The next base draws met points where the log density is not finite. */
  readonly blocked?: boolean;
}

/** Labels of the random streams. */
const streams = { climb: 0, base: 1, scales: 2 } as const;
/** The smallest and the largest number of pairs of base draws in the first stage. */
const firstPairs = { least: 16, most: 128 } as const;
/** An increase of the ELBO still to come, in nats, that ends a stage: 0.002 standard deviations of a mean. */
const remainingIncrease = 1e-6;
/** A standard deviation e⁴⁰ times that of the curvature at the start has no limit. */
const largestGrowth = 40;

/**
 * Variational inference with independent normals. The ELBO is averaged over fixed base draws that are exact for
 * quadratic log densities, raised by L-BFGS, and the draws are doubled until they no longer matter.
 */
export const variational: InferenceMethod<VariationalOptions, VariationalState> = {
  name: 'vi',
  summary: 'independent normals closest to the posterior (mean-field variational inference)',
  defaults: { tolerance: 0.01, maxDraws: 1024, maxSteps: 2000, assessmentDraws: 4000 },

  init(target, _options, random) {
    const climb = startClimb(target, random.stream(streams.climb));
    if (climb === undefined)
      throw new InferenceError(
        'no-start',
        'The log density is −infinity or undefined at all 100 starting points tried. Check the priors and the supports of the observed values.',
      );
    return { random: random.state, steps: 0, climb, stages: 0 };
  },

  step(target, state, options) {
    const next = { ...advance(target, state, options), steps: state.steps + 1 };
    return { state: next, info: describe(target, next, options) };
  },

  posterior(target, state, options, random) {
    const field = currentField(state);
    if (field === undefined)
      throw new InferenceError('no-fit', 'The fit was stopped before it began: allow more steps.');
    const { draws, logDensities } = drawMeanField(field, options.assessmentDraws, random);
    const covered = coverage(target, draws, logDensities);
    const { logRatios, paretoK } = covered;
    const count = logRatios.length;
    const elbo = logRatios.reduce((sum, ratio) => sum + ratio, 0) / count;
    const variance = logRatios.reduce((sum, ratio) => sum + (ratio - elbo) ** 2 / (count - 1), 0);
    const values = {
      elbo,
      elboStandardError: Number.isFinite(elbo) ? Math.sqrt(variance / count) : Infinity,
      efficiency: covered.efficiency,
      paretoK,
      iterations: state.steps,
    };
    const notes = [
      ...notesOnEnd(state, options),
      ...covered.notes,
      ...notesOnCorrelations(target, Float64Array.from(field.mean)),
      ...notesOnCloseness(covered, 'The approximation is far from the posterior'),
    ];
    return { draws: (n, source) => drawMeanField(field, n, source).draws, values, notes };
  },
};

function advance(
  target: Target,
  state: VariationalState,
  options: VariationalOptions,
): VariationalState {
  if (state.climb) return advanceClimb(target, state, state.climb);
  if (state.stage) return advanceStage(target, state, state.stage, options);
  return state;
}

function advanceClimb(target: Target, state: VariationalState, current: Climb): VariationalState {
  const { climb, done } = stepClimb(target, current);
  if (!done) return { ...state, climb };
  const { climb: _, ...rest } = state;
  const base = stageDraws(target, state);
  const random = Random.fromState(state.random).stream(streams.scales);
  const chart = bestStart(target, climb, base, random);
  const stage = chart && startStage(target, chart, base);
  if (stage === undefined)
    throw new InferenceError(
      'no-start',
      'The log density is −infinity or undefined close to every point tried, so no fit can begin. Check the priors and the supports of the observed values.',
    );
  return { ...rest, stage };
}

function advanceStage(
  target: Target,
  state: VariationalState,
  stage: Stage,
  options: VariationalOptions,
): VariationalState {
  const objective = elboObjective(target, stage.chart, stage.base);
  const scale = Math.max(1, Math.abs(stage.ascent.value));
  const relativeGradient = remainingIncrease / scale;
  const ascent = stepLbfgs(objective, stage.ascent, { ...lbfgsDefaults, relativeGradient });
  refuseGrowth(target, ascent);
  if (ascent.status === 'running') return { ...state, stage: { ...stage, ascent } };

  const optimum = meanFieldAt(stage.chart, ascent.point);
  const { stage: _, ...rest } = state;
  const ended = {
    ...rest,
    stages: state.stages + 1,
    optimum,
    ...(state.optimum && { change: distance(state.optimum, optimum) }),
  };
  const settled = ended.change !== undefined && ended.change <= options.tolerance;
  if (settled || 2 * pairsOf(target, ended) > options.maxDraws) return ended;
  const base = stageDraws(target, ended);
  const next = startStage(target, chartAround(target, optimum), base);
  return next ? { ...ended, stage: next } : { ...ended, blocked: true };
}

/** Pairs of base draws of the stage that comes next. */
function pairsOf(target: Target, state: VariationalState): number {
  const enough = 2 ** Math.ceil(Math.log2(Math.max(1, 2 * target.dimension)));
  return Math.min(firstPairs.most, Math.max(firstPairs.least, enough)) * 2 ** state.stages;
}

function stageDraws(target: Target, state: VariationalState): BaseDraws {
  const random = Random.fromState(state.random).stream(streams.base, state.stages);
  return baseDraws(pairsOf(target, state), target.dimension, random);
}

/** `undefined` where the log density is not finite at one of the draws. */
function startStage(target: Target, chart: Chart, base: BaseDraws): Stage | undefined {
  const origin = new Float64Array(2 * target.dimension);
  const ascent = startLbfgs(elboObjective(target, chart, base), origin);
  return ascent && { base, chart, ascent };
}

function refuseGrowth(target: Target, ascent: LbfgsState): void {
  const size = target.dimension;
  const growing = Array.from({ length: size }, (_, i) => i).filter(
    (i) => ascent.point[size + i] > largestGrowth,
  );
  if (growing.length === 0) return;
  const names = growing.slice(0, 4).map((i) => target.coordinateName(i));
  const rest = growing.length > 4 ? ` and ${growing.length - 4} more` : '';
  throw new InferenceError(
    'improper',
    `The spread of ${names.join(', ')}${rest} grows without bound, so the posterior cannot be normalised. Give each of these parameters a proper prior.`,
  );
}

/** The largest change of a mean, in standard deviations, or of a log standard deviation. */
function distance(before: MeanField, after: MeanField): number {
  return after.mean.reduce((largest, mean, i) => {
    const move = Math.abs(mean - before.mean[i]) / Math.exp(after.logScale[i]);
    return Math.max(largest, move, Math.abs(after.logScale[i] - before.logScale[i]));
  }, 0);
}

function currentField(state: VariationalState): MeanField | undefined {
  return state.stage ? meanFieldAt(state.stage.chart, state.stage.ascent.point) : state.optimum;
}

function describe(target: Target, state: VariationalState, options: VariationalOptions): StepInfo {
  const atEnd = state.climb === undefined && state.stage === undefined;
  const done = atEnd || state.steps >= options.maxSteps;
  if (state.climb) {
    const { value } = state.climb.search;
    const message = `step ${state.steps}, towards the mode, log density ${value.toPrecision(6)}`;
    return { progress: 0, done, message, objective: value };
  }
  const stages =
    1 +
    Math.max(
      0,
      Math.floor(Math.log2(options.maxDraws / (2 * pairsOf(target, { ...state, stages: 0 })))),
    );
  const progress = done ? 1 : Math.min(0.99, state.stages / stages);
  if (!state.stage) return { progress, done, message: `step ${state.steps}` };
  const { value } = state.stage.ascent;
  const draws = 2 * state.stage.base.pairs;
  const message = `step ${state.steps}, ${draws} draws, ELBO ${value.toPrecision(6)}`;
  return { progress, done, message, objective: value };
}

function notesOnEnd(state: VariationalState, options: VariationalOptions): Note[] {
  if (state.stage !== undefined)
    return [
      {
        code: 'max-steps',
        severity: 'warning',
        message: `The fit was stopped after ${state.steps} steps, before it settled.`,
      },
    ];
  if (state.blocked)
    return [
      {
        code: 'cut-off',
        severity: 'warning',
        message:
          'The posterior density is 0 or undefined at points that a normal distribution reaches: the fit describes the part around its centre only.',
      },
    ];
  if (state.change !== undefined && state.change <= options.tolerance) return [];
  const change =
    state.change === undefined
      ? ''
      : ` the last doubling still moved a mean or a standard deviation by ${(100 * state.change).toPrecision(2)}% of the standard deviation;`;
  return [
    {
      code: 'max-draws',
      severity: 'note',
      message: `The fit ended at its largest number of draws, ${options.maxDraws}:${change} its means and standard deviations are uncertain by about as much.`,
    },
  ];
}

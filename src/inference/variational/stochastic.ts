import { Random, type RandomState } from '../../random/random.ts';
import { boundOf, coverage, notesOnUncorrected, proposeNormal } from '../importance.ts';
import {
  type Approximation,
  type Batches,
  InferenceError,
  type InferenceMethod,
  type Note,
  type StepInfo,
  type Target,
} from '../method.ts';
import { noStart } from '../no-start.ts';
import { emptyTrace, type ObjectiveTrace, pointsOf, traced } from '../objective-trace.ts';
import { baseDraws } from './base-draws.ts';
import { families } from './families.ts';
import type { Family, Normal } from './family.ts';
import { refuseGrowth } from './growth.ts';
import { lateAverage, stationaryAverage } from './iterates.ts';
import { type Level, startLevel, stretch, walk } from './level.ts';
import { notesOnCorrelations } from './mean-field-check.ts';
import { fittedPath, followed, type NormalPath } from './normal-path.ts';
import { bestStart, type Climb, chartAround, firstClimb, stepClimb } from './start.ts';

export interface StochasticOptions {
  readonly family: keyof typeof families;
  /** The Monte Carlo error of a mean, in standard deviations, and of a log standard deviation, that ends a level. */
  readonly accuracy: number;
  /** At most as many steps in all. */
  readonly maxSteps: number;
  /** Fresh draws for the ELBO, its standard error and the Pareto k: evaluations of the whole log density. */
  readonly assessmentDraws: number;
}

/** What a level led to. */
interface LevelResult {
  readonly normal: Normal;
  readonly steps: number;
  /** What Monte Carlo errors add to a symmetric Kullback-Leibler divergence from another normal. */
  readonly noise: number;
}

export interface StochasticState {
  readonly random: RandomState;
  readonly climb?: Climb;
  readonly level?: Level;
  readonly results: readonly LevelResult[];
  readonly steps: number;
  /** Steps that met a point where the log density is not finite and were left out. */
  readonly skipped: number;
  /** By how much smaller steps are predicted to bring the fit closer to the optimum. */
  readonly gain?: number;
  readonly settled: boolean;
  /** The ELBO along all levels. */
  readonly trace: ObjectiveTrace;
  /** The normals along them. */
  readonly path: NormalPath;
}

const streams = { climb: 0, base: 1, scales: 2, draws: 3, epochs: 4 } as const;
/** Pairs of base draws by which places for the start are compared. */
const startPairs = 32;
/** A step in units of a standard deviation, where gradients are as large as their noise; halved from level to level. */
const firstStepSize = 0.3;
const mostLevels = 12;
/** Gains below this share of the accuracy are not worth another level of as many steps. */
const smallestGain = 0.1;
/** A share of steps left out that a person should know of. */
const manySkipped = 0.01;

/**
 * Variational inference from batches of data: steps along stochastic gradients of the ELBO, averaged, in the manner of
 * RAABBVI (Welandawe, Andersen, Vehtari and Huggins 2022, arXiv:2203.15945; what differs: docs/decisions/variational-inference.md). Steps of one size go on until they are
 * stationary and their average is known well enough; then they are halved, until that promises no gain. The
 * gradient of a batch is corrected by its difference from the whole at an anchor (Johnson and Zhang 2013), so
 * that its noise is that of the distance from there.
 */
export const stochasticVariational: InferenceMethod<StochasticOptions, StochasticState> = {
  name: 'vi',
  summary: 'variational inference from batches of data (--batch)',
  settings: ['family'],
  defaults: { family: 'mean-field', accuracy: 0.1, maxSteps: 200_000, assessmentDraws: 1000 },

  init(target, options, random) {
    const climb = firstClimb(target, options.family, random.stream(streams.climb));
    return {
      random: random.state,
      climb,
      results: [],
      steps: 0,
      skipped: 0,
      settled: false,
      trace: emptyTrace,
      path: emptyTrace,
    };
  },

  step(target, state, options) {
    const made = advance(target, state, options);
    const level = made.climb ? undefined : made.level;
    const family = families[options.family];
    const next = {
      ...made,
      trace: traced(state.trace, made.steps, level?.objective),
      path: followed(
        state.path,
        made.steps,
        family,
        target.dimension,
        level && (() => family.normalAt(level.chart, level.position)),
      ),
    };
    return { state: next, info: describe(next, options) };
  },

  posterior(target, state, options, random) {
    const family = families[options.family];
    const normal = currentNormal(state, family);
    if (normal === undefined)
      throw new InferenceError('no-fit', 'The fit was stopped before it began: allow more steps.');
    const fitted = family.fitted(normal);
    const placed = family.placed(normal);
    const covered = coverage(target, proposeNormal(placed, options.assessmentDraws, random));
    return {
      normal: fitted,
      draws: (count, source) => ({ points: proposeNormal(placed, count, source).draws }),
      values: {
        ...boundOf(covered),
        efficiency: covered.efficiency,
        paretoK: covered.paretoK,
        iterations: state.steps,
        epochs: state.steps / batchesOf(target).count,
      },
      trace: { name: 'ELBO', ...pointsOf(state.trace) },
      path: fittedPath(state.path, family),
      notes: [
        ...notesOnEnd(state, batchesOf(target)),
        ...covered.notes,
        ...(options.family === 'mean-field' ? notesOnCorrelations(target, fitted.mean) : []),
        ...notesOnUncorrected(covered, 'The approximation is far from the posterior'),
      ],
    } satisfies Approximation;
  },
};

function batchesOf({ batches }: Target): Batches {
  if (batches === undefined) throw new TypeError('the target has no batches');
  return batches;
}

function advance(
  target: Target,
  state: StochasticState,
  options: StochasticOptions,
): StochasticState {
  const family = families[options.family];
  if (state.climb) return advanceClimb(target, state, state.climb, family);
  if (!state.level) return state;
  const random = Random.fromState(state.random);
  const { level, skipped, grown } = walk(
    { batches: batchesOf(target), dimension: target.dimension },
    state.level,
    family,
    state.steps,
    { draws: random.stream(streams.draws, state.steps), epochs: random.stream(streams.epochs) },
  );
  const after = {
    ...state,
    level,
    steps: state.steps + stretch,
    skipped: state.skipped + skipped,
  };
  refuseGrowth(target, family, level.chart.centre, family.normalAt(level.chart, level.position));
  return grown ? endOfLevel(target, after, level, options) : after;
}

function advanceClimb(
  target: Target,
  state: StochasticState,
  current: Climb,
  family: Family,
): StochasticState {
  const { climb, done } = stepClimb(target, current);
  if (!done) return { ...state, climb };
  const { climb: _, ...rest } = state;
  const random = Random.fromState(state.random);
  const base = baseDraws(startPairs, target.dimension, random.stream(streams.base));
  const chart = bestStart(target, family, climb, base, random.stream(streams.scales));
  if (chart === undefined) throw noStart('close to every point tried, so no fit can begin');
  return { ...rest, level: startLevel(target, family, chart, firstStepSize) };
}

/** Where a level has done its work, the next one with half the steps, or the end. */
function endOfLevel(
  target: Target,
  state: StochasticState,
  level: Level,
  { family: name, accuracy }: StochasticOptions,
): StochasticState {
  const average = stationaryAverage(level.path);
  if (average === undefined || average.errors.some((error) => error > accuracy)) return state;
  const family = families[name];
  const normal = family.normalAt(level.chart, average.position);
  // near a normal, the divergence is the squared change of a mean and twice that of a log scale
  const noise = average.errors.reduce(
    (sum, error, i) => sum + (i < target.dimension ? 1 : 2) * error ** 2,
    0,
  );
  const result = { normal, steps: level.steps, noise };
  const before = state.results.at(-1);
  const results = [...state.results, result];
  const gain = before && predictedGain(family, before, result);
  const { level: _, ...rest } = { ...state, results, ...(gain !== undefined && { gain }) };
  if (gain !== undefined && gain < smallestGain * accuracy) return { ...rest, settled: true };
  if (results.length >= mostLevels) return rest;
  const chart = chartAround(target, family, normal);
  return { ...rest, level: startLevel(target, family, chart, level.stepSize / 2) };
}

/**
 * By how much another level brings the root of the symmetric divergence from the optimum down, a step as the last
 * level took. The error of an average is proportional to the size of the steps (ibid., section 4), so that two
 * results, one at half the steps of the other, are as far from each other as the second from the optimum.
 */
function predictedGain(family: Family, before: LevelResult, after: LevelResult): number {
  const divergence = symmetricDivergence(family, before.normal, after.normal);
  const distance = Math.sqrt(Math.max(0, divergence - before.noise - after.noise));
  return distance / 2 / Math.max(1, after.steps / before.steps);
}

/** The Kullback-Leibler divergences of the marginals, both ways. */
function symmetricDivergence(family: Family, a: Normal, b: Normal): number {
  const [p, q] = [family.fitted(a), family.fitted(b)];
  return p.mean.reduce((sum, mean, i) => {
    const [v, w] = [p.sd[i] ** 2, q.sd[i] ** 2];
    const squares = (mean - q.mean[i]) ** 2;
    return sum + (v / w + w / v - 2 + squares * (1 / v + 1 / w)) / 2;
  }, 0);
}

function currentNormal({ results, level }: StochasticState, family: Family): Normal | undefined {
  const last = results.at(-1)?.normal;
  if (last !== undefined || level === undefined) return last;
  return family.normalAt(level.chart, lateAverage(level.path) ?? level.position);
}

function notesOnEnd(state: StochasticState, { dimension, size, count }: Batches): Note[] {
  const { steps, skipped, settled, results } = state;
  const epochs = steps / count;
  const walked = `${steps} steps with batches of ${size} along ${dimension} (${epochs < 10 ? epochs.toPrecision(2) : Math.round(epochs)} times all of it)`;
  const notes: Note[] = [];
  if (settled)
    notes.push({
      code: 'settled',
      severity: 'note',
      message: `The fit settled after ${walked}: averages over steps stand still, and smaller steps promise no gain that is worth them.`,
    });
  else if (results.length > 0)
    notes.push({
      code: 'max-steps',
      severity: 'note',
      message: `The fit ended at its largest number of steps, after ${walked}: smaller steps might still have moved it.`,
    });
  else
    notes.push({
      code: 'max-steps',
      severity: 'warning',
      message: `The fit was stopped after ${walked}, before averages over steps stood still. Take larger batches.`,
    });
  if (skipped > manySkipped * steps)
    notes.push({
      code: 'cut-off',
      severity: 'warning',
      message: `The posterior density is 0 or undefined at points that a normal distribution reaches: ${skipped} of ${steps} steps were left out.`,
    });
  return notes;
}

function describe(state: StochasticState, options: StochasticOptions): StepInfo {
  const { climb, level, results, steps } = state;
  const done = (climb === undefined && level === undefined) || steps >= options.maxSteps;
  const reached = Math.max(steps / options.maxSteps, results.length / (results.length + 2));
  const progress = done ? 1 : Math.min(0.99, reached);
  const objective = climb?.search.value ?? level?.objective;
  const words = climb ? 'towards the mode, log density' : `step ${steps}, ELBO`;
  return {
    progress,
    done,
    message: objective === undefined ? `step ${steps}` : `${words} ${objective.toPrecision(6)}`,
    ...(objective !== undefined && { objective }),
  };
}

import type { Approximation, GradientTarget, InferenceMethod, Note, StepInfo } from '../method.ts';
import { advance, isDone, type Run, type Stage, startRun, temperatureOf } from './particles.ts';

export interface SmcOptions {
  /** Draws of the prior, row-major: the particles of all runs. */
  readonly start: Float64Array;
  /** What a run of its own has learned, `planOf`. */
  readonly plan: readonly Stage[];
}

export interface SmcState {
  readonly runs: readonly Run[];
}

/** Independent of each other: their spread gives the error. */
export const runs = 16;
/** The 97.5% quantile of Student's t with 15 degrees of freedom over that of the normal distribution. */
const quantileRatio = 2.131449545559323 / 1.959963984540054;
/** Moves that leave a rank correlation above this do not spread what was resampled. */
const largestStickiness = 0.8;

/**
 * Sequential Monte Carlo from the prior to the posterior by tempering the likelihood (Del Moral, Doucet and Jasra 2006,
 * JRSS B 68:411), with temperatures chosen by effective sample size, and moves of the no-U-turn sampler whose metric
 * and step size are learned from particles (Buchholz, Chopin and Jacob 2021, Bayesian Analysis 16:745). A run of its own
 * learns all that, so that those that count are unbiased for the evidence. The target has the inverse temperature as its
 * last coordinate, with the log likelihood as the derivative there.
 */
export const smc: InferenceMethod<SmcOptions, SmcState, GradientTarget> = {
  name: 'smc',
  summary: 'sequential Monte Carlo from the prior to the posterior',
  defaults: { start: new Float64Array(), plan: [] },
  needsFloat64: true,

  init(target, { start }, random) {
    const size = target.dimension - 1;
    const particles = start.length / size / runs;
    return {
      runs: Array.from({ length: runs }, (_, run) =>
        startRun(
          rowsOf(start, size).slice(run * particles, (run + 1) * particles),
          random.stream(run),
        ),
      ),
    };
  },

  step,
  parallel: {
    split: (state) => state.runs.map((run) => ({ runs: [run] })),
    join: (states) => ({ runs: states.flatMap((state) => state.runs) }),
    step,
  },

  posterior(target, state) {
    const size = target.dimension - 1;
    const rows = state.runs.flatMap((run) => run.positions);
    const points = Float64Array.from({ length: rows.length * size }, (_, k) => {
      return rows[Math.floor(k / size)][k % size];
    });
    const sum = (of: (run: Run) => number): number =>
      state.runs.reduce((total, run) => total + of(run), 0);
    const stickiness = Math.max(...state.runs.map((run) => run.stickiness));
    const undefinedCount = sum((run) => run.undefinedCount);
    return {
      draws: () => ({ points }),
      values: {
        ...combine(state.runs.map((run) => run.logEvidence)),
        stickiness,
        gradients: sum((run) => run.gradients),
      },
      notes: notesOn(stickiness, undefinedCount, rows.length),
    } satisfies Approximation;
  },
};

export function rowsOf(points: Float64Array, size: number): number[][] {
  return Array.from({ length: points.length / size }, (_, k) => [
    ...points.subarray(k * size, (k + 1) * size),
  ]);
}

function step(
  target: GradientTarget,
  state: SmcState,
  { plan }: SmcOptions,
): { readonly state: SmcState; readonly info: StepInfo } {
  const turn = state.runs.findIndex((run) => !isDone(run));
  const all = state.runs.with(turn, advance(target, state.runs[turn], plan));
  const stages = all.reduce((sum, run) => sum + (isDone(run) ? plan.length : run.stages.length), 0);
  return {
    state: { runs: all },
    info: {
      progress: stages / (all.length * plan.length),
      done: all.every(isDone),
      message: `run ${turn + 1} of ${all.length}, inverse temperature ${temperatureOf(all[turn]).toPrecision(2)}`,
    },
  };
}

/**
 * The log of the mean of independent unbiased estimates of the evidence, and its error from their spread, of which ±1.96
 * make a 95% interval: widened as Student's t is wider, for there are few.
 */
export function combine(logs: readonly number[]): {
  readonly logEvidence: number;
  readonly standardError: number;
} {
  const largest = Math.max(...logs);
  if (largest === Number.NEGATIVE_INFINITY)
    return { logEvidence: largest, standardError: Number.POSITIVE_INFINITY };
  const values = logs.map((log) => Math.exp(log - largest));
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    logEvidence: largest + Math.log(mean),
    standardError: (quantileRatio * Math.sqrt(squares / (n - 1) / n)) / mean,
  };
}

function notesOn(stickiness: number, undefinedCount: number, count: number): Note[] {
  const notes: Note[] = [];
  if (stickiness > largestStickiness) {
    notes.push({
      code: 'poor-moves',
      severity: 'warning',
      message: `The particles hardly move at some temperature (rank correlation ${stickiness.toFixed(2)} of log likelihoods before and after, at most ${largestStickiness} is good): the error may be larger than it says. Draw more (--draws), or compare with another estimator.`,
    });
  }
  if (undefinedCount > 0) {
    notes.push({
      code: 'undefined-density',
      severity: 'warning',
      message: `The log likelihood is undefined at ${undefinedCount} of ${count} draws of the prior.`,
    });
  }
  return notes;
}

import { correlationOfRanks, ranksOf } from '../../numerics/ranks.ts';
import { Random, type RandomState } from '../../random/random.ts';
import { type GradientTarget, InferenceError } from '../method.ts';
import { Transitions } from '../nuts/transition.ts';
import { resample } from '../resampling.ts';
import { maxDepth, metricOf, type Tuning, tune } from './moves.ts';
import { nextStep, reweight } from './temperature.ts';

/** What is done at one temperature; plain JSON. */
export interface Stage {
  /** The inverse temperature β: 0 at the prior, 1 at the posterior. */
  readonly temperature: number;
  /** How particles move there; absent at the posterior, where the evidence is known and nothing moves. */
  readonly tuning?: Tuning;
  /** How often each of them does. */
  readonly sweeps: number;
}

/** One run: particles on their way from the prior to the posterior. Plain JSON. */
export interface Run {
  readonly random: RandomState;
  /** One row a particle, without the temperature. */
  readonly positions: readonly (readonly number[])[];
  /** Of the first particles, as far as they are known. */
  readonly logLikelihoods: readonly number[];
  /** At how many particles the log likelihood of a draw of the prior was undefined. */
  readonly undefinedCount: number;
  /** The stages that are done, but for moves. */
  readonly stages: readonly Stage[];
  /** Of the density at the last of their temperatures; −inf where no particle has a likelihood. */
  readonly logEvidence: number;
  /** The moves at that temperature; absent where they are done. */
  readonly moving?: Moving;
  /** The largest rank correlation of log likelihoods before and after the moves at one temperature. */
  readonly stickiness: number;
  readonly gradients: number;
}

/** All particles move once in a sweep. */
interface Moving {
  readonly sweep: number;
  /** The next particle to move. */
  readonly next: number;
  /** The log likelihoods before the first sweep. */
  readonly before: readonly number[];
}

/** What the weights of a step of the temperature are worth, as a share of the particles. */
const efficiency = 0.5;
/** Particles are moved until their log likelihoods have forgotten where they began, to this rank correlation. */
const leftOver = 0.3;
const mostSweeps = 20;
const mostTemperatures = 500;
/** Gradients between two looks at the clock. */
const gradientsOfStep = 2000;

export function startRun(positions: readonly (readonly number[])[], random: Random): Run {
  return {
    random: random.state,
    positions,
    logLikelihoods: [],
    undefinedCount: 0,
    stages: [],
    logEvidence: 0,
    stickiness: 0,
    gradients: 0,
  };
}

/**
 * The next piece of work of a run that is not at its end.
 *
 * @param plan of another run: stages that depend on the particles themselves would bias the evidence. Absent for the
 *   run that makes the plan
 * @throws InferenceError where no plan can be made
 */
export function advance(target: GradientTarget, run: Run, plan?: readonly Stage[]): Run {
  if (run.logLikelihoods.length < run.positions.length) return measure(target, run);
  if (run.moving !== undefined) return move(target, run, run.moving, plan === undefined);
  return plan === undefined ? heatAndLearn(target, run) : heat(run, plan[run.stages.length]);
}

export const temperatureOf = ({ stages }: Run): number => stages.at(-1)?.temperature ?? 0;

export const isDone = (run: Run): boolean =>
  temperatureOf(run) === 1 || run.logEvidence === Number.NEGATIVE_INFINITY;

/** The log likelihood of more draws of the prior, −inf where it is undefined. */
function measure(target: GradientTarget, run: Run): Run {
  const gradient = new Float64Array(target.dimension);
  const from = run.logLikelihoods.length;
  const more = run.positions.slice(from, from + gradientsOfStep);
  let undefinedCount = 0;
  const found = more.map((position) => {
    target.logDensityGradient(Float64Array.of(...position, 0), gradient);
    const value = gradient[position.length];
    if (value < Infinity) return value;
    undefinedCount++;
    return Number.NEGATIVE_INFINITY;
  });
  return {
    ...run,
    logLikelihoods: [...run.logLikelihoods, ...found],
    undefinedCount: run.undefinedCount + undefinedCount,
    gradients: run.gradients + found.length,
  };
}

/** The next temperature: particles are weighted and resampled. */
function heat(run: Run, stage: Stage): Run {
  const step = stage.temperature - temperatureOf(run);
  const { logMean } = reweight(run.logLikelihoods, step);
  const logEvidence = run.logEvidence + logMean;
  const stages = [...run.stages, stage];
  if (logEvidence === Number.NEGATIVE_INFINITY) return { ...run, stages, logEvidence };
  const random = Random.fromState(run.random);
  const weights = Float64Array.from(run.logLikelihoods, (value) => step * value);
  const chosen = [...resample(weights, weights.length, random)];
  const before = chosen.map((k) => run.logLikelihoods[k]);
  return {
    ...run,
    random: random.state,
    positions: chosen.map((k) => run.positions[k]),
    logLikelihoods: before,
    stages,
    logEvidence,
    ...(stage.temperature < 1 && { moving: { sweep: 1, next: 0, before } }),
  };
}

/** The same at a temperature that follows from the particles, from which the moves are learned, too. */
function heatAndLearn(target: GradientTarget, run: Run): Run {
  const remaining = 1 - temperatureOf(run);
  const step = nextStep(run.logLikelihoods, remaining, efficiency);
  const temperature = step === remaining ? 1 : 1 - remaining + step;
  const heated = heat(run, { temperature, sweeps: 0 });
  if (heated.logEvidence === Number.NEGATIVE_INFINITY) {
    throw new InferenceError(
      'no-start',
      'The likelihood is 0 or undefined at all draws of the prior that were tried. Check the priors and the supports of the observed values.',
    );
  }
  if (run.stages.length === mostTemperatures) {
    throw new InferenceError(
      'too-far',
      `The prior is too far from the posterior: after ${mostTemperatures} temperatures the inverse temperature is ${temperature.toPrecision(2)}. Take priors that are less vague.`,
    );
  }
  if (temperature === 1) return heated;
  const random = Random.fromState(heated.random);
  const points = heated.positions.map((position) => Float64Array.of(...position, temperature));
  const { gradients, ...tuning } = tune(target, points, run.stages.at(-1)?.tuning, random);
  return {
    ...heated,
    random: random.state,
    stages: [...run.stages, { temperature, tuning, sweeps: mostSweeps }],
    gradients: run.gradients + gradients,
  };
}

/** Some particles move; the last one of a sweep ends it. A run that learns how often ends them when it is enough. */
function move(target: GradientTarget, run: Run, moving: Moving, learns: boolean): Run {
  const { before, sweep } = moving;
  const stage = run.stages.at(-1)!;
  const { temperature, sweeps } = stage;
  const tuning = stage.tuning!;
  const count = run.positions.length;
  const size = target.dimension - 1;
  const random = Random.fromState(run.random);
  const metric = metricOf(tuning, size);
  const positions = [...run.positions];
  const logLikelihoods = [...run.logLikelihoods];
  const point = new Float64Array(target.dimension).fill(temperature, size);
  const transitions = new Transitions(target, point, random);
  let { next } = moving;
  let gradients = 1;
  while (next < count && gradients < gradientsOfStep) {
    point.set(positions[next]);
    transitions.moveTo(point);
    gradients += 1 + transitions.next(tuning.stepSize, metric, maxDepth).gradients;
    positions[next] = [...transitions.position.subarray(0, size)];
    logLikelihoods[next] = transitions.gradient[size];
    next++;
  }
  const moved = {
    ...run,
    random: random.state,
    positions,
    logLikelihoods,
    gradients: run.gradients + gradients,
  };
  if (next < count) return { ...moved, moving: { ...moving, next } };
  const [then, now] = [before, logLikelihoods].map((values) => ranksOf(Float64Array.from(values)));
  const found = correlationOfRanks(then, now);
  // NaN where all are alike: there is nothing to forget
  const correlation = Number.isNaN(found) ? 0 : found;
  if (sweep < sweeps && !(learns && correlation <= leftOver))
    return { ...moved, moving: { ...moving, sweep: sweep + 1, next: 0 } };
  const { moving: _, ...rested } = moved;
  return {
    ...rested,
    stages: [...run.stages.slice(0, -1), { ...stage, sweeps: sweep }],
    stickiness: Math.max(run.stickiness, correlation),
  };
}

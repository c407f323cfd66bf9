import { Random, type RandomState } from '../../random/random.ts';
import { type GradientTarget, InferenceError } from '../method.ts';
import { phasePoint, reasonableStepSize } from './leapfrog.ts';
import {
  drawMomentum,
  inverseMetric,
  noVariance,
  type VarianceEstimate,
  withPoint,
} from './metric.ts';
import { adaptStepSize, finishStepSize, type StepSizeState, startStepSize } from './step-size.ts';
import { type Transition, transition } from './transition.ts';
import type { WarmupSchedule } from './warmup.ts';

/** Everything a chain carries from one transition to the next, and what it has drawn: plain JSON. */
export interface ChainState {
  readonly random: RandomState;
  readonly position: readonly number[];
  readonly stepSize: StepSizeState;
  readonly inverse: readonly number[];
  readonly variance: VarianceEstimate;
  /** Transitions made, warm-up included. */
  readonly iteration: number;
  /** After warm-up, one row a draw. */
  readonly draws: readonly (readonly number[])[];
  /** How each draw came about: one row a draw, figures in the order of `drawStatistics`. */
  readonly statistics: readonly (readonly number[])[];
  readonly divergences: number;
  readonly gradients: number;
}

/** Figures of one transition. `logDensity` is of the unconstrained space; `diverging` is 0 or 1. */
export const drawStatistics = [
  'logDensity',
  'acceptance',
  'stepSize',
  'treeDepth',
  'steps',
  'diverging',
  'energy',
] as const;

export type DrawStatistic = (typeof drawStatistics)[number];

export interface ChainSettings {
  readonly warmup: number;
  readonly schedule: WarmupSchedule;
  readonly targetAcceptance: number;
  readonly maxDepth: number;
}

const startAttempts = 100;

/** A chain at a point uniform on (−2, 2) in every coordinate, where the density and its gradient are finite. */
export function startChain(target: GradientTarget, random: Random): ChainState {
  const n = target.dimension;
  for (let attempt = 0; attempt < startAttempts; attempt++) {
    const position = Float64Array.from({ length: n }, () => 4 * random.uniform() - 2);
    if (phasePoint(target, position, new Float64Array(n)).logDensity === Number.NEGATIVE_INFINITY)
      continue;
    const inverse = new Float64Array(n).fill(1);
    const stepSize = reasonableStepSize(
      target,
      position,
      inverse,
      () => drawMomentum(inverse, random),
      1,
    );
    return {
      random: random.state,
      position: [...position],
      stepSize: startStepSize(stepSize),
      inverse: [...inverse],
      variance: noVariance(n),
      iteration: 0,
      draws: [],
      statistics: [],
      divergences: 0,
      gradients: 0,
    };
  }
  throw new InferenceError(
    'no-start',
    `The log density is −infinity or undefined at all ${startAttempts} starting points tried. Check the priors and the supports of the observed values.`,
  );
}

/** One transition, and in warm-up what it teaches the step size and the metric. */
export function advanceChain(
  target: GradientTarget,
  chain: ChainState,
  settings: ChainSettings,
): ChainState {
  const random = Random.fromState(chain.random);
  const inverse = Float64Array.from(chain.inverse);
  const from = Float64Array.from(chain.position);
  const made = transition(
    target,
    from,
    chain.stepSize.stepSize,
    inverse,
    settings.maxDepth,
    random,
  );
  const iteration = chain.iteration + 1;
  const moved = {
    ...chain,
    position: [...made.position],
    iteration,
    gradients: chain.gradients + made.gradients,
  };
  if (iteration > settings.warmup) {
    return {
      ...moved,
      random: random.state,
      draws: [...chain.draws, moved.position],
      statistics: [...chain.statistics, statisticsOf(made, chain.stepSize.stepSize)],
      divergences: chain.divergences + (made.divergent ? 1 : 0),
    };
  }
  const adapted = adapt(target, moved, made.position, made.acceptance, settings, random);
  return { ...adapted, random: random.state };
}

function statisticsOf(made: Transition, stepSize: number): number[] {
  const figures: Record<DrawStatistic, number> = {
    logDensity: made.logDensity,
    acceptance: made.acceptance,
    stepSize,
    treeDepth: made.depth,
    steps: made.gradients,
    diverging: made.divergent ? 1 : 0,
    energy: made.energy,
  };
  return drawStatistics.map((name) => figures[name]);
}

function adapt(
  target: GradientTarget,
  chain: ChainState,
  position: Float64Array,
  acceptance: number,
  { schedule, warmup, targetAcceptance }: ChainSettings,
  random: Random,
): ChainState {
  const { iteration } = chain;
  let stepSize = adaptStepSize(chain.stepSize, acceptance, targetAcceptance);
  let { variance } = chain;
  let inverse = chain.inverse;
  if (iteration > schedule.from && iteration <= schedule.to) {
    variance = withPoint(variance, position);
    if (schedule.windowEnds.includes(iteration)) {
      inverse = inverseMetric(variance);
      variance = noVariance(target.dimension);
      const diagonal = Float64Array.from(inverse);
      const draw = (): Float64Array => drawMomentum(diagonal, random);
      stepSize = startStepSize(
        reasonableStepSize(target, position, diagonal, draw, stepSize.stepSize),
      );
    }
  }
  if (iteration === warmup) stepSize = finishStepSize(stepSize);
  return { ...chain, stepSize, variance, inverse };
}

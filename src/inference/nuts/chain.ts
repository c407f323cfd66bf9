import { Random, type RandomState } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
import { noStart } from '../no-start.ts';
import { plainNumbers } from '../plain-numbers.ts';
import { Adaptation } from './adaptation.ts';
import { pointAt, reasonableStepSize } from './leapfrog.ts';
import type { MetricKind } from './metric.ts';
import { PhaseSpace } from './phase-space.ts';
import { Scatter, type ScatterState } from './scatter.ts';
import { type StepSizeState, startStepSize } from './step-size.ts';
import { type Transition, Transitions } from './transition.ts';
import type { WarmupSchedule } from './warmup.ts';

/** Everything a chain carries from one transition to the next, and what it has drawn: plain JSON. */
export interface ChainState {
  readonly random: RandomState;
  readonly position: readonly number[];
  readonly stepSize: StepSizeState;
  /** The inverse metric. */
  readonly inverse: readonly number[];
  /** Of the positions and of the gradients there in this window of the warm-up. */
  readonly points: ScatterState;
  readonly slopes: ScatterState;
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
  readonly metric: MetricKind;
  readonly warmup: number;
  readonly draws: number;
  readonly schedule: WarmupSchedule;
  readonly targetAcceptance: number;
  readonly maxDepth: number;
}

const startAttempts = 100;
/**
 * The transitions of one step take at least so long: to take up a chain and to lay it down again costs as much as some
 * ten gradients of a small model.
 */
const stepMs = 20;

/** A chain at a point uniform on (−2, 2) in every coordinate, where the density and its gradient are finite. */
export function startChain(target: GradientTarget, kind: MetricKind, random: Random): ChainState {
  const n = target.dimension;
  for (let attempt = 0; attempt < startAttempts; attempt++) {
    const position = Float64Array.from({ length: n }, () => 4 * random.uniform() - 2);
    const { logDensity } = pointAt(target, new PhaseSpace(n, 1), position);
    if (logDensity === Number.NEGATIVE_INFINITY) continue;
    const inverse = kind.unit(n);
    const nothing = new Scatter(kind, n).state;
    const stepSize = reasonableStepSize(target, position, kind.prepare(inverse, n), random, 1);
    return {
      random: random.state,
      position: plainNumbers(position),
      stepSize: startStepSize(stepSize),
      inverse,
      points: nothing,
      slopes: nothing,
      iteration: 0,
      draws: [],
      statistics: [],
      divergences: 0,
      gradients: 0,
    };
  }
  throw noStart(`at all ${startAttempts} starting points tried`);
}

/**
 * The next transitions, few or many by what they cost, and what those of warm-up teach the step size and the metric.
 * The numbers do not depend on how many are made at once.
 */
export function advanceChain(
  target: GradientTarget,
  chain: ChainState,
  settings: ChainSettings,
): ChainState {
  const { warmup, maxDepth } = settings;
  const random = Random.fromState(chain.random);
  const transitions = new Transitions(target, Float64Array.from(chain.position), random);
  const adaptation = new Adaptation(target, chain, settings, random);
  const draws: number[][] = [];
  const statistics: number[][] = [];
  let { iteration, divergences, gradients } = chain;
  const enough = performance.now() + stepMs;
  while (iteration < warmup + settings.draws) {
    const { stepSize } = adaptation.stepSize;
    const made = transitions.next(stepSize, adaptation.metric, maxDepth);
    iteration += 1;
    gradients += made.gradients;
    if (iteration <= warmup) {
      const { position, gradient } = transitions;
      adaptation.learn(iteration, position, gradient, made.acceptance);
    } else {
      draws.push(plainNumbers(transitions.position));
      statistics.push(statisticsOf(made, stepSize));
      if (made.divergent) divergences += 1;
    }
    if (performance.now() >= enough) break;
  }
  return {
    random: random.state,
    position: plainNumbers(transitions.position),
    stepSize: adaptation.stepSize,
    inverse: adaptation.inverse,
    points: adaptation.points.state,
    slopes: adaptation.gradients.state,
    iteration,
    draws: [...chain.draws, ...draws],
    statistics: [...chain.statistics, ...statistics],
    divergences,
    gradients,
  };
}

/** In the order of `drawStatistics`. */
function statisticsOf(made: Transition, stepSize: number): number[] {
  const { logDensity, acceptance, depth, gradients, divergent, energy } = made;
  return [logDensity, acceptance, stepSize, depth, gradients, divergent ? 1 : 0, energy];
}

import { Random, type RandomState } from '../../random/random.ts';
import { startWalk, type Walk, walkOn } from '../adam.ts';
import {
  describeHeldOut,
  emptyPath,
  type HeldOutPath,
  watched,
  watchedResult,
} from '../held-out.ts';
import { type LocationScale, proposeNormal } from '../importance.ts';
import { type LbfgsState, startLbfgs, stepLbfgs } from '../lbfgs.ts';
import type {
  Approximation,
  GradientTarget,
  InferenceMethod,
  Note,
  StepInfo,
  Target,
} from '../method.ts';
import { correlatedNormal, diagonalNormal, mostCorrelated } from '../normal.ts';
import { pointsOf } from '../objective-trace.ts';
import { describeTraining, notesOnTraining, nowhereFinite } from '../training.ts';
import { atMode, type CurvatureOptions, groupsOf, structureOf, tunedTarget } from './at-mode.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import type { Precision } from './precision.ts';
import { farthest, type TunedGroup } from './tuned-prior.ts';
import { tuned } from './tuning.ts';

export interface GaussNewtonOptions extends CurvatureOptions {
  /** Of the training by batches. */
  readonly steps: number;
  readonly stepSize: number;
}

export interface GaussNewtonState {
  readonly random: RandomState;
  /** To the mode by batches of the examples, where there are many. */
  readonly walk?: Walk;
  /** By all examples: from the start, else after a prior was tuned. */
  readonly climb?: LbfgsState;
  /** The logarithm of the factor of each tuned group's prior precision. */
  readonly logFactors: readonly number[];
  /** How often these and the noise were found. */
  readonly rounds: number;
  /** Whether they change no more, so that the climb is to go all the way up. */
  readonly isSettled: boolean;
  /** Of all climbs. */
  readonly iterations: number;
  readonly heldOut: HeldOutPath;
}

const streams = { start: 0, epochs: 1, heldOut: 2 } as const;
/** Of all climbs by all examples, and of those that go on where training ended. */
const [mostIterations, mostAfterTraining] = [5000, 1000];
/** Of a climb until what is tuned is found anew, with what was found then, and how often that is. */
const [briefly, mostRounds] = [100, 20];
/** What is tuned is found where its logarithms change by less. */
const settled = 0.001;
/** Root mean square distance of a coordinate from the mode, in standard deviations, that a person should know of. */
const farFromMode = 0.1;

/**
 * Laplace's method with the generalised Gauss-Newton matrix in place of the second derivatives of a network's likelihood
 * (Khan, Immer, Abedi and Korzepa 2019, Approximate inference turns deep networks into Gaussian processes; Daxberger and
 * others 2021, Laplace redux): the posterior where the network is replaced by its tangent at the mode.
 */
export const gaussNewton: InferenceMethod<GaussNewtonOptions, GaussNewtonState> = {
  name: 'laplace',
  summary: 'networks: a normal distribution at the mode with the generalised Gauss-Newton matrix',
  settings: ['steps', 'hessian', 'tunePrior'],
  needsFloat64: true,
  defaults: { hessian: undefined, tunePrior: undefined, steps: 10_000, stepSize: 0.01 },

  init(target, _options, random) {
    const start = target.networks!.start(random.stream(streams.start));
    const begun = {
      logFactors: [],
      rounds: 0,
      isSettled: false,
      iterations: 0,
      heldOut: emptyPath,
    };
    const state = { random: random.state, ...begun };
    return target.training
      ? { ...state, walk: startWalk(start) }
      : { ...state, climb: startClimb(target, start) };
  },

  step(target, state, options) {
    const moved = goOn(target, state, options);
    const { climb, walk, rounds, random, iterations } = moved;
    const isTuned = options.tunePrior !== undefined || target.information!.noise !== undefined;
    const isTop = isAtTop(moved);
    const isUp = climb
      ? isTop || (isTuned && !moved.isSettled && climb.iteration >= briefly)
      : walk!.steps >= options.steps;
    const { training, heldOut: data } = target;
    const heldOut = watched(state.heldOut, data, {
      steps: (walk?.steps ?? 0) + iterations,
      members: climb ? target.information!.examples : training!.size,
      done: isUp,
      position: pointOf(moved),
      random: Random.fromState(random).stream(streams.heldOut),
    });
    const next = { ...moved, heldOut };
    const info = climb
      ? describeClimb(climb, iterations, heldOut)
      : describeTraining(walk!, options, training!, 'log density', heldOut);
    const going = { ...info, done: false };
    if (!isUp) return { state: next, info: going };
    const ended = { state: next, info: { ...info, progress: 1, done: true } };
    if (!isTuned || (climb !== undefined && iterations >= most(next))) return ended;
    const goingUp = { state: { ...next, isSettled: true }, info: going };
    if (rounds >= mostRounds) return isTop ? ended : goingUp;
    const point = pointOf(next);
    const here = atMode(target, point, next.logFactors, options);
    const { logEvidence, logFactors, groups } = here;
    const found = tuned(target, here, point);
    const changes = [
      ...found.logFactors.map((value, k) => value - logFactors[k]),
      ...found.point.map((value, k) => value - point[k]),
    ];
    if (changes.every((change) => Math.abs(change) < settled))
      return isTop || climb === undefined ? ended : goingUp;
    const withFound = tunedTarget(target, groups, found.logFactors);
    return {
      state: {
        ...next,
        climb: startClimb(withFound, found.point),
        logFactors: found.logFactors,
        rounds: rounds + 1,
        isSettled: false,
      },
      info: {
        ...going,
        message: `tuned, round ${rounds + 1}, log evidence ${logEvidence.toPrecision(6)}`,
      },
    };
  },

  posterior(target, state, options): Approximation {
    const information = target.information!;
    const { walk } = state;
    if (walk !== undefined && walk.objective === undefined) throw nowhereFinite();
    const mode = pointOf(state);
    const here = atMode(target, mode, state.logFactors, options);
    const { groups, logFactors, blocks, precision, logEvidence } = here;
    const structure = structureOf(information, options);
    const distance = precision.distance(here.gradient);
    const placed = placedBy(mode, precision);
    const isWhole = precision.size === mode.length;
    const isCorrelated =
      precision.whole?.covariance !== undefined || (isWhole && mode.length <= mostCorrelated);
    const normal =
      blocks[0] instanceof DiagonalBlock
        ? diagonalNormal(mode, precision.variances().map(Math.sqrt), placed)
        : isCorrelated
          ? correlatedNormal(mode, precision.covariance(), placed)
          : undefined;
    const seen = watchedResult(state.heldOut, target.heldOut);
    return {
      ...seen,
      ...(normal && { normal }),
      centre: mode,
      draws: (count, random) => ({ points: proposeNormal(placed, count, random).draws }),
      values: {
        ...(isWhole && { logEvidence }),
        logDensityAtMode: here.logDensity,
        newtonDecrement: distance,
        iterations: state.iterations + (walk?.steps ?? 0),
        ...seen.values,
        ...Object.fromEntries(
          groups.map(({ name }, k) => [`priorScale ${name}`, Math.exp(-0.5 * logFactors[k])]),
        ),
      },
      ...(walk && { trace: { name: 'log density', ...pointsOf(walk.trace) } }),
      notes: [
        {
          code: 'gauss-newton',
          severity: 'note',
          message: `The curvature is that of the network's tangent at the mode (generalised Gauss-Newton): ${structure.summary} (--hessian). Predictions follow the tangent, too.`,
        },
        ...notesOnFactors(groups, logFactors),
        ...(walk ? notesOnTraining(walk, target.training!) : []),
        ...notesOnMode(distance / Math.sqrt(precision.size)),
        ...seen.notes,
      ],
    };
  },
};

function startClimb(target: GradientTarget, start: Float64Array): LbfgsState {
  const climb = startLbfgs((point, gradient) => target.logDensityGradient(point, gradient), start);
  if (climb === undefined) throw nowhereFinite();
  return climb;
}

/** Whether a climb has come to its end. */
function isAtTop(state: GaussNewtonState): boolean {
  const { climb, iterations } = state;
  return climb !== undefined && (climb.status !== 'running' || iterations >= most(state));
}

function most({ walk }: GaussNewtonState): number {
  return walk === undefined ? mostIterations : mostAfterTraining;
}

function describeClimb({ value }: LbfgsState, iterations: number, heldOut: HeldOutPath): StepInfo {
  return {
    progress: Math.min(0.99, iterations / mostIterations),
    done: false,
    message: `step ${iterations}, log density ${value.toPrecision(6)}${describeHeldOut(heldOut)}`,
    objective: value,
    ...(heldOut.last && { heldOutNll: heldOut.last.nll }),
  };
}

/** One step by all examples, or some by batches of them. */
function goOn(
  target: Target,
  state: GaussNewtonState,
  options: GaussNewtonOptions,
): GaussNewtonState {
  const { climb, walk, logFactors, rounds } = state;
  if (climb !== undefined) {
    const held =
      rounds === 0
        ? target
        : tunedTarget(target, groupsOf(target.information!, options), logFactors);
    const objective = (point: Float64Array, gradient: Float64Array): number =>
      held.logDensityGradient(point, gradient);
    return { ...state, climb: stepLbfgs(objective, climb), iterations: state.iterations + 1 };
  }
  const training = target.training!;
  const random = Random.fromState(state.random);
  const epochs = random.stream(streams.epochs);
  const next = walkOn(walk!, options, training, epochs, (order, batch, rates) =>
    training.step(order, batch, random, rates),
  );
  return { ...state, walk: next };
}

function pointOf({ climb, walk }: GaussNewtonState): Float64Array {
  return Float64Array.from(climb?.point ?? walk!.position);
}

function placedBy(mode: Float64Array, precision: Precision): LocationScale {
  return {
    dimension: mode.length,
    logVolume: -0.5 * precision.logDeterminant,
    place(z, point) {
      const deviation = precision.spread(z);
      for (let i = 0; i < z.length; i++) point[i] = mode[i] + deviation[i];
    },
  };
}

function notesOnFactors(groups: readonly TunedGroup[], logFactors: readonly number[]): Note[] {
  if (groups.length === 0) return [];
  const scales = groups.map(
    ({ name }, k) => `${name} ${Math.exp(-0.5 * (logFactors[k] ?? 0)).toPrecision(3)}`,
  );
  const notes: Note[] = [
    {
      code: 'tuned-prior',
      severity: 'note',
      message: `The evidence is largest with prior standard deviations so many times those of the model: ${scales.join(', ')}. The fit is made with these.`,
    },
  ];
  const edge = groups.filter((_, k) => Math.abs(logFactors[k] ?? 0) >= farthest);
  if (edge.length > 0) {
    notes.push({
      code: 'tuned-to-the-edge',
      severity: 'warning',
      message: `The evidence grows as far as was looked, a factor of 100, with the prior of ${edge.map(({ name }) => name).join(', ')}: these weights are of no use, or have no bound.`,
    });
  }
  return notes;
}

function notesOnMode(distance: number): Note[] {
  if (distance <= farFromMode) return [];
  return [
    {
      code: 'not-at-the-mode',
      severity: 'warning',
      message: `The search for the mode ended ${distance.toPrecision(2)} standard deviations of each weight away from it, on average: more training steps (--steps) may come closer.`,
    },
  ];
}

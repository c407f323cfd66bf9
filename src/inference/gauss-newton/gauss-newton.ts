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
import type { Approximation, InferenceMethod, Note, StepInfo, Target } from '../method.ts';
import { noStart } from '../no-start.ts';
import { correlatedNormal, diagonalNormal, mostCorrelated } from '../normal.ts';
import { pointsOf } from '../objective-trace.ts';
import { describeTraining, notesOnTraining } from '../training.ts';
import { atMode, type CurvatureOptions, structureOf } from './at-mode.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import type { Precision } from './precision.ts';
import {
  isTuned,
  reachedBy,
  type Search,
  searchFrom,
  searchOn,
  startSearch,
  tuningNow,
} from './search.ts';
import { farthest, type TunedGroup } from './tuned-prior.ts';

export interface GaussNewtonOptions extends CurvatureOptions {
  /** Of the training by batches. */
  readonly steps: number;
  readonly stepSize: number;
}

export interface GaussNewtonState {
  readonly random: RandomState;
  /** To the mode by batches of the examples, where there are many. */
  readonly walk?: Walk;
  /** By all examples: from the start, else where something is to be tuned after training. */
  readonly search?: Search;
  readonly heldOut: HeldOutPath;
}

const streams = { start: 0, epochs: 1, heldOut: 2 } as const;
/** Of all climbs by all examples, and of those that go on where training ended. */
const [mostIterations, mostAfterTraining] = [5000, 1000];
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

  init(target, options, random) {
    const start = target.networks!.start(random.stream(streams.start));
    const state = { random: random.state, heldOut: emptyPath };
    return target.training
      ? { ...state, walk: startWalk(start) }
      : {
          ...state,
          search: isTuned(target, options)
            ? searchFrom(target, start, options)
            : startSearch(target, start, options),
        };
  },

  step(target, state, options) {
    const moved = goOn(target, state, options);
    const { search, walk } = moved;
    const { training, heldOut: data, information } = target;
    const done = search ? search.isDone : walk!.steps >= options.steps && !isTuned(target, options);
    const heldOut = watched(state.heldOut, data, {
      steps: (walk?.steps ?? 0) + (search?.iterations ?? 0),
      members: search ? information!.examples : training!.size,
      done,
      position: pointOf(moved),
      random: Random.fromState(moved.random).stream(streams.heldOut),
    });
    const info = search
      ? describeSearch(search, most(moved), heldOut)
      : describeTraining(walk!, options, training!, 'log density', heldOut);
    return {
      state: { ...moved, heldOut },
      info: { ...info, done, ...(done && { progress: 1 }) },
    };
  },

  posterior(target, state, options): Approximation {
    const information = target.information!;
    const { walk, search } = state;
    if (walk !== undefined && walk.objective === undefined) throw noStart('wherever training came');
    const mode = pointOf(state);
    const now = search ? tuningNow(search, options) : options;
    const here = atMode(target, mode, search ? reachedBy(search).logFactors : [], now);
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
        iterations: (search?.iterations ?? 0) + (walk?.steps ?? 0),
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

function most({ walk }: GaussNewtonState): number {
  return walk === undefined ? mostIterations : mostAfterTraining;
}

function describeSearch(
  { climb, rounds, iterations, here }: Search,
  most: number,
  heldOut: HeldOutPath,
): StepInfo {
  const { value } = climb.search;
  const evidence =
    here && `, tuned ${rounds} times, log evidence ${here.logEvidence.toPrecision(6)}`;
  return {
    progress: Math.min(0.99, iterations / most),
    done: false,
    message: `step ${iterations}, log density ${value.toPrecision(6)}${evidence ?? ''}${describeHeldOut(heldOut)}`,
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
  const { search, walk } = state;
  if (search !== undefined)
    return { ...state, search: searchOn(target, search, options, most(state)) };
  const training = target.training!;
  if (walk!.steps >= options.steps)
    return { ...state, search: searchFrom(target, pointOf(state), options) };
  const random = Random.fromState(state.random);
  const epochs = random.stream(streams.epochs);
  const next = walkOn(walk!, options, training, epochs, (order, batch, rates) =>
    training.step(order, batch, random, rates),
  );
  return { ...state, walk: next };
}

function pointOf({ search, walk }: GaussNewtonState): Float64Array {
  return Float64Array.from(search ? reachedBy(search).point : walk!.position);
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

/**
 * The contract between inference methods and everything around them. A method knows a target: a log
 * density on unconstrained space with its derivatives. It knows neither distributions nor engines.
 */
import type { SharedRun } from '../engines/engine.ts';
import type { Random } from '../random/random.ts';
import type { Information } from './gauss-newton/information.ts';

/** The log joint density on the unconstrained space, Jacobians included, with its gradient. */
export interface GradientTarget {
  /** Number of unconstrained coordinates. */
  readonly dimension: number;
  /** Fills `gradient` and returns the log density: −inf or NaN where the density is zero or not defined. */
  logDensityGradient(point: Float64Array, gradient: Float64Array): number;
  /** Lets another thread evaluate it; absent where the engine or the host cannot. */
  readonly share?: (() => SharedRun) | undefined;
}

/** The same density with all that methods ask of it. */
export interface Target extends GradientTarget {
  /** −inf or NaN where the density is zero or not defined. */
  logDensity(point: Float64Array): number;
  /** The Hessian of the log density, row-major, `dimension` squared entries. */
  hessian(point: Float64Array): Float64Array;
  /** A coordinate in the user's words: `log(tau)`, `theta[3], non-centred`. */
  coordinateName(coordinate: number): string;
  /** Where the log density is to be estimated from some of the data at a time. */
  readonly batches?: Batches;
  /** Where methods train the weights of networks: these, and how. */
  readonly networks?: Networks;
  readonly training?: Training;
  /** Data by which training is watched. */
  readonly heldOut?: HeldOutData;
  /** What each example tells of the parameters, where a method asks. */
  readonly information?: Information;
}

/** The weights of networks among the coordinates. */
export interface Networks {
  /** Where training starts: weights at random, so that units differ, and all else at 0. */
  start(random: Random): Float64Array;
  /** The dropout layers, where MC dropout trains. */
  readonly dropout?: Dropout;
}

/** The dropout layers of networks, in an order of their own, and what is asked of their rates. */
export interface Dropout {
  readonly layers: readonly string[];
  /** The rates of all layers to choose from, by what they make of held-out members; more than one where there is a choice. */
  readonly candidates: readonly (readonly number[])[];
  /** Whether rates are found as parameters are, from the only candidate on: then their logits follow the coordinates. */
  readonly areLearned: boolean;
  /** Switches off rows behind the layers in place, and scales those that stay: a draw of the weights. */
  drop(point: Float64Array, rates: readonly number[], random: Random): void;
}

/** The members of a dimension of the data in batches, over which the likelihood is a sum. */
export interface BatchPlan {
  readonly dimension: string;
  /** Members in all, in a batch but for a smaller last one, and how many batches make an epoch. */
  readonly members: number;
  readonly size: number;
  readonly count: number;
  /** A random order of the members, which is kept until another is asked for. */
  order(epoch: number, random: Random): Int32Array;
}

/** The log density, estimated from batches. */
export interface Batches extends BatchPlan {
  /**
   * The log density with its likelihood estimated from batch `batch` of an epoch that takes the members in this
   * order: their share of it times members / size. The averages over an epoch, each batch with its `weight`, are
   * the whole. It is valid until the next call.
   */
  target(order: Int32Array, batch: number): GradientTarget;
  /** count · size of the batch / members: 1 where all batches are of one size. */
  weight(batch: number): number;
}

/** Where Adam is: the position, and the running means of gradients and of their squares. Plain arrays once they were JSON. */
export interface AdamState {
  readonly position: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

/** The size of a step over the correction of the first running mean, and one over the root of that of the second. */
export interface AdamRates {
  readonly step: number;
  readonly root: number;
}

/**
 * Steps of Adam in the memory of an engine, along estimates from batches of what networks are trained for: of MC dropout
 * the log density with random masks, of independent normals the bound with random noise. The position holds the
 * parameters; then of MC dropout the logits of rates that are learned, of normals ρ, with standard deviations
 * log(1 + exp ρ).
 */
export interface Training extends BatchPlan {
  /** Puts the position and the running means where those of the last `state` are not. */
  goOnFrom(state: AdamState): void;
  /**
   * One step, from batch `batch` of an epoch that takes the members in this order, with `random` for noise or masks.
   *
   * @param dropoutRates of the dropout layers, where they are not learned
   * @returns the estimate before the step, times the batch's share so that those of an epoch average to the whole also
   *   where one is smaller; NaN where it or its gradient is not finite, and then nothing has moved
   */
  step(
    order: Int32Array,
    batch: number,
    random: Random,
    rates: AdamRates,
    dropoutRates?: readonly number[],
  ): number;
  /** Of normals: what `divergences` are of, networks by layers. */
  readonly parts: readonly string[];
  /** An estimate of the divergence of each part from its prior, at the last step. */
  readonly divergences: Float64Array;
  /** A copy. */
  state(): AdamState;
  /** Holds a random fifth of the members out: the same for the same `random`, kept until another is asked for. */
  holdOut(random: Random): HeldOut;
}

/** A fifth of the members is held out. */
export interface HeldOut {
  /** By the others. */
  readonly training: Training;
  /** The log density of a held-out member averaged over draws, `points`, then its logarithm averaged over members. */
  score(points: Float64Array): number;
}

/** Data that no step of training sees. */
export interface HeldOutData {
  /** How many members there are, and over how many draws of the weights their densities are averaged. */
  readonly members: number;
  readonly draws: number;
  /**
   * The negative logarithm of the predictive density of what they observe, in nats an observation.
   *
   * @param position the parameters, of normals ρ behind them
   * @param dropoutRates of the dropout layers, where these are trained
   */
  nll(position: ArrayLike<number>, random: Random, dropoutRates?: readonly number[]): number;
}

/** What a person may need to know of a result, in plain words. */
export interface Note {
  /** Stable, kebab case. */
  readonly code: string;
  readonly message: string;
  /** `warning`: the result should not be trusted as it stands. */
  readonly severity: 'note' | 'warning';
}

/** What one step did: for progress and diagnostics, never read by the method itself. */
export interface StepInfo {
  /** From 0 to 1, as far as the method can tell. */
  readonly progress: number;
  readonly done: boolean;
  /** In a few words for the progress line: `step 40, ELBO −31.6`. */
  readonly message: string;
  /** The quantity that is optimised, where there is one. */
  readonly objective?: number;
  /** The last negative log likelihood of held-out data, in nats an observation, where these are watched. */
  readonly heldOutNll?: number;
}

/** A normal distribution on the unconstrained space, as mean + A z with standard normal z. */
export interface FittedNormal {
  readonly dimension: number;
  /** log |det A| */
  readonly logVolume: number;
  /** Fills `point` with mean + A z. */
  place(z: Float64Array, point: Float64Array): void;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** Row-major; absent where coordinates are independent. */
  readonly covariance?: Float64Array;
  /** `count` rows of `dimension` numbers, row-major. */
  draws(count: number, random: Random): Float64Array;
  /** The distribution of the coordinates from `from` to before `to`. */
  marginal(from: number, to: number): MarginalNormal;
}

/** Some coordinates of a normal distribution. */
export interface MarginalNormal {
  /** Of the covariance. */
  readonly logDeterminant: number;
  /** The log density at a point of all coordinates, of which it reads its own. */
  logDensity(point: Float64Array): number;
}

/** Points drawn from an approximation. */
export interface Sample {
  /** A row of as many numbers as there are coordinates for each draw, row-major. */
  readonly points: Float64Array;
  /** Figures of each draw by name: those of Markov chains, and of resampled draws `errorFactor` (see `errorFactors`). */
  readonly statistics?: Readonly<Record<string, Float64Array>>;
}

/** An approximation of the posterior on the unconstrained space. */
export interface Approximation {
  /** Where the approximation is a normal distribution: that distribution, before any correction of its draws. */
  readonly normal?: FittedNormal;
  /** A point around which networks are replaced by their tangents, in predictions from the draws, too. */
  readonly centre?: Float64Array;
  /** `count` draws: the same numbers for the same `random`. */
  draws(count: number, random: Random): Sample;
  /** Where the draws come from Markov chains: how many, of equal length, one after the other in `draws`, which then gives all of them. */
  readonly chains?: number;
  /** Numbers by name for the result's diagnostics (`elbo`, `paretoK`, `logEvidence`, …). */
  readonly values: Readonly<Record<string, number>>;
  readonly notes: readonly Note[];
  /** What was optimised, along the steps. */
  readonly trace?: Trace;
  /** The negative log likelihood of held-out data along the steps, where it was watched. */
  readonly heldOutTrace?: Trace;
  /** The normals at some of the steps, where they were kept. */
  readonly path?: { readonly steps: readonly number[]; readonly values: readonly FittedNormal[] };
  /** Where they are known without these: estimates of the divergence of each part from its prior, a row a step. */
  readonly divergences?: {
    readonly parts: readonly string[];
    readonly steps: readonly number[];
    readonly values: readonly (readonly number[])[];
  };
}

/** An objective by its name, in nats, at some of the steps that raised it. */
export interface Trace {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A reason for which a method cannot give an answer: its message says what to try. */
export class InferenceError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InferenceError';
    this.code = code;
  }
}

/** Settings of a fit that belong to some methods only: counts, from 1 (warm-up from 0). */
export type CountSetting = 'chains' | 'warmup' | 'draws' | 'steps';
/** The same of words: the family of `vi`, the metric of `nuts`, of `laplace` the curvature and over what the prior is tuned. */
export type WordSetting = 'family' | 'metric' | 'hessian' | 'tunePrior';
/** The same of shares, between 0 and 1: the acceptance that the steps of `nuts` are adapted to. */
export type ShareSetting = 'targetAcceptance';
export type MethodSetting = CountSetting | WordSetting | ShareSetting;

/**
 * An inference method, for targets of a kind. `State` is all that is carried from one step to the next: plain numbers, strings,
 * arrays and objects that survive JSON, the state of the random generator among them, so that a
 * checkpoint is this value and continuing from it gives the same numbers.
 */
export interface InferenceMethod<Options, State, T extends GradientTarget = Target> {
  readonly name: string;
  /** One line for `--help` and the reference. */
  readonly summary: string;
  readonly defaults: Options;
  /** Fields of `Options` that users set for a fit by the same name. */
  readonly settings?: readonly MethodSetting[];
  /** The method cannot work with the rounding errors of a float32 engine. */
  readonly needsFloat64?: true;
  init(target: T, options: Options, random: Random): State;
  step(
    target: T,
    state: State,
    options: Options,
  ): { readonly state: State; readonly info: StepInfo };
  /** Of a method whose state is several that know nothing of each other: chains, particles. */
  readonly parallel?: ParallelSteps<Options, State>;
  /** Called once after a step was `done`. */
  posterior(target: T, state: State, options: Options, random: Random): Approximation;
}

/** How the steps of a method are shared out among threads, so that the numbers stay the same. */
export interface ParallelSteps<Options, State> {
  /** The smallest states that can go on each on its own. */
  split(state: State): readonly State[];
  /** Several such states, in order, as one. */
  join(states: readonly State[]): State;
  /** As `step` of the method: all that it may ask for is the gradient. */
  step(
    target: GradientTarget,
    state: State,
    options: Options,
  ): { readonly state: State; readonly info: StepInfo };
}

/** A share as a percentage of two digits, for messages: 0.034 is `3.4%`, 1 is `100%`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`;
}

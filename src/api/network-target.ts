import type { BoundData } from '../binding/bound-data.ts';
import type { Engine } from '../engines/engine.ts';
import type { Dropout, Target } from '../inference/method.ts';
import type { TrainedParts } from '../lowering/batch.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import { canBeNonCentred } from '../lowering/parameter.ts';
import { withMore } from '../posterior/batched-density.ts';
import { type NetworkWeights, networkWeights } from '../posterior/network-weights.ts';
import { WeightCoordinates } from '../posterior/weight-coordinates.ts';
import type { Random } from '../random/random.ts';
import { withDropoutMasks } from '../semantics/networks/masked-model.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { heldOutDensity } from './held-out.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/** A target whose networks are trained. */
export interface NetworkTarget {
  readonly target: Target;
  /** Frees what the engine holds for the training. */
  dispose(): void;
}

/** What trainings have in common. */
export interface TrainingOptions {
  /** A dimension and a size; 128 members of the examples' dimension where it is left out. */
  readonly batch?: Readonly<Record<string, number>> | undefined;
  /** Data to watch it by. */
  readonly heldOut?: BoundData | undefined;
}

interface DropoutOptions extends TrainingOptions {
  readonly dropoutRate?: DropoutRate | undefined;
}

/**
 * The rates of dropout layers in place of those that the model gives: one for all layers; several, of which the one is
 * taken that predicts held-out data best; `search`, that among the usual ones; or `learned` with the weights.
 */
export type DropoutRate = number | readonly number[] | 'search' | 'learned';

/** From next to nothing to one in two (the published grid of Gal and Ghahramani 2016 ends at 0.1). */
const usualRates = [0.005, 0.01, 0.05, 0.1, 0.2, 0.5];

/** Examples in a batch where no size is given. */
export const standardSize = 128;

/** Whether the model has a network with weights behind weights, whose units are alike where all weights are 0. */
export function hasDeepNetworks({ typed }: Posterior): boolean {
  return networkWeights(typed).fanIn.size > 1;
}

/** A posterior as networks are trained: all parameters in their own coordinates, in which a weight is itself. */
export function forTraining(posterior: Posterior): Posterior {
  const two = posterior.lowered.parameters.filter((p) => canBeNonCentred(p.declaration));
  return posterior.inForms(new Map(two.map((p) => [p.declaration.name, 'centred' as const])));
}

/** A model as MC dropout draws from it: with the masks of dropout layers that are not rows of weights alone. */
export function forDropout(typed: TypedModel): TypedModel {
  const masked = networkWeights(typed).dropped.filter(({ hasMask }) => hasMask);
  if (masked.length === 0) return typed;
  const units = masked.map(
    ({ dropout, channels }) => [dropout, channels === undefined ? 'units' : 'channels'] as const,
  );
  return withDropoutMasks(typed, new Map(units));
}

/**
 * For MC dropout.
 *
 * @param posterior of a model as `forDropout` gives it, as `forTraining` does
 * @param options with the rate of the dropout layers, where it is to be another than the model's
 * @throws OptionError for models of whose posterior dropout is no approximation, ModelError where the model mixes
 *   examples
 */
export function dropoutTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  { dropoutRate: rate, ...options }: DropoutOptions,
): NetworkTarget {
  const weights = networkWeights(posterior.typed);
  const { dropped } = weights;
  if (dropped.length === 0) {
    throw new OptionError(
      'mc-dropout approximates the posterior by switching weights off, and this model has no dropout layer: put `dropout(0.1)` before a dense layer of a network, or choose vi or laplace',
    );
  }
  const candidates = candidateRates(dropped, rate);
  const areLearned = rate === 'learned';
  const training = { dropped, learnsRates: areLearned };
  const made = trainingTarget(posterior, engine, target, options, weights, training);
  const { networks } = made;
  const dropout: Dropout = {
    layers: dropped.map((one) => one.dropout),
    candidates,
    areLearned,
    drop: (point, rates, random) => networks.drop(point, rates, random),
  };
  const start = (random: Random): Float64Array => networks.start(random);
  return { target: { ...made.target, networks: { start, dropout } }, dispose: made.dispose };
}

/** The same for independent normals. */
export function noiseTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  options: TrainingOptions,
): NetworkTarget {
  const weights = networkWeights(posterior.typed);
  const centred = posterior.lowered.parameters.filter(({ form }) => form === 'centred');
  const names = centred.map(({ declaration }) => declaration.name);
  const local = new Set(weights.local.filter((name) => names.includes(name)));
  return trainingTarget(posterior, engine, target, options, weights, { local });
}

function trainingTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  { batch, heldOut }: TrainingOptions,
  weights: NetworkWeights,
  training: TrainedParts,
): NetworkTarget & { readonly networks: WeightCoordinates } {
  const chosen = batch ?? standardBatch(weights, posterior);
  const trained = posterior.training(engine, chosen, training);
  const networks = new WeightCoordinates(weights, posterior.lowered, posterior.coordinates);
  // the draws have masks of the rates that were learned, not relaxed ones
  const watched =
    heldOut &&
    heldOutDensity(posterior, engine, heldOut, trained, { ...training, learnsRates: false });
  return {
    target: withMore(target, {
      ...{ training: trained, networks },
      ...(watched && { heldOut: watched }),
    }),
    dispose: () => {
      trained.dispose();
      watched?.dispose();
    },
    networks,
  };
}

/** The rates of all layers, once or several times. */
function candidateRates(
  dropped: readonly DroppedInput[],
  wanted: DropoutRate | undefined,
): readonly (readonly number[])[] {
  const own = dropped.map(({ rate }) => rate);
  if (wanted === undefined) return [own];
  if (wanted === 'learned') {
    checkLearning(dropped);
    return [own];
  }
  const rates =
    wanted === 'search' ? usualRates : typeof wanted === 'number' ? [wanted] : [...wanted];
  const bad = rates.find((rate) => !(rate >= 0 && rate < 1));
  if (bad !== undefined || rates.length === 0) {
    throw new OptionError(
      `a dropout rate is a number from 0 to below 1, several of them, search or learned, not ${bad ?? 'an empty list'}`,
    );
  }
  return rates.map((rate) => own.map(() => rate));
}

function standardBatch(
  weights: NetworkWeights,
  posterior: Posterior,
): Readonly<Record<string, number>> {
  const dimension = dimensionOfExamples(weights, posterior);
  return { [dimension]: Math.min(standardSize, posterior.bound.dimensions.get(dimension)!.size) };
}

/** @throws OptionError where there is none */
export function dimensionOfExamples({ examples }: NetworkWeights, { bound }: Posterior): string {
  const [dimension] = examples;
  if (dimension !== undefined && bound.dimensions.has(dimension)) return dimension;
  throw new OptionError(
    'the networks take no examples along a dimension, of which batches could be made: name one (--batch DIM=SIZE)',
  );
}

/** @throws OptionError where a rate cannot be learned */
function checkLearning(dropped: readonly DroppedInput[]): void {
  const zero = dropped.find(({ rate }) => rate === 0);
  if (zero !== undefined) {
    throw new OptionError(
      `learned rates start from those in the model, and from that of ${zero.dropout}, 0, none is found: give it another, such as 0.1`,
    );
  }
  const free = dropped.find(({ weights }) => weights.length === 0);
  if (free !== undefined) {
    throw new OptionError(
      `learned rates weigh what the masks fit against the priors of the weights whose rows they switch off, and ${free.dropout} switches off none: put it before a dense layer, or give a rate (--dropout-rate 0.1) or search for one`,
    );
  }
}

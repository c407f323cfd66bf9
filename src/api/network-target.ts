import type { Engine } from '../engines/engine.ts';
import type { Target } from '../inference/method.ts';
import type { NetworkTraining } from '../lowering/batch.ts';
import { canBeNonCentred } from '../lowering/parameter.ts';
import { type BatchedDensity, withBatches } from '../posterior/batched-density.ts';
import { isPlain, type NetworkWeights, networkWeights } from '../posterior/network-weights.ts';
import { WeightCoordinates } from '../posterior/weight-coordinates.ts';
import { OptionError } from './forms.ts';
import type { Posterior } from './posterior.ts';

/** A target whose networks are trained, and its batches, which the caller disposes of. */
export interface NetworkTarget {
  readonly target: Target;
  readonly batches: BatchedDensity;
}

/** Examples in a batch where no size is given. */
const standardSize = 128;

/** Whether the model has a network with weights behind weights, whose units are alike where all weights are 0. */
export function hasDeepNetworks({ typed }: Posterior): boolean {
  return networkWeights(typed).fanIn.size > 1;
}

/** A posterior as networks are trained: all parameters in their own coordinates, in which a weight is itself. */
export function forTraining(posterior: Posterior): Posterior {
  const two = posterior.lowered.parameters.filter((p) => canBeNonCentred(p.declaration));
  return posterior.inForms(new Map(two.map((p) => [p.declaration.name, 'centred' as const])));
}

/**
 * For MC dropout.
 *
 * @param posterior as `forTraining` gives it
 * @param batch a dimension and a size; 128 members of the examples' dimension where it is left out
 * @throws OptionError for models of whose posterior dropout is no approximation, ModelError where the model mixes
 *   examples
 */
export function dropoutTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  batch: Readonly<Record<string, number>> | undefined,
): NetworkTarget {
  const weights = networkWeights(posterior.typed);
  checkDropout(weights, posterior);
  return trainingTarget(posterior, engine, target, batch, weights, { dropped: weights.dropped });
}

/** The same for independent normals. */
export function noiseTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  batch: Readonly<Record<string, number>> | undefined,
): NetworkTarget {
  const weights = networkWeights(posterior.typed);
  const centred = posterior.lowered.parameters.filter(({ form }) => form === 'centred');
  const names = centred.map(({ declaration }) => declaration.name);
  const local = new Set(weights.local.filter((name) => names.includes(name)));
  return trainingTarget(posterior, engine, target, batch, weights, { local });
}

function trainingTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  batch: Readonly<Record<string, number>> | undefined,
  weights: NetworkWeights,
  training: NetworkTraining,
): NetworkTarget {
  const chosen = batch ?? standardBatch(weights, posterior);
  const batches = posterior.batches(engine, chosen, training);
  const networks = new WeightCoordinates(
    weights,
    posterior.lowered.parameters,
    posterior.coordinates,
  );
  return { target: { ...withBatches(target, batches), networks }, batches };
}

function standardBatch(
  { examples }: NetworkWeights,
  { bound }: Posterior,
): Readonly<Record<string, number>> {
  const [dimension] = examples;
  const members = bound.dimensions.get(dimension ?? '')?.size;
  if (dimension === undefined || members === undefined) {
    throw new OptionError(
      'the networks take no examples along a dimension, of which batches could be made: name one (--batch DIM=SIZE)',
    );
  }
  return { [dimension]: Math.min(standardSize, members) };
}

function checkDropout({ dropped, problem }: NetworkWeights, { typed }: Posterior): void {
  if (problem !== undefined) throw new OptionError(problem);
  if (dropped.length === 0) {
    throw new OptionError(
      'mc-dropout approximates the posterior by switching weights off, and this model has no dropout layer: put `dropout(0.1)` before a dense layer of a network, or choose vi or laplace',
    );
  }
  for (const statement of typed.statements) {
    const isDropped =
      statement.kind === 'param' && dropped.some(({ weight }) => weight === statement.name);
    if (!isDropped || isPlain(statement)) continue;
    throw new OptionError(
      `mc-dropout sets single weights to 0, and the prior of ${statement.name} has bounds, or ties weights together`,
    );
  }
}

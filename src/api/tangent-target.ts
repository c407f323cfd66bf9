import type { Engine } from '../engines/engine.ts';
import type { Target } from '../inference/method.ts';
import { withMore } from '../posterior/batched-density.ts';
import { ExampleInformation } from '../posterior/example-information.ts';
import { networkWeights } from '../posterior/network-weights.ts';
import { WeightCoordinates } from '../posterior/weight-coordinates.ts';
import { checkBatch } from './batch.ts';
import { heldOutDensity } from './held-out.ts';
import {
  dimensionOfExamples,
  type NetworkTarget,
  standardSize,
  type TrainingOptions,
} from './network-target.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/** Examples times coordinates up to which the mode is looked for with all examples. */
const quickly = 1e7;

/**
 * For Laplace's method by the generalised Gauss-Newton matrix. By batches where one is given, or all examples would take
 * long.
 *
 * @throws OptionError where the model has no network, or its examples run along no dimension; ModelError where the
 *   likelihood is no product over them, or its Fisher information is not known
 */
export function tangentTarget(
  posterior: Posterior,
  engine: Engine,
  density: Target,
  { batch, heldOut }: TrainingOptions,
): NetworkTarget {
  const { typed, lowered, coordinates } = posterior;
  const weights = networkWeights(typed);
  if (weights.names.length === 0) {
    throw new OptionError(
      'the generalised Gauss-Newton matrix is for networks, and this model has none: use --hessian exact',
    );
  }
  const dimension =
    batch === undefined
      ? dimensionOfExamples(weights, posterior)
      : checkBatch(batch, posterior, true).dimension;
  const lowering = posterior.batchLowering(dimension);
  const information = new ExampleInformation(lowering, lowered, coordinates, weights, engine);
  const networks = new WeightCoordinates(weights, lowered, coordinates);
  const isLarge = lowering.size > standardSize && lowering.size * density.dimension > quickly;
  const training =
    batch !== undefined || isLarge
      ? posterior.training(engine, batch ?? { [dimension]: standardSize }, {})
      : undefined;
  const size = training?.size ?? Math.min(standardSize, lowering.size);
  const watched = heldOut && heldOutDensity(posterior, engine, heldOut, { dimension, size }, {});
  const target = withMore(density, {
    ...{ networks, information },
    ...(training && { training }),
    ...(watched && { heldOut: watched }),
  });
  const dispose = (): void => {
    information.dispose();
    training?.dispose();
    watched?.dispose();
  };
  return { target, dispose };
}

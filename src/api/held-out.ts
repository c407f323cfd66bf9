/** Data that training does not see, by which it is watched. */
import { type BoundData, isMissingCell } from '../binding/bound-data.ts';
import { type DataInputs, inputsOf } from '../binding/inputs.ts';
import { outcomesOf } from '../binding/outcomes.ts';
import type { Table } from '../binding/table.ts';
import type { Engine } from '../engines/engine.ts';
import type { TrainedParts } from '../lowering/batch.ts';
import { HeldOutDensity } from '../posterior/held-out.ts';
import { axisDimension } from '../semantics/axes.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';
import { bindForSimulation } from './simulation-data.ts';

/** Of the weights, in each score. */
const DRAWS = 10;

/**
 * The data for the model of a posterior: classes are those of its data, and what parameters run along has the same
 * members.
 *
 * @throws DataError for data that do not fit the model, OptionError where what is observed is missing, or parameters have other
 *   members.
 */
export function bindHeldOut(
  { typed, bound, lowered }: Posterior,
  data: DataInputs | Table,
): BoundData {
  const inputs = inputsOf(data);
  const heldOut = bindForSimulation(typed, inputs, bound);
  for (const name of outcomesOf(typed)) {
    const value = heldOut.values.get(name);
    if (value?.data.every((cell) => isMissingCell(cell, value)))
      throw new OptionError(
        `the held-out data hold nothing of \`${name}\`, by which training could be watched`,
      );
  }
  for (const { declaration } of lowered.parameters) {
    for (const axis of declaration.axes) {
      const name = axisDimension(axis);
      if (name === undefined) continue;
      const [own, other] = [bound, heldOut].map(({ dimensions }) => dimensions.get(name)!);
      if (own.size !== other.size)
        throw new OptionError(
          `the held-out data have ${other.size} members of \`${name}\`, and those of the fit ${own.size}: \`${declaration.name}\` has a value for each`,
        );
      if (own.labels?.join('\n') !== other.labels?.join('\n'))
        throw new OptionError(
          `the members of \`${name}\` are others in the held-out data, or in another order: \`${declaration.name}\` has a value for each`,
        );
    }
  }
  return heldOut;
}

/**
 * @param posterior as it is trained
 * @param size of batches along the dimension
 * @param training with dropout at given rates
 * @param draws of the weights, where they are random
 * @throws OptionError where the data hold nothing of what is observed along the dimension.
 */
export function heldOutDensity(
  posterior: Posterior,
  engine: Engine,
  heldOut: BoundData,
  { dimension, size }: { readonly dimension: string; readonly size: number },
  training: TrainedParts,
  draws = DRAWS,
): HeldOutDensity {
  const lowering = posterior.batchLowering(dimension, training, heldOut);
  if (lowering.lower(1, 1, {}).ofMembers.length === 0)
    throw new OptionError(
      `the held-out data hold nothing that is observed along \`${dimension}\`, by which training could be watched`,
    );
  const isRandom = training.dropped !== undefined || training.local !== undefined;
  return new HeldOutDensity(
    lowering,
    dimension,
    size,
    posterior.dimension,
    engine.forStochasticGradients ?? engine,
    {
      training,
      draws: isRandom ? draws : 1,
    },
  );
}

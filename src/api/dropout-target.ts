import type { Engine } from '../engines/engine.ts';
import type { Target } from '../inference/method.ts';
import { canBeNonCentred } from '../lowering/parameter.ts';
import { type BatchedDensity, withBatches } from '../posterior/batched-density.ts';
import { WeightDropout } from '../posterior/dropout.ts';
import { type NetworkWeights, networkWeights } from '../posterior/network-weights.ts';
import { eventAxesOf } from '../semantics/distribution-facts.ts';
import { OptionError } from './forms.ts';
import type { Posterior } from './posterior.ts';

/** Examples in a batch where no size is given. */
const standardSize = 128;

/** A posterior as MC dropout trains it: all parameters in their own coordinates, in which 0 is 0. */
export function forDropout(posterior: Posterior): Posterior {
  const two = posterior.lowered.parameters.filter((p) => canBeNonCentred(p.declaration));
  return posterior.inForms(new Map(two.map((p) => [p.declaration.name, 'centred' as const])));
}

/**
 * @param posterior as `forDropout` gives it
 * @param batch a dimension and a size; 128 members of the examples' dimension where it is left out
 * @throws OptionError for models of whose posterior dropout is no approximation, ModelError where the model mixes
 *   examples
 */
export function dropoutTarget(
  posterior: Posterior,
  engine: Engine,
  target: Target,
  batch: Readonly<Record<string, number>> | undefined,
): { readonly target: Target; readonly batches: BatchedDensity } {
  const { typed, lowered, coordinates } = posterior;
  const weights = networkWeights(typed);
  checkWeights(weights, posterior);
  const batches = posterior.batches(engine, batch ?? standardBatch(weights, posterior), {
    dropped: weights.dropped,
  });
  const dropout = new WeightDropout(weights, lowered.parameters, coordinates);
  return { target: { ...withBatches(target, batches), dropout }, batches };
}

function standardBatch(
  { examples }: NetworkWeights,
  { bound }: Posterior,
): Readonly<Record<string, number>> {
  const [dimension] = examples;
  const members = bound.dimensions.get(dimension ?? '')?.size;
  if (dimension === undefined || members === undefined) {
    throw new OptionError(
      'the networks with dropout take no examples along a dimension, of which batches could be made: name one (--batch DIM=SIZE)',
    );
  }
  return { [dimension]: Math.min(standardSize, members) };
}

function checkWeights({ dropped, problem }: NetworkWeights, { typed }: Posterior): void {
  if (problem !== undefined) throw new OptionError(problem);
  if (dropped.length === 0) {
    throw new OptionError(
      'mc-dropout approximates the posterior by switching weights off, and this model has no dropout layer: put `dropout(0.1)` before a dense layer of a network, or choose vi or laplace',
    );
  }
  for (const statement of typed.statements) {
    if (statement.kind !== 'param' || !dropped.some(({ weight }) => weight === statement.name)) {
      continue;
    }
    const { name, prior, headAxes, lower, upper, constraint } = statement;
    if (lower !== undefined || upper !== undefined || constraint !== undefined) {
      throw new OptionError(`mc-dropout sets weights to 0, and the prior of ${name} has bounds`);
    }
    if (eventAxesOf(prior, headAxes).length > 0) {
      throw new OptionError(
        `mc-dropout needs weights that are independent under their prior, and ${name} has the prior ${prior.name}`,
      );
    }
  }
}

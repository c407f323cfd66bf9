import { nearestName } from '../diagnostics/nearest.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/** A dimension and how many of its members a batch takes. */
export interface Batch {
  readonly dimension: string;
  readonly size: number;
}

/**
 * The batch asked for, checked against the model and its data.
 *
 * @throws OptionError for a name that is no dimension of the model, and a size that leaves no two batches, unless
 *   one of all members is allowed.
 */
export function checkBatch(
  given: Readonly<Record<string, number>>,
  { typed, bound }: Posterior,
  mayBeAll: boolean,
): Batch {
  const entries = Object.entries(given);
  if (entries.length !== 1)
    throw new OptionError(`batches are taken along one dimension, and ${entries.length} are named`);
  const [dimension, size] = entries[0];
  if (!typed.dimensions.has(dimension)) {
    const nearest = nearestName(dimension, typed.dimensions.keys());
    throw new OptionError(
      `the model has no dimension ${dimension}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    );
  }
  if (!Number.isSafeInteger(size) || size < 1)
    throw new OptionError(`the size of a batch is a whole number from 1, not ${size}`);
  const members = bound.dimensions.get(dimension)!.size;
  if (mayBeAll && size === members) return { dimension, size };
  if (size >= members)
    throw new OptionError(
      `${dimension} has ${members} ${members === 1 ? 'member' : 'members'}, so a batch of ${size} leaves no second one: take a smaller one, or no batches`,
    );
  return { dimension, size };
}

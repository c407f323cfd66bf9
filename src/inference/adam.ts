/** Steps along noisy gradients: Adam (Kingma and Ba 2015), whose steps fall to 0 along a cosine (Loshchilov and Hutter 2017). */

import type { Random } from '../random/random.ts';
import type { AdamRates, AdamState, Training } from './method.ts';
import {
  emptyTrace,
  type Kept,
  keep,
  mostValues,
  type ObjectiveTrace,
  traced,
} from './objective-trace.ts';

export interface Walk extends AdamState {
  readonly steps: number;
  /** The mean of the objective over the last stretch; absent before, and where it never was finite. */
  readonly objective?: number;
  /** Likewise of the divergence of each part from its prior, where the objective has it apart. */
  readonly divergences?: readonly number[];
  /** Steps at which the objective was not finite, left out. */
  readonly skipped: number;
  readonly trace: ObjectiveTrace;
  /** The divergences along the steps, where the objective has them apart. */
  readonly course: Kept<readonly number[]>;
}

export interface WalkOptions {
  /** In all. */
  readonly steps: number;
  /** The largest step of a coordinate. */
  readonly stepSize: number;
}

/** Decay of the two running means, and what keeps the division defined. */
export const [decayOfFirst, decayOfSecond, epsilon] = [0.9, 0.999, 1e-8];
/** Steps between two looks from outside. */
const stretch = 25;

export function startWalk(position: ArrayLike<number>): Walk {
  const zeros = new Float64Array(position.length);
  return {
    steps: 0,
    position,
    first: zeros,
    second: zeros,
    skipped: 0,
    trace: emptyTrace,
    course: emptyTrace,
  };
}

/**
 * The next steps.
 *
 * @param epochs gives the members an order of their own in each epoch
 * @param takeStep makes one of these rates with a batch of the order, and gives the objective there, which is raised: as
 *   `Training.step`
 */
export function walkOn(
  walk: Walk,
  { steps: most, stepSize }: WalkOptions,
  training: Training,
  epochs: Random,
  takeStep: (order: Int32Array, batch: number, rates: AdamRates, step: number) => number,
): Walk {
  training.goOnFrom(walk);
  const count = Math.min(stretch, most - walk.steps);
  const { divergences } = training;
  const sums = new Float64Array(divergences.length);
  let { skipped } = walk;
  let [total, finite] = [0, 0];
  for (let step = walk.steps; step < walk.steps + count; step++) {
    const made = step + 1 - skipped;
    const rates = {
      step: (stepSize * (1 + Math.cos((Math.PI * step) / most))) / 2 / (1 - decayOfFirst ** made),
      root: 1 / Math.sqrt(1 - decayOfSecond ** made),
    };
    const order = training.order(Math.floor(step / training.count), epochs);
    const value = takeStep(order, step % training.count, rates, step);
    if (!Number.isFinite(value)) {
      skipped += 1;
      continue;
    }
    total += value;
    finite += 1;
    for (let k = 0; k < sums.length; k++) sums[k] += divergences[k];
  }
  const objective = finite === 0 ? walk.objective : total / finite;
  const means = finite === 0 ? walk.divergences : Array.from(sums, (sum) => sum / finite);
  const steps = walk.steps + count;
  return {
    steps,
    ...training.state(),
    skipped,
    trace: traced(walk.trace, steps, objective),
    course:
      means === undefined || means.length === 0
        ? walk.course
        : keep(walk.course, steps, () => means, mostValues),
    ...(objective !== undefined && { objective }),
    ...(means !== undefined && { divergences: means }),
  };
}

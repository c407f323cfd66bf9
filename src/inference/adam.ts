/** Steps along noisy gradients: Adam (Kingma and Ba 2015), whose steps fall to 0 along a cosine (Loshchilov and Hutter 2017). */

import { emptyTrace, type ObjectiveTrace, traced } from './objective-trace.ts';

export interface Walk {
  readonly steps: number;
  readonly position: readonly number[];
  /** Running means of gradients and of their squares. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The mean of the objective over the last stretch; absent before, and where it never was finite. */
  readonly objective?: number;
  /** Steps at which the objective was not finite, left out. */
  readonly skipped: number;
  readonly trace: ObjectiveTrace;
}

export interface WalkOptions {
  /** In all. */
  readonly steps: number;
  /** The largest step of a coordinate. */
  readonly stepSize: number;
}

/** Decay of the two running means, and what keeps the division defined. */
const [decayOfFirst, decayOfSecond, epsilon] = [0.9, 0.999, 1e-8];
/** Steps between two looks from outside. */
const stretch = 25;

export function startWalk(position: ArrayLike<number>): Walk {
  const start = Array.from(position);
  const zeros = start.map(() => 0);
  return {
    steps: 0,
    position: start,
    first: zeros,
    second: zeros,
    skipped: 0,
    trace: emptyTrace,
  };
}

/**
 * The next steps.
 *
 * @param evaluate fills the gradient of the objective, which is maximised, at one step, and returns its value
 */
export function walkOn(
  walk: Walk,
  { steps: most, stepSize }: WalkOptions,
  evaluate: (step: number, position: Float64Array, gradient: Float64Array) => number,
): Walk {
  const position = Float64Array.from(walk.position);
  const first = Float64Array.from(walk.first);
  const second = Float64Array.from(walk.second);
  const gradient = new Float64Array(position.length);
  const count = Math.min(stretch, most - walk.steps);
  let { skipped } = walk;
  let [total, finite] = [0, 0];
  for (let step = walk.steps; step < walk.steps + count; step++) {
    const value = evaluate(step, position, gradient);
    if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) {
      skipped += 1;
      continue;
    }
    total += value;
    finite += 1;
    const size = (stepSize * (1 + Math.cos((Math.PI * step) / most))) / 2;
    const made = step + 1 - skipped;
    const [ofFirst, ofSecond] = [1 - decayOfFirst ** made, 1 - decayOfSecond ** made];
    for (let i = 0; i < position.length; i++) {
      const slope = gradient[i];
      first[i] += (1 - decayOfFirst) * (slope - first[i]);
      second[i] += (1 - decayOfSecond) * (slope * slope - second[i]);
      position[i] += (size * first[i]) / ofFirst / (Math.sqrt(second[i] / ofSecond) + epsilon);
    }
  }
  const objective = finite === 0 ? walk.objective : total / finite;
  const steps = walk.steps + count;
  return {
    steps,
    position: Array.from(position),
    first: Array.from(first),
    second: Array.from(second),
    skipped,
    trace: traced(walk.trace, steps, objective),
    ...(objective !== undefined && { objective }),
  };
}

/** An estimate from one batch times its weight, so that those of an epoch average to the whole also where one is smaller. */
export function weighted(value: number, gradient: Float64Array, weight: number): number {
  if (weight !== 1) for (let i = 0; i < gradient.length; i++) gradient[i] *= weight;
  return value * weight;
}

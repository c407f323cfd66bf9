import type { Random } from '../../random/random.ts';
import { type GradientTarget, InferenceError } from '../method.ts';
import type { Metric } from './metric.ts';
import { type PhasePoint, PhaseSpace } from './phase-space.ts';

/** Steps that go further than this without a change of the density never meet one (Stan's value). */
const largestStepSize = 1e7;
const smallestStepSize = 1e-300;

/** A point without momentum, with its density and gradient. */
export function pointAt(
  target: GradientTarget,
  space: PhaseSpace,
  position: Float64Array,
): PhasePoint {
  const point = space.addPoint();
  point.positionView.set(position);
  evaluate(target, point);
  return point;
}

/** One leapfrog step of the given signed size, from one point to another. */
export function leapfrog(
  target: GradientTarget,
  space: PhaseSpace,
  from: PhasePoint,
  to: PhasePoint,
  stepSize: number,
  metric: Metric,
): void {
  metric.drift(space.vectors, from, to, stepSize);
  evaluate(target, to);
  metric.arrive(space.vectors, to, stepSize);
}

/** The log density and gradient at the position; the density counts as 0 where either is not finite. */
export function evaluate(target: GradientTarget, point: PhasePoint): void {
  const gradient = point.gradientView;
  const value = target.logDensityGradient(point.positionView, gradient);
  // a sum is finite only where all its terms are; whether finite terms overflow does not matter here
  let sum = value;
  for (let k = 0; k < gradient.length; k++) sum += gradient[k];
  point.logDensity = Number.isFinite(sum) ? value : Number.NEGATIVE_INFINITY;
}

/**
 * The Hamiltonian: −log density + kinetic energy; +∞ where the density is 0, also where its gradient is undefined or the
 * momentum so large that its energy is.
 */
export function energy({ logDensity, kineticEnergy }: PhasePoint): number {
  if (logDensity === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const total = kineticEnergy - logDensity;
  return Number.isNaN(total) ? Number.POSITIVE_INFINITY : total;
}

/**
 * A step size whose first step changes the density by about a factor 0.8: doubled or halved until the
 * change crosses that (Hoffman and Gelman 2014, algorithm 4; Stan's threshold).
 *
 * @throws InferenceError where the density is flat
 */
export function reasonableStepSize(
  target: GradientTarget,
  position: Float64Array,
  metric: Metric,
  random: Random,
  from: number,
): number {
  const space = new PhaseSpace(position.length, 2);
  const start = pointAt(target, space, position);
  const moved = space.addPoint();
  const gain = (stepSize: number): number => {
    metric.push(random, space.vectors, start);
    leapfrog(target, space, start, moved, stepSize, metric);
    return energy(start) - energy(moved);
  };
  const threshold = Math.log(0.8);
  const direction = gain(from) > threshold ? 1 : -1;
  let stepSize = from;
  for (;;) {
    const next = stepSize * 2 ** direction;
    if (next > largestStepSize) {
      throw new InferenceError(
        'improper',
        'The log density does not fall however far one goes, so the posterior cannot be normalised. Give each parameter a proper prior, or data that bear on it.',
      );
    }
    if (next < smallestStepSize) return stepSize;
    stepSize = next;
    const change = gain(stepSize);
    if (direction === 1 ? !(change > threshold) : change > threshold) return stepSize;
  }
}

import { type GradientTarget, InferenceError } from '../method.ts';
import { kineticEnergy } from './metric.ts';

/** Steps that go further than this without a change of the density never meet one (Stan's value). */
const largestStepSize = 1e7;
const smallestStepSize = 1e-300;

/** A point of phase space with what is known there. */
export interface PhasePoint {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
}

/** The log density and gradient at a position; the density counts as 0 where either is not finite. */
export function phasePoint(
  target: GradientTarget,
  position: Float64Array,
  momentum: Float64Array,
): PhasePoint {
  const gradient = new Float64Array(position.length);
  const value = target.logDensityGradient(position, gradient);
  // a sum is finite only where all its terms are; whether finite terms overflow does not matter here
  let sum = value;
  for (let k = 0; k < gradient.length; k++) sum += gradient[k];
  return {
    position,
    momentum,
    gradient,
    logDensity: Number.isFinite(sum) ? value : Number.NEGATIVE_INFINITY,
  };
}

/** One leapfrog step of the given signed size under the metric with diagonal inverse `inverse`. */
export function leapfrog(
  target: GradientTarget,
  from: PhasePoint,
  stepSize: number,
  inverse: Float64Array,
): PhasePoint {
  const n = from.position.length;
  const position = new Float64Array(n);
  const momentum = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    momentum[k] = from.momentum[k] + 0.5 * stepSize * from.gradient[k];
    position[k] = from.position[k] + stepSize * inverse[k] * momentum[k];
  }
  const to = phasePoint(target, position, momentum);
  for (let k = 0; k < n; k++) momentum[k] += 0.5 * stepSize * to.gradient[k];
  return to;
}

/** The Hamiltonian: −log density + kinetic energy; +∞ where the density is 0, also where its gradient is undefined. */
export function energy({ logDensity, momentum }: PhasePoint, inverse: Float64Array): number {
  if (logDensity === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return kineticEnergy(momentum, inverse) - logDensity;
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
  inverse: Float64Array,
  drawMomentum: () => Float64Array,
  from: number,
): number {
  const gain = (stepSize: number): number => {
    const start = phasePoint(target, position, drawMomentum());
    const end = leapfrog(target, start, stepSize, inverse);
    return energy(start, inverse) - energy(end, inverse);
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

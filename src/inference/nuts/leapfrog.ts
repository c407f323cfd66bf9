import type { Random } from '../../random/random.ts';
import { type GradientTarget, InferenceError } from '../method.ts';
import { kineticEnergy, type Metric } from './metric.ts';

/** Steps that go further than this without a change of the density never meet one (Stan's value). */
const largestStepSize = 1e7;
const smallestStepSize = 1e-300;

/** A point of phase space with what is known there. */
export interface PhasePoint {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  /** M⁻¹ p. */
  readonly velocity: Float64Array;
  readonly gradient: Float64Array;
  logDensity: number;
}

/** A point at which nothing is known yet. */
export function emptyPoint(dimension: number): PhasePoint {
  return {
    position: new Float64Array(dimension),
    momentum: new Float64Array(dimension),
    velocity: new Float64Array(dimension),
    gradient: new Float64Array(dimension),
    logDensity: Number.NEGATIVE_INFINITY,
  };
}

/** A point without momentum, with its density and gradient. */
export function phasePoint(target: GradientTarget, position: Float64Array): PhasePoint {
  const point = emptyPoint(position.length);
  point.position.set(position);
  evaluate(target, point);
  return point;
}

/** Gives a point a new momentum. */
export function push(point: PhasePoint, metric: Metric, random: Random): void {
  metric.drawMomentum(random, point.momentum);
  metric.velocity(point.momentum, point.velocity);
}

/** One leapfrog step of the given signed size, from one point to another. */
export function leapfrog(
  target: GradientTarget,
  from: PhasePoint,
  to: PhasePoint,
  stepSize: number,
  metric: Metric,
): void {
  const { position, momentum, velocity, gradient } = to;
  const half = 0.5 * stepSize;
  kick(from.momentum, from.gradient, half, momentum);
  metric.velocity(momentum, velocity);
  kick(from.position, velocity, stepSize, position);
  evaluate(target, to);
  kick(momentum, gradient, half, momentum);
  metric.velocity(momentum, velocity);
}

/** Fills `moved` with x + ε v. */
function kick(x: Float64Array, v: Float64Array, epsilon: number, moved: Float64Array): void {
  for (let k = 0; k < moved.length; k++) moved[k] = x[k] + epsilon * v[k];
}

/** The log density and gradient at the position; the density counts as 0 where either is not finite. */
export function evaluate(target: GradientTarget, point: PhasePoint): void {
  const { position, gradient } = point;
  const value = target.logDensityGradient(position, gradient);
  // a sum is finite only where all its terms are; whether finite terms overflow does not matter here
  let sum = value;
  for (let k = 0; k < gradient.length; k++) sum += gradient[k];
  point.logDensity = Number.isFinite(sum) ? value : Number.NEGATIVE_INFINITY;
}

/**
 * The Hamiltonian: −log density + kinetic energy; +∞ where the density is 0, also where its gradient is undefined or the
 * momentum so large that its energy is.
 */
export function energy({ logDensity, momentum, velocity }: PhasePoint): number {
  if (logDensity === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const total = kineticEnergy(momentum, velocity) - logDensity;
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
  const start = phasePoint(target, position);
  const moved = emptyPoint(position.length);
  const gain = (stepSize: number): number => {
    push(start, metric, random);
    leapfrog(target, start, moved, stepSize, metric);
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

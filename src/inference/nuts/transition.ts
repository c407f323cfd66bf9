import type { Random } from '../../random/random.ts';
import type { Target } from '../method.ts';
import { energy, leapfrog, type PhasePoint, phasePoint } from './leapfrog.ts';
import { drawMomentum } from './metric.ts';

/** An energy error beyond this is a divergence (Stan's value). */
const largestEnergyError = 1000;

export interface Transition {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Mean Metropolis acceptance over the trajectory: what the step size is adapted to. */
  readonly acceptance: number;
  readonly depth: number;
  readonly gradients: number;
  readonly divergent: boolean;
  /** The Hamiltonian at the new point: for E-BFMI. */
  readonly energy: number;
}

/** What is the same for every step of one trajectory. */
interface Trajectory {
  readonly target: Target;
  readonly random: Random;
  readonly stepSize: number;
  readonly inverse: Float64Array;
  readonly initialEnergy: number;
  gradients: number;
  acceptanceSum: number;
  divergent: boolean;
}

/** A stretch of a trajectory, ordered in the direction in which it was built. */
interface Stretch {
  readonly last: PhasePoint;
  /** Momenta and velocities (M⁻¹ p) at both ends, and the sum of all momenta. */
  readonly firstMomentum: Float64Array;
  readonly firstVelocity: Float64Array;
  readonly lastMomentum: Float64Array;
  readonly lastVelocity: Float64Array;
  readonly momentumSum: Float64Array;
  readonly logWeight: number;
  readonly proposal: PhasePoint;
}

/**
 * One transition of the no-U-turn sampler with multinomial sampling along the trajectory (Betancourt
 * 2017, arXiv:1701.02434, appendix A) and the generalised U-turn criterion, also checked between
 * neighbouring halves.
 */
export function transition(
  target: Target,
  position: Float64Array,
  stepSize: number,
  inverse: Float64Array,
  maxDepth: number,
  random: Random,
): Transition {
  const start = phasePoint(target, position, drawMomentum(inverse, random));
  const initialEnergy = energy(start, inverse);
  const trajectory: Trajectory = {
    target,
    random,
    stepSize,
    inverse,
    initialEnergy,
    gradients: 0,
    acceptanceSum: 0,
    divergent: false,
  };
  const velocity = velocityOf(start.momentum, inverse);
  // ends in the order of time: backward end first
  let backward = { point: start, momentum: start.momentum, velocity };
  let forward = { point: start, momentum: start.momentum, velocity };
  let momentumSum = start.momentum;
  let logWeight = 0;
  let sample = start;
  let depth = 0;
  while (depth < maxDepth) {
    const goForward = random.uniform() > 0.5;
    const from = goForward ? forward : backward;
    const added = build(trajectory, from.point, goForward ? 1 : -1, depth);
    if (added === undefined) break;
    depth += 1;
    if (random.uniform() < Math.exp(added.logWeight - logWeight)) sample = added.proposal;
    logWeight = logAddExp(logWeight, added.logWeight);

    const old = { first: backward, last: forward, momentumSum };
    const end = { point: added.last, momentum: added.lastMomentum, velocity: added.lastVelocity };
    const near = { momentum: added.firstMomentum, velocity: added.firstVelocity };
    if (goForward) forward = end;
    else backward = end;
    momentumSum = plus(old.momentumSum, added.momentumSum);
    const whole = continues(backward.velocity, forward.velocity, momentumSum);
    // the old stretch with the nearest point of the new one, and the other way round
    const oldFar = goForward ? old.first : old.last;
    const oldNear = goForward ? old.last : old.first;
    const acrossNew = continues(
      oldFar.velocity,
      near.velocity,
      plus(old.momentumSum, near.momentum),
    );
    const acrossOld = continues(
      oldNear.velocity,
      end.velocity,
      plus(added.momentumSum, oldNear.momentum),
    );
    if (!(whole && acrossNew && acrossOld)) break;
  }
  return {
    position: sample.position,
    logDensity: sample.logDensity,
    acceptance: trajectory.acceptanceSum / Math.max(1, trajectory.gradients),
    depth,
    gradients: trajectory.gradients,
    divergent: trajectory.divergent,
    energy: energy(sample, inverse),
  };
}

/** 2^depth steps on from `from`; undefined where the stretch diverges or turns around within. */
function build(t: Trajectory, from: PhasePoint, sign: 1 | -1, depth: number): Stretch | undefined {
  if (depth === 0) return buildOne(t, from, sign);
  const first = build(t, from, sign, depth - 1);
  if (first === undefined) return undefined;
  const second = build(t, first.last, sign, depth - 1);
  if (second === undefined) return undefined;

  const logWeight = logAddExp(first.logWeight, second.logWeight);
  const takeSecond = t.random.uniform() < Math.exp(second.logWeight - logWeight);
  const momentumSum = plus(first.momentumSum, second.momentumSum);
  const straight =
    continues(first.firstVelocity, second.lastVelocity, momentumSum) &&
    continues(
      first.firstVelocity,
      second.firstVelocity,
      plus(first.momentumSum, second.firstMomentum),
    ) &&
    continues(
      first.lastVelocity,
      second.lastVelocity,
      plus(second.momentumSum, first.lastMomentum),
    );
  if (!straight) return undefined;
  return {
    last: second.last,
    firstMomentum: first.firstMomentum,
    firstVelocity: first.firstVelocity,
    lastMomentum: second.lastMomentum,
    lastVelocity: second.lastVelocity,
    momentumSum,
    logWeight,
    proposal: takeSecond ? second.proposal : first.proposal,
  };
}

function buildOne(t: Trajectory, from: PhasePoint, sign: 1 | -1): Stretch | undefined {
  const point = leapfrog(t.target, from, sign * t.stepSize, t.inverse);
  t.gradients += 1;
  const error = energy(point, t.inverse) - t.initialEnergy;
  t.acceptanceSum += Math.min(1, Math.exp(-error));
  if (!(error <= largestEnergyError)) {
    t.divergent = true;
    return undefined;
  }
  const { momentum } = point;
  const velocity = velocityOf(momentum, t.inverse);
  return {
    last: point,
    firstMomentum: momentum,
    firstVelocity: velocity,
    lastMomentum: momentum,
    lastVelocity: velocity,
    momentumSum: momentum,
    logWeight: -error,
    proposal: point,
  };
}

function velocityOf(momentum: Float64Array, inverse: Float64Array): Float64Array {
  return momentum.map((p, k) => inverse[k] * p);
}

/** Whether both ends still move apart: v · ρ > 0 at each. Direction does not matter. */
function continues(first: Float64Array, last: Float64Array, momentumSum: Float64Array): boolean {
  let a = 0;
  let b = 0;
  for (let k = 0; k < momentumSum.length; k++) {
    a += first[k] * momentumSum[k];
    b += last[k] * momentumSum[k];
  }
  return a > 0 && b > 0;
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length);
  for (let k = 0; k < sum.length; k++) sum[k] = a[k] + b[k];
  return sum;
}

function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

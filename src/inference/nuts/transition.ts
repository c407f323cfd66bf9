import type { Random } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
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
  readonly target: GradientTarget;
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
  /** Momenta at both ends, and the sum of all. */
  readonly firstMomentum: Float64Array;
  readonly lastMomentum: Float64Array;
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
  target: GradientTarget,
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
  // ends in the order of time: backward end first
  let backward = start;
  let forward = start;
  let momentumSum = start.momentum;
  let logWeight = 0;
  let sample = start;
  let depth = 0;
  while (depth < maxDepth) {
    const goForward = random.uniform() > 0.5;
    const from = goForward ? forward : backward;
    const added = build(trajectory, from, goForward ? 1 : -1, depth);
    if (added === undefined) break;
    depth += 1;
    if (random.uniform() < Math.exp(added.logWeight - logWeight)) sample = added.proposal;
    logWeight = logAddExp(logWeight, added.logWeight);

    const oldFar = goForward ? backward : forward;
    const oldNear = goForward ? forward : backward;
    const oldSum = momentumSum;
    momentumSum = plus(oldSum, added.momentumSum);
    if (goForward) forward = added.last;
    else backward = added.last;
    const straight =
      continues(inverse, oldFar.momentum, added.lastMomentum, momentumSum) &&
      // each stretch with the nearest point of the other
      continues(inverse, oldFar.momentum, added.firstMomentum, oldSum, added.firstMomentum) &&
      continues(inverse, oldNear.momentum, added.lastMomentum, added.momentumSum, oldNear.momentum);
    if (!straight) break;
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
  const { inverse } = t;
  const straight =
    continues(inverse, first.firstMomentum, second.lastMomentum, momentumSum) &&
    continues(
      inverse,
      first.firstMomentum,
      second.firstMomentum,
      first.momentumSum,
      second.firstMomentum,
    ) &&
    continues(
      inverse,
      first.lastMomentum,
      second.lastMomentum,
      second.momentumSum,
      first.lastMomentum,
    );
  if (!straight) return undefined;
  return {
    last: second.last,
    firstMomentum: first.firstMomentum,
    lastMomentum: second.lastMomentum,
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
  return {
    last: point,
    firstMomentum: momentum,
    lastMomentum: momentum,
    momentumSum: momentum,
    logWeight: -error,
    proposal: point,
  };
}

/**
 * Whether both ends of a stretch still move apart: v · ρ > 0 at each, v = M⁻¹ p their velocities and ρ the
 * sum of momenta, here in one or two parts. The direction of time does not matter.
 */
function continues(
  inverse: Float64Array,
  first: Float64Array,
  last: Float64Array,
  sum: Float64Array,
  more?: Float64Array,
): boolean {
  let atFirst = 0;
  let atLast = 0;
  for (let k = 0; k < inverse.length; k++) {
    const weighted = inverse[k] * (more === undefined ? sum[k] : sum[k] + more[k]);
    atFirst += first[k] * weighted;
    atLast += last[k] * weighted;
  }
  return atFirst > 0 && atLast > 0;
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

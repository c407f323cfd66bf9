import type { Random } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
import {
  copyPoint,
  energy,
  evaluate,
  leapfrog,
  type PhasePoint,
  phasePoint,
  pointAtRest,
  push,
} from './leapfrog.ts';
import type { Metric } from './metric.ts';

/** An energy error beyond this is a divergence (Stan's value). */
const largestEnergyError = 1000;

/** What one transition came to; where it went is in `Transitions.position`. */
export interface Transition {
  readonly logDensity: number;
  /** Mean Metropolis acceptance over the trajectory: what the step size is adapted to. */
  readonly acceptance: number;
  readonly depth: number;
  readonly gradients: number;
  readonly divergent: boolean;
  /** The Hamiltonian at the new point: for E-BFMI. */
  readonly energy: number;
}

/** Momentum and velocity at an end of a stretch. */
interface End {
  readonly momentum: Float64Array;
  readonly velocity: Float64Array;
}

interface Proposal {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity: number;
  energy: number;
}

/**
 * A stretch of a trajectory in the direction in which it was built. Its vectors are its own: stretches that are
 * joined swap them, so that a transition makes no new ones.
 */
interface Stretch {
  first: End;
  last: End;
  readonly momentumSum: Float64Array;
  logWeight: number;
  proposal: Proposal;
}

/**
 * Transitions of the no-U-turn sampler with multinomial sampling along the trajectory (Betancourt 2017,
 * arXiv:1701.02434, appendix A) and the generalised U-turn criterion, also checked between neighbouring halves
 * (as Stan does).
 */
export class Transitions {
  /** Where the chain is. */
  readonly position: Float64Array;
  private readonly target: GradientTarget;
  private readonly random: Random;
  /** The point that the chain is at, and the two ends of the trajectory as they move. */
  private readonly start: PhasePoint;
  private readonly forward: PhasePoint;
  private readonly backward: PhasePoint;
  private readonly whole: Stretch;
  /** The stretch that doubles the trajectory, and the two halves at each depth below. */
  private readonly added: Stretch;
  private readonly halves: (readonly [Stretch, Stretch])[] = [];
  private gradients = 0;
  private acceptanceSum = 0;
  private divergent = false;

  constructor(target: GradientTarget, position: Float64Array, random: Random) {
    this.target = target;
    this.random = random;
    this.start = phasePoint(target, position);
    this.position = this.start.position;
    this.forward = pointAtRest(position);
    this.backward = pointAtRest(position);
    this.whole = emptyStretch(position.length);
    this.added = emptyStretch(position.length);
  }

  /** The gradient of the log density there. */
  get gradient(): Float64Array {
    return this.start.gradient;
  }

  /** Takes up the chain at another point. */
  moveTo(position: Float64Array): void {
    this.position.set(position);
    evaluate(this.target, this.start);
  }

  /** One transition. */
  next(stepSize: number, metric: Metric, maxDepth: number): Transition {
    const { start, forward, backward, whole, added, random } = this;
    push(start, metric, random);
    copyPoint(start, forward);
    copyPoint(start, backward);
    this.gradients = 0;
    this.acceptanceSum = 0;
    this.divergent = false;
    const initialEnergy = energy(start);
    // its ends are in the order of time here
    setToPoint(whole, start, initialEnergy, 0);
    let depth = 0;
    while (depth < maxDepth) {
      const goForward = random.uniform() > 0.5;
      const moving = goForward ? forward : backward;
      const signed = goForward ? stepSize : -stepSize;
      if (!this.build(moving, signed, metric, initialEnergy, depth, added)) break;
      depth += 1;
      if (random.uniform() < Math.exp(added.logWeight - whole.logWeight)) {
        [whole.proposal, added.proposal] = [added.proposal, whole.proposal];
      }
      whole.logWeight = logAddExp(whole.logWeight, added.logWeight);
      const far = goForward ? whole.first : whole.last;
      const near = goForward ? whole.last : whole.first;
      const straight = continuesAsOne(
        { first: far, last: near, momentumSum: whole.momentumSum },
        added,
      );
      addTo(whole.momentumSum, added.momentumSum);
      if (goForward) [whole.last, added.last] = [added.last, whole.last];
      else [whole.first, added.last] = [added.last, whole.first];
      if (!straight) break;
    }
    const { proposal } = whole;
    start.position.set(proposal.position);
    start.gradient.set(proposal.gradient);
    start.logDensity = proposal.logDensity;
    return {
      logDensity: proposal.logDensity,
      acceptance: this.acceptanceSum / Math.max(1, this.gradients),
      depth,
      gradients: this.gradients,
      divergent: this.divergent,
      energy: proposal.energy,
    };
  }

  /** Fills `into` with 2^depth steps of `moving`; false where the stretch diverges or turns around within. */
  private build(
    moving: PhasePoint,
    stepSize: number,
    metric: Metric,
    initialEnergy: number,
    depth: number,
    into: Stretch,
  ): boolean {
    if (depth === 0) return this.buildOne(moving, stepSize, metric, initialEnergy, into);
    this.halves[depth] ??= [emptyStretch(this.position.length), emptyStretch(this.position.length)];
    const [first, second] = this.halves[depth];
    for (const half of this.halves[depth]) {
      if (!this.build(moving, stepSize, metric, initialEnergy, depth - 1, half)) return false;
    }
    into.logWeight = logAddExp(first.logWeight, second.logWeight);
    const taken =
      this.random.uniform() < Math.exp(second.logWeight - into.logWeight) ? second : first;
    if (!continuesAsOne(first, second)) return false;
    [into.proposal, taken.proposal] = [taken.proposal, into.proposal];
    into.momentumSum.set(first.momentumSum);
    addTo(into.momentumSum, second.momentumSum);
    [into.first, first.first] = [first.first, into.first];
    [into.last, second.last] = [second.last, into.last];
    return true;
  }

  private buildOne(
    moving: PhasePoint,
    stepSize: number,
    metric: Metric,
    initialEnergy: number,
    into: Stretch,
  ): boolean {
    leapfrog(this.target, moving, stepSize, metric);
    this.gradients += 1;
    const here = energy(moving);
    const error = here - initialEnergy;
    this.acceptanceSum += Math.min(1, Math.exp(-error));
    if (!(error <= largestEnergyError)) {
      this.divergent = true;
      return false;
    }
    setToPoint(into, moving, here, -error);
    return true;
  }
}

function emptyStretch(dimension: number): Stretch {
  const vector = (): Float64Array => new Float64Array(dimension);
  const end = (): End => ({ momentum: vector(), velocity: vector() });
  return {
    first: end(),
    last: end(),
    momentumSum: vector(),
    logWeight: 0,
    proposal: { position: vector(), gradient: vector(), logDensity: 0, energy: 0 },
  };
}

/** A stretch of one point. */
function setToPoint(
  stretch: Stretch,
  { position, momentum, velocity, gradient, logDensity }: PhasePoint,
  pointEnergy: number,
  logWeight: number,
): void {
  const { first, last, momentumSum, proposal } = stretch;
  for (let k = 0; k < position.length; k++) {
    proposal.position[k] = position[k];
    proposal.gradient[k] = gradient[k];
    momentumSum[k] = first.momentum[k] = last.momentum[k] = momentum[k];
    first.velocity[k] = last.velocity[k] = velocity[k];
  }
  proposal.logDensity = logDensity;
  proposal.energy = pointEnergy;
  stretch.logWeight = logWeight;
}

/**
 * Whether the ends of two neighbouring stretches, and of each with the nearest point of the other, still move
 * apart: v · ρ > 0 at both ends, v = M⁻¹ p their velocities and ρ the sum of momenta between them. The direction
 * of time does not matter.
 */
function continuesAsOne(a: Pick<Stretch, 'first' | 'last' | 'momentumSum'>, b: Stretch): boolean {
  return (
    continues(a.first, b.last, a.momentumSum, b.momentumSum) &&
    continues(a.first, b.first, a.momentumSum, b.first.momentum) &&
    continues(a.last, b.last, b.momentumSum, a.last.momentum)
  );
}

/** ρ is the sum of two parts. */
function continues(first: End, last: End, sum: Float64Array, more: Float64Array): boolean {
  let atFirst = 0;
  let atLast = 0;
  for (let k = 0; k < sum.length; k++) {
    const momentum = sum[k] + more[k];
    atFirst += first.velocity[k] * momentum;
    atLast += last.velocity[k] * momentum;
  }
  return atFirst > 0 && atLast > 0;
}

function addTo(sum: Float64Array, more: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k] += more[k];
}

function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

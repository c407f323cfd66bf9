import type { Random } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
import { energy, evaluate, leapfrog, pointAt } from './leapfrog.ts';
import type { Metric } from './metric.ts';
import { type PhasePoint, PhaseSpace } from './phase-space.ts';
import { PointPool } from './point-pool.ts';
import { emptyStretch, joinMomenta, type Stretch, setToPoint } from './stretch.ts';

/** An energy error beyond this is a divergence (Stan's value). */
const largestEnergyError = 1000;
/** Points for which there is room from the start: what a trajectory of some tens of steps needs. */
const firstRoom = 24;

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

/**
 * Transitions of the no-U-turn sampler with multinomial sampling along the trajectory (Betancourt 2017,
 * arXiv:1701.02434, appendix A) and the generalised U-turn criterion, also checked between neighbouring halves
 * (as Stan does).
 */
export class Transitions {
  private readonly target: GradientTarget;
  private readonly random: Random;
  private readonly space: PhaseSpace;
  private readonly pool: PointPool;
  /** Where the chain is. */
  private here: PhasePoint;
  /** The last point of the stretch that is built. */
  private end: PhasePoint;
  private readonly whole: Stretch;
  /** The stretch that doubles the trajectory, and the two halves at each depth below. */
  private readonly added: Stretch;
  private readonly halves: (readonly [Stretch, Stretch])[] = [];
  private stepSize = 0;
  private initialEnergy = 0;
  private gradients = 0;
  private acceptanceSum = 0;
  private divergent = false;

  constructor(target: GradientTarget, position: Float64Array, random: Random) {
    this.target = target;
    this.random = random;
    this.space = new PhaseSpace(position.length, firstRoom);
    this.here = pointAt(target, this.space, position);
    this.end = this.here;
    this.pool = new PointPool(this.space, this.here);
    this.whole = emptyStretch(this.space, this.here);
    this.added = emptyStretch(this.space, this.here);
  }

  /** Where the chain is, until the next transition. */
  get position(): Float64Array {
    return this.here.positionView;
  }

  /** The gradient of the log density there. */
  get gradient(): Float64Array {
    return this.here.gradientView;
  }

  /** Takes up the chain at another point. */
  moveTo(position: Float64Array): void {
    this.position.set(position);
    evaluate(this.target, this.here);
  }

  /** One transition. */
  next(stepSize: number, metric: Metric, maxDepth: number): Transition {
    const { here, whole, added, pool, random } = this;
    pool.keepOnly(here);
    metric.push(random, this.space.vectors, here);
    this.gradients = 0;
    this.acceptanceSum = 0;
    this.divergent = false;
    this.initialEnergy = energy(here);
    // its ends are in the order of time here
    setToPoint(whole, here, this.initialEnergy, 0);
    let depth = 0;
    while (depth < maxDepth) {
      const goForward = random.uniform() > 0.5;
      this.stepSize = goForward ? stepSize : -stepSize;
      this.end = goForward ? whole.last : whole.first;
      if (!this.build(metric, depth, added)) break;
      depth += 1;
      const isTaken = random.uniform() < Math.exp(added.logWeight - whole.logWeight);
      const dropped = isTaken ? whole.proposal : added.proposal;
      if (isTaken) {
        whole.proposal = added.proposal;
        whole.proposalEnergy = added.proposalEnergy;
      }
      whole.logWeight = logAddExp(whole.logWeight, added.logWeight);
      // as it would be had the whole been built in the direction of what was added
      if (!goForward) [whole.first, whole.last] = [whole.last, whole.first];
      const straight = joinMomenta(this.space, whole, added, whole);
      const inner = whole.last;
      whole.last = added.last;
      if (!goForward) [whole.first, whole.last] = [whole.last, whole.first];
      pool.giveBack(whole, inner, added.first, dropped);
      if (!straight) break;
    }
    this.here = whole.proposal;
    return {
      logDensity: whole.proposal.logDensity,
      acceptance: this.acceptanceSum / Math.max(1, this.gradients),
      depth,
      gradients: this.gradients,
      divergent: this.divergent,
      energy: whole.proposalEnergy,
    };
  }

  /** Fills `into` with 2^depth steps on from the end; false where the stretch diverges or turns around within. */
  private build(metric: Metric, depth: number, into: Stretch): boolean {
    if (depth === 0) return this.buildOne(metric, into);
    this.halves[depth] ??= [0, 1].map(() => emptyStretch(this.space, this.here)) as [
      Stretch,
      Stretch,
    ];
    const [first, second] = this.halves[depth];
    if (!this.build(metric, depth - 1, first)) return false;
    if (!this.build(metric, depth - 1, second)) return false;
    into.logWeight = logAddExp(first.logWeight, second.logWeight);
    const isSecond = this.random.uniform() < Math.exp(second.logWeight - into.logWeight);
    if (!joinMomenta(this.space, first, second, into)) return false;
    const taken = isSecond ? second : first;
    into.proposal = taken.proposal;
    into.proposalEnergy = taken.proposalEnergy;
    into.first = first.first;
    into.last = second.last;
    const dropped = isSecond ? first.proposal : second.proposal;
    this.pool.giveBack(into, first.last, second.first, dropped);
    return true;
  }

  private buildOne(metric: Metric, into: Stretch): boolean {
    const point = this.pool.take();
    leapfrog(this.target, this.space, this.end, point, this.stepSize, metric);
    this.end = point;
    this.gradients += 1;
    const pointEnergy = energy(point);
    const error = pointEnergy - this.initialEnergy;
    this.acceptanceSum += Math.min(1, Math.exp(-error));
    if (!(error <= largestEnergyError)) {
      this.divergent = true;
      return false;
    }
    setToPoint(into, point, pointEnergy, -error);
    return true;
  }
}

function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

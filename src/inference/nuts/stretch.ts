import type { PhasePoint } from './leapfrog.ts';

/** A stretch of a trajectory in the direction in which it was built. */
export interface Stretch {
  first: PhasePoint;
  last: PhasePoint;
  /** Of a single point its own momentum. */
  momentumSum: Float64Array;
  logWeight: number;
  proposal: PhasePoint;
  proposalEnergy: number;
  /** Room for the sum of momenta of several points. */
  readonly room: Float64Array;
}

/** A stretch that is to be filled. */
export function emptyStretch(point: PhasePoint): Stretch {
  return {
    first: point,
    last: point,
    momentumSum: point.momentum,
    logWeight: 0,
    proposal: point,
    proposalEnergy: 0,
    room: new Float64Array(point.momentum.length),
  };
}

/** A stretch of one point. */
export function setToPoint(
  stretch: Stretch,
  point: PhasePoint,
  pointEnergy: number,
  logWeight: number,
): void {
  stretch.first = point;
  stretch.last = point;
  stretch.momentumSum = point.momentum;
  stretch.logWeight = logWeight;
  stretch.proposal = point;
  stretch.proposalEnergy = pointEnergy;
}

/** Gives a stretch the sum of momenta of two. */
export function addSums(a: Stretch, b: Stretch, into: Stretch): void {
  const { room } = into;
  const one = a.momentumSum;
  const other = b.momentumSum;
  for (let k = 0; k < room.length; k++) room[k] = one[k] + other[k];
  into.momentumSum = room;
}

/**
 * Whether the ends of two neighbouring stretches, and of each with the nearest point of the other, still move
 * apart: v · ρ > 0 at both ends, v = M⁻¹ p their velocities and ρ the sum of momenta between them. The direction
 * of time does not matter.
 */
export function continuesAsOne(a: Stretch, b: Stretch): boolean {
  if (!continues(a.first, b.last, a.momentumSum, b.momentumSum)) return false;
  // of single points there is nothing else to check
  return (
    (b.first === b.last || continues(a.first, b.first, a.momentumSum, b.first.momentum)) &&
    (a.first === a.last || continues(a.last, b.last, b.momentumSum, a.last.momentum))
  );
}

/** ρ is the sum of two parts. */
function continues(
  first: PhasePoint,
  last: PhasePoint,
  sum: Float64Array,
  more: Float64Array,
): boolean {
  const atFirst = first.velocity;
  const atLast = last.velocity;
  let fromFirst = 0;
  let fromLast = 0;
  for (let k = 0; k < sum.length; k++) {
    const momentum = sum[k] + more[k];
    fromFirst += atFirst[k] * momentum;
    fromLast += atLast[k] * momentum;
  }
  return fromFirst > 0 && fromLast > 0;
}

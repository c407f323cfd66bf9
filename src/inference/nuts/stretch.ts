import type { PhasePoint, PhaseSpace } from './phase-space.ts';

/** A stretch of a trajectory in the direction in which it was built. */
export interface Stretch {
  first: PhasePoint;
  last: PhasePoint;
  /** Where the sum of the momenta of its points begins: of a single point its own momentum. */
  momentumSum: number;
  logWeight: number;
  proposal: PhasePoint;
  proposalEnergy: number;
  /** Room for the sum of momenta of several points. */
  readonly room: number;
}

/** A stretch that is to be filled. */
export function emptyStretch(space: PhaseSpace, point: PhasePoint): Stretch {
  return {
    first: point,
    last: point,
    momentumSum: point.momentum,
    logWeight: 0,
    proposal: point,
    proposalEnergy: 0,
    room: space.addVector(),
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

/**
 * Gives `into` the sum of momenta of two neighbouring stretches, equally long, and says whether their ends, and those of
 * each with the nearest point of the other, still move apart: v · ρ > 0 at both ends, v = M⁻¹ p their velocities and ρ
 * the sum of momenta between them. The direction of time does not matter.
 */
export function joinMomenta(space: PhaseSpace, a: Stretch, b: Stretch, into: Stretch): boolean {
  const goesOn = a.first === a.last ? joinPoints(space, a, b, into) : joinEnds(space, a, b, into);
  into.momentumSum = into.room;
  return goesOn;
}

/** Of single points there is only one thing to check. */
function joinPoints(
  { vectors, dimension }: PhaseSpace,
  a: Stretch,
  b: Stretch,
  { room }: Stretch,
): boolean {
  const [one, other] = [a.momentumSum, b.momentumSum];
  const [atFirst, atLast] = [a.first.velocity, b.last.velocity];
  let fromFirst = 0;
  let fromLast = 0;
  for (let k = 0; k < dimension; k++) {
    const sum = vectors[one + k] + vectors[other + k];
    vectors[room + k] = sum;
    fromFirst += vectors[atFirst + k] * sum;
    fromLast += vectors[atLast + k] * sum;
  }
  return fromFirst > 0 && fromLast > 0;
}

function joinEnds(
  { vectors, dimension }: PhaseSpace,
  a: Stretch,
  b: Stretch,
  { room }: Stretch,
): boolean {
  const [one, other] = [a.momentumSum, b.momentumSum];
  const [atFirst, atLast] = [a.first.velocity, b.last.velocity];
  // where the stretches meet
  const { velocity: atEnd, momentum: end } = a.last;
  const { velocity: atStart, momentum: start } = b.first;
  let fromFirst = 0;
  let fromLast = 0;
  let fromFirstToStart = 0;
  let fromStart = 0;
  let fromEnd = 0;
  let fromLastToEnd = 0;
  for (let k = 0; k < dimension; k++) {
    const ofOne = vectors[one + k];
    const ofOther = vectors[other + k];
    const first = vectors[atFirst + k];
    const last = vectors[atLast + k];
    const sum = ofOne + ofOther;
    const toStart = ofOne + vectors[start + k];
    const toEnd = ofOther + vectors[end + k];
    vectors[room + k] = sum;
    fromFirst += first * sum;
    fromLast += last * sum;
    fromFirstToStart += first * toStart;
    fromStart += vectors[atStart + k] * toStart;
    fromEnd += vectors[atEnd + k] * toEnd;
    fromLastToEnd += last * toEnd;
  }
  return (
    fromFirst > 0 &&
    fromLast > 0 &&
    fromFirstToStart > 0 &&
    fromStart > 0 &&
    fromEnd > 0 &&
    fromLastToEnd > 0
  );
}

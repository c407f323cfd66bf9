import type { PhasePoint, PhaseSpace } from './phase-space.ts';

/** What a stretch of a trajectory still needs of its points. */
interface Kept {
  readonly first: PhasePoint;
  readonly last: PhasePoint;
  readonly proposal: PhasePoint;
}

/** Points of phase space to be used again, so that a trajectory makes no new ones. */
export class PointPool {
  private readonly space: PhaseSpace;
  private readonly all: PhasePoint[];
  private readonly free: PhasePoint[] = [];

  /** With a point that is in use. */
  constructor(space: PhaseSpace, point: PhasePoint) {
    this.space = space;
    this.all = [point];
  }

  take(): PhasePoint {
    const free = this.free.pop();
    if (free !== undefined) return free;
    const point = this.space.addPoint();
    this.all.push(point);
    return point;
  }

  /** All but one point are free. */
  keepOnly(point: PhasePoint): void {
    this.free.length = 0;
    for (const one of this.all) if (one !== point) this.free.push(one);
  }

  /** Of two stretches that were joined: the ends where they meet and the proposal that was dropped, where not kept. */
  giveBack(kept: Kept, end: PhasePoint, otherEnd: PhasePoint, dropped: PhasePoint): void {
    const isKept = (point: PhasePoint): boolean =>
      point === kept.first || point === kept.last || point === kept.proposal;
    if (!isKept(end)) this.free.push(end);
    if (!isKept(otherEnd)) this.free.push(otherEnd);
    if (dropped !== end && dropped !== otherEnd && !isKept(dropped)) this.free.push(dropped);
  }
}

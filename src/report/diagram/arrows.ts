/** Arrows between boxes that bend where a straight one would run through another box. */
import type { Box } from './layout.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A quadratic Bézier curve. */
export interface Curve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

export interface Shape extends Box {
  readonly round: boolean;
}

/** How far an arrow may be moved aside, in the order of trial, and at which part of its length. */
const bends = [0, 30, -30, 60, -60, 95, -95, 140, -140, 200, -200, 280, -280];
const places = [0.5, 0.25, 0.75];

/** The arrow from one shape to another that runs through the fewest of the obstacles, and bends least. */
export function route(from: Shape, to: Shape, obstacles: readonly Box[]): Curve {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const aside = { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
  let best: Curve | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [bend, place] of bends.flatMap((b) => places.map((p) => [b, p] as const))) {
    const control = {
      x: from.x + place * (to.x - from.x) + 2 * bend * aside.x,
      y: from.y + place * (to.y - from.y) + 2 * bend * aside.y,
    };
    const curve = { from: edgeOf(from, control, 0), control, to: edgeOf(to, control, 3) };
    const met = obstacles.filter((box) => meets(curve, box)).length;
    if (met >= fewest) continue;
    [best, fewest] = [curve, met];
    if (met === 0) break;
  }
  return best!;
}

/** Where the line from the centre of a shape towards a point leaves it, and a little farther. */
function edgeOf({ x, y, width, height, round }: Shape, towards: Point, beyond: number): Point {
  const dx = towards.x - x;
  const dy = towards.y - y;
  const length = Math.hypot(dx, dy) || 1;
  const [u, v] = [(2 * dx) / width, (2 * dy) / height];
  const reach = round ? Math.hypot(u, v) : Math.max(Math.abs(u), Math.abs(v));
  const share = (reach === 0 ? 0 : 1 / reach) + beyond / length;
  return { x: x + dx * share, y: y + dy * share };
}

const samples = 32;
const clearance = 5;

function meets(curve: Curve, { x, y, width, height }: Box): boolean {
  for (let k = 0; k <= samples; k++) {
    const point = at(curve, k / samples);
    const isInside =
      Math.abs(point.x - x) < width / 2 + clearance &&
      Math.abs(point.y - y) < height / 2 + clearance;
    if (isInside) return true;
  }
  return false;
}

/** A point of the curve, 0 ≤ t ≤ 1. */
export function at({ from, control, to }: Curve, t: number): Point {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return {
    x: a * from.x + b * control.x + c * to.x,
    y: a * from.y + b * control.y + c * to.y,
  };
}

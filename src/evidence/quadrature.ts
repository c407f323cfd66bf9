import type { LocationScale } from '../inference/importance.ts';
import type { EvidenceProblem } from './estimator.ts';

export interface Integral {
  readonly logEvidence: number;
  /** How much the last halving of the steps changed it. */
  readonly change: number;
}

/** In t; sinh(±40) is ±10¹⁷: tails that fall as 1/x² are below rounding there. */
const reach = 40;
const firstStep = 0.625;
/** A finer grid than this is not tried. */
const mostNodes = 500_000;
/** A change by less than this ends the halving, relative where the value is large; the one before must be small too. */
const tolerance = 1e-9;
const toleranceBefore = 1e-3;
/** Below the largest term by so much, terms count for nothing and finer grids leave them out. */
const negligible = 50;
/** Steps of a grid by which the box of the next one is larger than what it needs. */
const margin = 2;

/** The most coordinates that are integrated over. */
export const largestQuadrature = 2;

/** The values of t in each coordinate. */
type Box = readonly { readonly lower: number; readonly upper: number }[];

/**
 * The integral over a line or plane by the trapezoidal rule in t, z = sinh(t) for each standard coordinate of the
 * approximation. Its error falls exponentially with the number of steps where the density is analytic (Trefethen
 * and Weideman 2014, SIAM Review 56:385). `undefined` where halving the steps goes on to matter.
 */
export async function integrate(
  problem: EvidenceProblem,
  approximation: LocationScale,
): Promise<Integral | undefined> {
  let box: Box = Array.from({ length: approximation.dimension }, () => ({
    lower: -reach,
    upper: reach,
  }));
  let before = Number.NaN;
  let changeBefore = Number.NaN;
  for (let step = firstStep; ; step /= 2) {
    const nodes = box.reduce((n, { lower, upper }) => n * ((upper - lower) / step + 1), 1);
    if (nodes > mostNodes) return undefined;
    const sum = await trapezoid(problem, approximation, box, step);
    if (!Number.isFinite(sum.value)) return undefined;
    const change = Math.abs(sum.value - before);
    if (changeBefore <= toleranceBefore && change <= tolerance * Math.max(1, Math.abs(sum.value)))
      return { logEvidence: sum.value, change };
    [before, changeBefore] = [sum.value, change];
    box = sum.needed.map(({ lower, upper }, i) => ({
      lower: Math.max(box[i].lower, lower - margin * step),
      upper: Math.min(box[i].upper, upper + margin * step),
    }));
  }
}

/** The logarithm of the sum over the grid in a box, and the box of what counts in it; NaN where it is not known. */
async function trapezoid(
  { target, pause }: EvidenceProblem,
  { dimension, logVolume, place }: LocationScale,
  box: Box,
  step: number,
): Promise<{ readonly value: number; readonly needed: Box }> {
  const counts = box.map(({ lower, upper }) => Math.round((upper - lower) / step) + 1);
  const strides = counts.map((_, axis) => counts.slice(axis + 1).reduce((a, b) => a * b, 1));
  const size = counts.reduce((a, b) => a * b, 1);
  const terms = new Float64Array(size);
  const positionOf = (node: number, axis: number): number =>
    Math.floor(node / strides[axis]) % counts[axis];
  const at = (node: number, axis: number): number =>
    box[axis].lower + positionOf(node, axis) * step;
  const z = new Float64Array(dimension);
  const point = new Float64Array(dimension);
  for (let node = 0; node < size; node++) {
    let logWeight = logVolume;
    for (let axis = 0; axis < dimension; axis++) {
      const t = at(node, axis);
      z[axis] = Math.sinh(t);
      logWeight += Math.log(Math.cosh(t) * step);
    }
    place(z, point);
    const value = target.logDensity(point);
    terms[node] = value < Infinity ? value + logWeight : Number.NaN;
    if (node % 64 === 0) await pause(node / size, 'quadrature');
  }

  const largest = terms.reduce((a, b) => (Number.isNaN(b) ? a : Math.max(a, b)), -Infinity);
  const counting = (node: number): boolean => terms[node] > largest - negligible;
  const needed = box.map(() => ({ lower: Infinity, upper: -Infinity }));
  let sum = 0;
  let isKnown = true;
  for (let node = 0; node < size; node++) {
    for (let axis = 0; axis < dimension; axis++) {
      const position = positionOf(node, axis);
      if (Number.isNaN(terms[node])) {
        // far out it does not matter, next to what counts it does
        const [before, after] = [node - strides[axis], node + strides[axis]];
        if (position > 0 && counting(before)) isKnown = false;
        if (position < counts[axis] - 1 && counting(after)) isKnown = false;
      } else if (counting(node)) {
        needed[axis].lower = Math.min(needed[axis].lower, at(node, axis));
        needed[axis].upper = Math.max(needed[axis].upper, at(node, axis));
      }
    }
    if (!Number.isNaN(terms[node])) sum += Math.exp(terms[node] - largest);
  }
  return { value: isKnown ? largest + Math.log(sum) : Number.NaN, needed };
}

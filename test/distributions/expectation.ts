import type { ArgumentValues, Bound, Distribution } from '../../src/distributions/distribution.ts';
import { evaluate, ofOutcome } from './evaluate.ts';
import { halfLine, integrate, interval, type Rule } from './quadrature.ts';

/** Enough for every discrete case: the heaviest, NegativeBinomial(20, 0.5), leaves 1e-17 beyond 2,000. */
const COUNTS = {
  points: Float64Array.from({ length: 2001 }, (_, k) => k),
  weights: new Float64Array(2001).fill(1),
};

export const isDiscrete = (distribution: Distribution): boolean =>
  distribution.support.kind === 'integer';

/** The ends of the support for these arguments. */
function ends({ support }: Distribution, arguments_: ArgumentValues): [number, number] {
  if (support.kind !== 'real' && support.kind !== 'integer') throw new Error('not of numbers');
  const value = (end: Bound): number => (typeof end === 'number' ? end : arguments_[end.argument]);
  return [value(support.lower), value(support.upper)];
}

/** The support up to `most`, cut into pieces on which the density is smooth. */
function pieces(distribution: Distribution, arguments_: ArgumentValues, most = Infinity): Rule[] {
  if (isDiscrete(distribution)) {
    const points = COUNTS.points.filter((k) => k <= most);
    return [{ points, weights: COUNTS.weights }];
  }
  const [lower, upper] = ends(distribution, arguments_);
  const scale = arguments_.scale ?? arguments_.sd ?? 1;
  if (lower > -Infinity) {
    const last = Math.min(most, upper);
    if (last <= lower) return [];
    if (last === Infinity) return [halfLine(lower, 1, lower || 1)];
    // the density of Triangular has a corner at its mode
    const corners = [lower, arguments_.mode ?? lower, last].filter((x) => x <= last);
    return corners.flatMap((x, k) =>
      k > 0 && corners[k - 1] < x ? [interval(corners[k - 1], x)] : [],
    );
  }
  const centre = arguments_.location ?? arguments_.mean;
  if (most < centre) return [halfLine(most, -1, scale)];
  const left = halfLine(centre, -1, scale);
  return most === Infinity ? [left, halfLine(centre, 1, scale)] : [left, interval(centre, most)];
}

/** E f(X), integrated or summed. */
export function expectation(
  distribution: Distribution,
  arguments_: ArgumentValues,
  f: (x: number) => number,
  most = Infinity,
): number {
  let sum = 0;
  for (const piece of pieces(distribution, arguments_, most)) {
    const logDensity = evaluate(ofOutcome(distribution.logDensity), {
      x: piece.points,
      ...arguments_,
    });
    sum += integrate(piece, (x, k) =>
      logDensity[k] === -Infinity ? 0 : Math.exp(logDensity[k]) * f(x),
    );
  }
  return sum;
}

/** P(X ≤ x) by summing or integrating the density. */
export function massUpTo(
  distribution: Distribution,
  arguments_: ArgumentValues,
  x: number,
): number {
  return expectation(distribution, arguments_, () => 1, x);
}

import { Curvature } from './curvature.ts';
import type { Target } from './method.ts';
import type { ModeSearch } from './mode-search.ts';

/** What the end of a climb turned out to be. */
export type Verdict =
  | {
      readonly kind: 'maximum';
      /** The integral of the density around the maximum by Laplace's approximation, as a logarithm. */
      readonly logMass: number;
    }
  /** A higher point one standard deviation away: the climb goes on from there. */
  | { readonly kind: 'higher'; readonly point: readonly number[] }
  /** Not a maximum, with the reason in the user's words. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Curvature, relative to that of the coordinates involved, below which a direction counts as flat. */
const flatCurvature = 1e-10;
/** An increase of the log density along the whole climb that is still to come counts as unbounded above this. */
const stillRising = 0.1;

export function judge(target: Target, search: ModeSearch): Verdict {
  const point = Float64Array.from(search.point);
  const curvature = Curvature.at(target, point);
  if (search.status === 'maximum' && curvature?.isMaximum)
    return judgeMaximum(target, search, curvature);

  const gradient = new Float64Array(target.dimension);
  target.logDensityGradient(point, gradient);
  const climb = point.map((x, i) => x - search.start[i]);
  const rise = climb.reduce((sum, x, i) => sum + x * gradient[i], 0);
  if (rise > stillRising) return unbounded(target, climb);
  if (curvature === undefined)
    return refused(
      'no-curvature',
      `The second derivatives of the log density are not finite at the best point found (${place(target, point)}). Laplace's approximation needs them; try --method nuts.`,
    );
  const { values, directions } = curvature.principalDirections();
  const lowest = scaledColumn(directions, 0, curvature);
  if (Math.abs(values[0]) <= flatCurvature)
    return refused(
      'flat-direction',
      `The log density is flat along ${names(target, lowest)} at the best point found, so there is no single best point. Give each of these parameters a proper prior, or leave one of them out.`,
    );
  if (values[0] < 0)
    return refused(
      'saddle',
      `The log density curves upwards along ${names(target, lowest)} at the best point found, which is a saddle and not a maximum. Try more starting points, or --method nuts.`,
    );
  return refused(
    'no-convergence',
    `The search for the mode did not settle within ${search.iterations} steps; it got to ${place(target, point)}. Parameters of very different scales can do this: standardise the predictors, or try --method nuts.`,
  );
}

/** A maximum is one only if the log density is lower a standard deviation away, in every direction. */
function judgeMaximum(target: Target, search: ModeSearch, curvature: Curvature): Verdict {
  const size = target.dimension;
  const { values, directions } = curvature.principalDirections();
  const rounding = 1e-10 * Math.max(1, Math.abs(search.value));
  for (let j = 0; j < size; j++) {
    for (const sign of [1, -1]) {
      const deviation = sign / Math.sqrt(values[j]);
      const step = Float64Array.from(
        { length: size },
        (_, i) => deviation * directions[i * size + j],
      );
      const at = (length: number): Float64Array => step.map((s, i) => search.point[i] + length * s);
      if (neverFalls(target, search, at)) {
        if (target.logDensity(at(2 ** 20)) > search.value + 10) return unbounded(target, step);
        return refused(
          'never-falls',
          `The log density does not fall along ${names(target, step, true)}, however far one goes, so the posterior cannot be normalised. Flat priors with perfectly separated outcomes do this: give these parameters a proper prior.`,
        );
      }
      const neighbour = at(1);
      if (target.logDensity(neighbour) > search.value + rounding)
        return { kind: 'higher', point: Array.from(neighbour) };
    }
  }
  const logMass =
    search.value + 0.5 * size * Math.log(2 * Math.PI) - 0.5 * curvature.logDeterminant;
  return { kind: 'maximum', logMass };
}

/** Whether the log density is nowhere lower at 1, 2, 4, … standard deviations than before. */
function neverFalls(
  target: Target,
  search: ModeSearch,
  at: (length: number) => Float64Array,
): boolean {
  let last = search.value;
  for (let length = 1; length <= 2 ** 20; length *= 2) {
    const value = target.logDensity(at(length));
    if (!(value >= last)) return false;
    last = value;
  }
  return true;
}

function refused(code: string, message: string): Verdict {
  return { kind: 'refused', code, message };
}

function unbounded(target: Target, direction: Float64Array): Verdict {
  return refused(
    'unbounded',
    `The log density grows without bound along ${names(target, direction, true)}, so it has no mode. Give these parameters priors that rule this out, or try --method nuts.`,
  );
}

/** Entries of an eigenvector of the scaled curvature: comparable between parameters of different scales. */
function scaledColumn(
  directions: Float64Array,
  column: number,
  curvature: Curvature,
): Float64Array {
  return curvature.scales.map((s, i) => directions[i * curvature.dimension + column] / s);
}

/** The coordinates that make up most of a direction, the largest first: `log(tau) (downwards)`. */
function names(target: Target, direction: Float64Array, withSign = false): string {
  const largest = direction.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
  const named = Array.from(direction.keys())
    .filter((i) => Math.abs(direction[i]) >= 0.3 * largest)
    .sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]) || a - b)
    .map((i) => target.coordinateName(i) + (withSign ? arrow(direction[i]) : ''));
  const rest = named.length > 4 ? ` and ${named.length - 4} more` : '';
  return named.slice(0, 4).join(', ') + rest;
}

function arrow(entry: number): string {
  return entry < 0 ? ' (downwards)' : ' (upwards)';
}

function place(target: Target, point: Float64Array): string {
  const shown = Array.from(
    point.subarray(0, 4),
    (x, i) => `${target.coordinateName(i)} = ${x.toPrecision(4)}`,
  );
  return shown.join(', ') + (point.length > 4 ? ', …' : '');
}

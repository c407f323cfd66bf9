/**
 * The probability that independent continuous variables lie in a given order: the iterated integral
 * of their densities over x₁ < x₂ < … < x_K.
 */
import { logAddExp } from './exponentials.ts';
import { cumulativeWeights, gaussLegendre } from './gauss-legendre.ts';
import { once } from './once.ts';

/** The log densities of all variables at each of some places: one row a variable. */
export type LogDensities = (places: Float64Array) => readonly ArrayLike<number>[];

const COUNT = 24;
const table = once(() => {
  const rule = gaussLegendre(COUNT);
  return { ...rule, cumulative: cumulativeWeights(rule) };
});

/** Where no variable has as much mass, in logarithms, nothing is integrated: e⁻⁴⁵ = 3e−20. */
const NEGLIGIBLE = -45;
/** As far as the integral over a panel and over its halves may differ: those are used, and far better. */
const TOLERANCE = 1e-10;
/** As much may the log densities together vary over a panel: polynomials follow e⁸ to rounding. */
const VARIATION = 16;
const MOST_HALVINGS = 60;

interface Panel {
  readonly from: number;
  readonly to: number;
  /** At the nodes, by variable. */
  readonly logs: readonly Float64Array[];
  /** The logarithms of the mass of each variable. */
  readonly masses: Float64Array;
}

/**
 * log P(lower < x₁ < x₂ < … < x_K), to a relative precision near 1e-13 also where it is small.
 *
 * The line is cut into panels fine enough for all densities. From left to right G[k](x), the integral
 * of f[k] G[k − 1] from `lower` to x, is had at all nodes, with G[0] = 1; the value is G[K](∞). All
 * terms are positive, and kept as logarithms.
 *
 * @param landmarks ascending places around which the mass lies, all above `lower`; tails are found
 * @param lower −Infinity or 0
 */
export function logOrderedProbability(
  logDensities: LogDensities,
  landmarks: readonly number[],
  lower: number,
): number {
  let negligible = NEGLIGIBLE;
  for (;;) {
    const value = iterated(panelsOf(logDensities, landmarks, lower, negligible));
    // of a small probability tails matter that are smaller still
    if (!(value < negligible - NEGLIGIBLE - 1) || negligible < -1e6) return value;
    negligible = value + NEGLIGIBLE;
  }
}

function iterated(panels: readonly Panel[]): number {
  let before: readonly Float64Array[] = panels.map(() => new Float64Array(COUNT));
  let total = 0;
  const { nodes, weights, cumulative } = table();
  for (let k = 0; k < panels[0].logs.length; k++) {
    total = -Infinity;
    const next: Float64Array[] = [];
    panels.forEach(({ from, to, logs }, p) => {
      const values = logs[k].map((value, j) => value + before[p][j]);
      const most = values.reduce((a, b) => Math.max(a, b));
      const scale = most + Math.log(to - from);
      const shares = values.map((value) => (most === -Infinity ? 0 : Math.exp(value - most)));
      next.push(
        Float64Array.from(nodes, (_, j) =>
          logAddExp(total, scale + Math.log(Math.max(0, dot(cumulative[j], shares)))),
        ),
      );
      total = logAddExp(total, scale + Math.log(dot(weights, shares)));
    });
    before = next;
  }
  return total;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** Panels from left to right over all that is not negligible. */
function panelsOf(
  logDensities: LogDensities,
  landmarks: readonly number[],
  lower: number,
  negligible: number,
): Panel[] {
  const places = cuts(logDensities, landmarks, lower, negligible);
  let open = panelsBetween(
    logDensities,
    places.slice(1).map((to, k) => [places[k], to]),
  );
  const done: Panel[] = [];
  for (let halvings = 0; open.length > 0; halvings++) {
    const halves = panelsBetween(
      logDensities,
      open.flatMap(({ from, to }) => {
        const middle = from + (to - from) / 2;
        return [
          [from, middle],
          [middle, to],
        ] as const;
      }),
    );
    const next: Panel[] = [];
    open.forEach((panel, k) => {
      const pair = halves.slice(2 * k, 2 * k + 2);
      const isFine = halvings >= MOST_HALVINGS || isResolved(panel, pair, negligible);
      (isFine ? done : next).push(...pair);
    });
    open = next;
  }
  return done.sort((a, b) => a.from - b.from);
}

/**
 * The landmarks, between them places ever farther from each, and to both sides until nothing is left of
 * the mass: no panel is much wider than the distance to what is beside it.
 */
function cuts(
  logDensities: LogDensities,
  landmarks: readonly number[],
  lower: number,
  negligible: number,
): number[] {
  const own = [...new Set(landmarks)];
  if (own.length === 1) own.push(own[0] + (Math.abs(own[0]) || 1));
  const gaps = own.slice(1).map((place, k) => place - own[k]);
  const hasMass = (place: number, distance: number): boolean =>
    logDensities(Float64Array.of(place)).some(
      (logs) => logs[0] + Math.log(Math.abs(distance)) > negligible,
    );
  /** Places from one outwards, the last where nothing is left. */
  const tail = (place: number, gap: number): number[] => {
    const places: number[] = [];
    for (let step = gap; Number.isFinite(place + step); step *= 2) {
      places.push(place + step);
      if (!hasMass(place + step, step)) break;
    }
    return places;
  };
  const inside = gaps.flatMap((gap, k) => {
    const [from, to] = [own[k], own[k + 1]];
    const rising: number[] = [];
    const falling: number[] = [];
    for (let step = gaps[k - 1] ?? gap; step < gap / 2; step *= 2) rising.push(from + step);
    for (let step = gaps[k + 1] ?? gap; step < gap / 2; step *= 2) falling.unshift(to - step);
    const middle = from + gap / 2;
    const isOpen = rising.length > 0 && falling.length > 0;
    return [from, ...rising, ...(isOpen ? [middle] : []), ...falling];
  });
  const last = own[own.length - 1];
  const right = [last, ...tail(last, gaps[gaps.length - 1])];
  if (lower === -Infinity) return [...tail(own[0], -gaps[0]).reverse(), ...inside, ...right];
  const down: number[] = [];
  for (let place = own[0] / 2; place > 0; place /= 2) {
    down.unshift(place);
    if (!hasMass(place, place)) break;
  }
  return [0, ...down, ...inside, ...right];
}

function panelsBetween(
  logDensities: LogDensities,
  ends: readonly (readonly [number, number])[],
): Panel[] {
  const { nodes, weights } = table();
  const places = new Float64Array(ends.length * COUNT);
  ends.forEach(([from, to], p) => {
    nodes.forEach((node, j) => {
      places[p * COUNT + j] = from + node * (to - from);
    });
  });
  const all = logDensities(places);
  return ends.map(([from, to], p) => {
    const logs = all.map((row) => Float64Array.from(nodes, (_, j) => row[p * COUNT + j]));
    const masses = Float64Array.from(logs, (values) => {
      const most = values.reduce((a, b) => Math.max(a, b));
      if (most === -Infinity) return most;
      const shares = values.map((value) => Math.exp(value - most));
      return most + Math.log((to - from) * dot(weights, shares));
    });
    return { from, to, logs, masses };
  });
}

/** Whether the halves of a panel have all that matters of it. */
function isResolved(
  { from, to, logs, masses }: Panel,
  halves: readonly Panel[],
  negligible: number,
): boolean {
  // what is below this bears on nothing
  const floor = negligible - Math.log(to - from);
  const isExact = masses.every((mass, k) => {
    const better = logAddExp(halves[0].masses[k], halves[1].masses[k]);
    return Math.max(mass, better) < negligible || Math.abs(mass - better) <= TOLERANCE;
  });
  let variation = 0;
  for (const values of logs) {
    const clipped = values.map((value) => Math.max(value, floor));
    variation +=
      clipped.reduce((a, b) => Math.max(a, b)) - clipped.reduce((a, b) => Math.min(a, b));
  }
  return isExact && variation <= VARIATION;
}

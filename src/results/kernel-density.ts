import { quantile } from './summary.ts';

/** A density at equally spaced points. */
export interface DensityCurve {
  readonly points: Float64Array;
  readonly heights: Float64Array;
}

/** Points at which densities are drawn, and cells that values are counted in. */
const pointCount = 128;
const cellCount = 512;
/** Kernels end after so many bandwidths. */
const reach = 4;

/**
 * The density of draws by a normal kernel with the bandwidth of Silverman (1986, section 3.4.2), 0.9 min(sd, IQR / 1.34)
 * n^(−1/5). Where the draws end inside the window, what the kernel has beyond their ends is reflected (ibid.,
 * section 2.10), so that a density that is cut off at a bound does not sink towards it.
 *
 * @param values draws; those that are not finite are left out
 * @param window from where to where; from the smallest to the largest draw unless said
 * @returns heights of a density whose integral over all numbers is 1; undefined where all draws are one value
 */
export function kernelDensity(
  values: Float64Array,
  window?: readonly [number, number],
): DensityCurve | undefined {
  const ascending = values.filter(Number.isFinite).sort();
  const count = ascending.length;
  if (count < 2) return undefined;
  const [smallest, largest] = [ascending[0], ascending[count - 1]];
  const bandwidth = silverman(ascending);
  if (!(bandwidth > 0)) return undefined;
  const [low, high] = window ?? [smallest, largest];

  // draws in cells of the window and of what lies in reach of it, shared between the two nearest (linear binning)
  const from = Math.max(smallest, low - reach * bandwidth);
  const to = Math.min(largest, high + reach * bandwidth);
  if (!(from < to)) return undefined;
  const cell = (to - from) / (cellCount - 1);
  const weights = new Float64Array(cellCount);
  for (const value of ascending) {
    if (value < from || value > to) continue;
    const place = (value - from) / cell;
    const below = Math.min(cellCount - 2, Math.floor(place));
    weights[below] += below + 1 - place;
    weights[below + 1] += place - below;
  }

  const last = pointCount - 1;
  const points = Float64Array.from({ length: pointCount }, (_, k) =>
    // both ends exactly
    k === last ? high : low + ((high - low) * k) / last,
  );
  const scale = 1 / (count * bandwidth * Math.sqrt(2 * Math.PI));
  const heights = points.map((x) => {
    if (x < smallest || x > largest) return 0;
    let sum = 0;
    weights.forEach((weight, k) => {
      if (weight === 0) return;
      const at = from + k * cell;
      sum +=
        weight * (kernel((x - at) / bandwidth) + kernel((x - (2 * smallest - at)) / bandwidth));
      sum += weight * kernel((x - (2 * largest - at)) / bandwidth);
    });
    return sum * scale;
  });
  return { points, heights };
}

function kernel(distance: number): number {
  return Math.abs(distance) > reach ? 0 : Math.exp(-0.5 * distance * distance);
}

function silverman(ascending: Float64Array): number {
  const n = ascending.length;
  const mean = ascending.reduce((sum, x) => sum + x / n, 0);
  const sd = Math.sqrt(ascending.reduce((sum, x) => sum + (x - mean) ** 2 / (n - 1), 0));
  const spread = (quantile(ascending, 0.75) - quantile(ascending, 0.25)) / 1.34;
  return 0.9 * (spread > 0 ? Math.min(sd, spread) : sd) * n ** -0.2;
}

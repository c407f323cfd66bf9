import type { Curvature } from './curvature.ts';
import type { GradientTarget, Note, Target } from './method.ts';

/** A distance of mean and mode, in standard deviations, that is worth a note. */
const notable = 0.25;
/** Of second differences of the gradient, in standard deviations. */
const step = 0.01;

/**
 * How far the mean of each coordinate lies from the mode, in standard deviations, to first order in the third derivatives
 * of the log density f: with S = (−H)⁻¹ = A Aᵀ and a_m the columns of A, S Σ_m f‴(a_m, a_m, ·) / 2 (Tierney, Kass and
 * Kadane 1989, Journal of the American Statistical Association 84:710, section 2). The derivatives are second differences
 * of the gradient, two gradients a coordinate. NaN where the density is 0 or undefined so close to the mode.
 */
export function meansBesideMode(
  target: GradientTarget,
  mode: Float64Array,
  curvature: Curvature,
  sd: Float64Array,
): Float64Array {
  const size = target.dimension;
  const gradientAt = (displacement: Float64Array, distance: number): Float64Array => {
    const gradient = new Float64Array(size);
    const value = target.logDensityGradient(
      mode.map((x, i) => x + distance * displacement[i]),
      gradient,
    );
    return Number.isFinite(value) ? gradient : gradient.fill(Number.NaN);
  };
  const there = gradientAt(new Float64Array(size), 0);
  const sum = new Float64Array(size);
  for (let m = 0; m < size; m++) {
    const unit = new Float64Array(size);
    unit[m] = 1;
    const column = curvature.spread(unit);
    const ahead = gradientAt(column, step);
    const behind = gradientAt(column, -step);
    for (let i = 0; i < size; i++)
      sum[i] += (ahead[i] - there[i] - (there[i] - behind[i])) / step ** 2;
  }
  return curvature.solve(sum).map((shift, i) => shift / 2 / sd[i]);
}

/** A note where the posterior around its mode is skewed: which coordinate most, and by how much mean and mode differ. */
export function notesOnSkewness(
  target: Target,
  mode: Float64Array,
  curvature: Curvature,
  sd: Float64Array,
): Note[] {
  const shifts = meansBesideMode(target, mode, curvature, sd);
  const skewed = [...shifts.keys()].filter((i) => Math.abs(shifts[i]) > notable);
  if (skewed.length === 0) return [];
  const worst = skewed.reduce((a, b) => (Math.abs(shifts[b]) > Math.abs(shifts[a]) ? b : a));
  const size = Math.abs(shifts[worst]);
  // beyond one, the first order says no more than that it is far
  const distance =
    size < 1 ? `about ${size.toFixed(2)} standard deviations` : 'a standard deviation or more';
  const others = skewed.length - 1;
  const rest =
    others === 0
      ? ''
      : `; so are ${others} other ${others === 1 ? 'coordinate' : 'coordinates'}, by more than ${notable}`;
  const message = `The posterior is skewed at its mode: the mean of ${target.coordinateName(worst)} lies ${distance} ${shifts[worst] < 0 ? 'below' : 'above'} its mode, which is the centre of the approximation${rest}.`;
  return [{ code: 'skewed', severity: 'note', message }];
}

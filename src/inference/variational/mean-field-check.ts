import { Curvature, largestHessian } from '../curvature.ts';
import type { Note, Target } from '../method.ts';

/** Standard deviations below this share of the true ones make the result untrustworthy. */
const smallestShare = 0.6;

/**
 * How much too small the standard deviations of independent normals are because of correlations. Near
 * a normal posterior with precision Λ they are 1 / √Λᵢᵢ in place of √(Λ⁻¹)ᵢᵢ (Bishop 2006, section
 * 10.1.2); Λ is taken as the curvature at the mean.
 *
 * @returns the coordinate whose share is smallest; undefined where the curvature describes no normal
 */
function smallestSdShare(
  target: Target,
  mean: Float64Array,
): { readonly coordinate: number; readonly share: number } | undefined {
  const curvature = Curvature.at(target, mean);
  if (curvature === undefined || !curvature.isMaximum) return undefined;
  let worst = { coordinate: 0, share: 1 };
  for (let i = 0; i < target.dimension; i++) {
    const unit = new Float64Array(target.dimension);
    unit[i] = 1;
    const share = curvature.scales[i] / Math.sqrt(curvature.solve(unit)[i]);
    if (share < worst.share) worst = { coordinate: i, share };
  }
  return worst;
}

/** A warning where correlations make standard deviations much too small. */
export function notesOnCorrelations(target: Target, mean: Float64Array): Note[] {
  const worst =
    target.dimension === 1 || target.dimension > largestHessian
      ? undefined
      : smallestSdShare(target, mean);
  if (worst === undefined || worst.share >= smallestShare) return [];
  const name = target.coordinateName(worst.coordinate);
  const message = `Parameters are correlated in the posterior, and mean-field approximations treat them as independent: standard deviations are too small, that of ${name} only about ${worst.share.toPrecision(1)} of what it should be. Means are good. Use --family full-rank or --method nuts for standard deviations.`;
  return [{ code: 'correlated', severity: 'warning', message }];
}

import { Curvature } from './curvature.ts';
import type { Note, Target } from './method.ts';
import { largestHessian } from './variational-start.ts';

/** Standard deviations below this share of the true ones make the result untrustworthy. */
const smallestShare = 0.6;

/**
 * How much too small the standard deviations of independent normals are because of correlations. Near
 * a normal posterior with precision Λ they are 1 / √Λᵢᵢ in place of √(Λ⁻¹)ᵢᵢ (Bishop 2006, section
 * 10.1.2); Λ is taken as the curvature at the mean.
 *
 * @returns the coordinate whose share is smallest; undefined where the curvature describes no normal
 */
export function smallestSdShare(
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

/** What users of a mean-field approximation should know of correlations here. */
export function notesOnCorrelations(target: Target, mean: Float64Array): Note[] {
  if (target.dimension === 1) return [];
  const worst = target.dimension > largestHessian ? undefined : smallestSdShare(target, mean);
  if (worst === undefined || worst.share >= smallestShare) {
    const message =
      'Mean-field approximations treat the parameters as independent: standard deviations are too small where parameters are correlated in the posterior.';
    return [{ code: 'mean-field', severity: 'note', message }];
  }
  const name = target.coordinateName(worst.coordinate);
  const message = `Parameters are correlated in the posterior, and mean-field approximations treat them as independent: standard deviations are too small, that of ${name} only about ${worst.share.toPrecision(1)} of what it should be. Means are good. Use --method nuts or laplace for standard deviations.`;
  return [{ code: 'correlated', severity: 'warning', message }];
}

import type { Comparison, ValidatedMethod } from './compare-with-reference.ts';

/** Below this ratio of standard deviations a table says why. */
const noticeableRatio = 0.9;
/** Above this error of a mean, in standard deviations, a table says where. */
const noticeableError = 0.3;

/** Why a method is off, as far as it is. */
export function remark(comparison: Comparison, method: ValidatedMethod): string {
  if (method === 'vi') return viRemark(comparison);
  return method === 'laplace' ? laplaceRemark(comparison) : nutsRemark(comparison);
}

/** What limits a sampler is its number of independent draws; more is a fault. */
function nutsRemark({ nuts }: Comparison): string {
  return nuts.meanError > noticeableError ? `largest error in ${nuts.worst}` : '';
}

/** Where the Laplace approximation is off: the parameter whose mean is, and whether the fit said so itself. */
function laplaceRemark({ laplace }: Comparison): string {
  const { meanError, worst, trustworthy } = laplace;
  if (!trustworthy) return `not near a normal, and says so; largest error in ${worst}`;
  return meanError > noticeableError
    ? `the mode of ${worst} on its unconstrained scale is not its mean`
    : '';
}

/** What limits independent normals: the correlations of the posterior, or its shape. */
function viRemark({ vi, meanFieldLimit }: Comparison): string {
  if (meanFieldLimit === undefined) {
    return vi.smallestRatio < noticeableRatio
      ? `independent normals do not fit this shape; smallest ratio in ${vi.narrowest}`
      : '';
  }
  return meanFieldLimit < noticeableRatio
    ? `correlations: independent normals reach ${meanFieldLimit.toFixed(3)} at best`
    : '';
}

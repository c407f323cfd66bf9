import type { Comparison } from './compare-with-reference.ts';

/** Below this ratio of standard deviations a table says why. */
const noticeableRatio = 0.9;
/** Above this error of a mean, in standard deviations, a table says where. */
const noticeableError = 0.3;

/** Where the Laplace approximation is off: the parameter whose mean is, and whether the fit said so itself. */
export function laplaceRemark({ laplace }: Comparison): string {
  const { meanError, worst, trustworthy } = laplace;
  if (!trustworthy) return `not near a normal, and says so; largest error in ${worst}`;
  return meanError > noticeableError
    ? `the mode of ${worst} on its unconstrained scale is not its mean`
    : '';
}

/** What limits independent normals: the correlations of the posterior, or its shape. */
export function viRemark({ vi, meanFieldLimit }: Comparison): string {
  if (meanFieldLimit === undefined) {
    return vi.smallestRatio < noticeableRatio
      ? `independent normals do not fit this shape; smallest ratio in ${vi.narrowest}`
      : '';
  }
  return meanFieldLimit < noticeableRatio
    ? `correlations: independent normals reach ${meanFieldLimit.toFixed(3)} at best`
    : '';
}

import type { Accuracy, Comparison, ValidatedMethod } from './compare-with-reference.ts';

/** Below this ratio of standard deviations a table says why. */
const noticeableRatio = 0.9;
/** Above this error of a mean, in standard deviations, a table says where. */
const noticeableError = 0.3;

/** Why a method is off, as far as it is. */
export function remark({ by, meanFieldLimit }: Comparison, method: ValidatedMethod): string {
  const accuracy = by[method]!;
  if (method === 'vi') return viRemark(accuracy, meanFieldLimit);
  const { meanError, worst, trustworthy } = accuracy;
  if (method !== 'nuts' && !trustworthy)
    return `not near a normal, and says so; largest error in ${worst}`;
  return meanError > noticeableError ? `largest error in ${worst}` : '';
}

/** What limits independent normals: the correlations of the posterior, or its shape. */
function viRemark({ smallestRatio, narrowest }: Accuracy, limit: number | undefined): string {
  // draws that were corrected do not show the limit
  if (smallestRatio >= noticeableRatio) return '';
  return limit !== undefined && limit < noticeableRatio
    ? `correlations: independent normals reach ${limit.toFixed(3)} at best`
    : `independent normals do not fit this shape; smallest ratio in ${narrowest}`;
}

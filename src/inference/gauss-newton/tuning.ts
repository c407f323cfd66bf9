import { lbfgsDefaults, maximise } from '../lbfgs.ts';
import type { Target } from '../method.ts';
import type { AtMode } from './at-mode.ts';
import { Precision } from './precision.ts';
import { PriorCurvature } from './prior-curvature.ts';
import { factorsOf, farthest, withFactors } from './tuned-prior.ts';

/**
 * Of finding what is largest with the weights as they are, and how near to it, relative to the log evidence: as the
 * weights follow, and all is found again, not further than a few steps.
 */
const [mostSteps, tolerance] = [20, 1e-7];

/**
 * The factors of prior precisions and the scale of the noise at which the evidence by Laplace's method is largest, with
 * the weights and the derivatives of the networks as they are: log density − ½ log det of the precision, in which the
 * likelihood's part is in inverse proportion to the square of the scale (MacKay 1992, A practical Bayesian framework for
 * backpropagation networks; Immer and others 2021, Scalable marginal likelihood estimation for model selection in deep
 * learning). The scale is a parameter with a prior, so that this is the mode of its own posterior, on the logarithm.
 */
export function tuned(
  target: Target,
  { groups, logFactors, blocks }: AtMode,
  point: Float64Array,
): { readonly logFactors: number[]; readonly point: Float64Array } {
  const information = target.information!;
  const { noise, dimension } = information;
  const count = groups.length;
  const sizes = groups.map(({ priors }) => priors.reduce((sum, { sd }) => sum + sd.length, 0));
  const squares = groups.map(({ priors }) =>
    priors.reduce(
      (sum, { from, mean, sd }) =>
        sd.reduce((total, s, k) => total + ((point[from + k] - mean[k]) / s) ** 2, sum),
      0,
    ),
  );
  const at = (values: ArrayLike<number>): Float64Array => {
    const moved = point.slice();
    if (noise !== undefined) moved[noise] = values[count];
    return moved;
  };
  const slopes = new Float64Array(dimension);
  const evidence = (values: Float64Array, gradient: Float64Array): number => {
    const moved = at(values);
    const change = noise === undefined ? 0 : moved[noise] - point[noise];
    const own = values.subarray(0, count);
    if (own.some((value) => Math.abs(value) > 2 * farthest) || Math.abs(change) > farthest)
      return Number.NEGATIVE_INFINITY;
    const scale = new Float64Array(dimension).fill(Math.exp(-change));
    if (noise !== undefined) scale[noise] = 1;
    const prior = new PriorCurvature(information, point, factorsOf(groups, own, dimension));
    const precision = new Precision(blocks, prior, scale);
    const density = withFactors(target, groups, own).logDensityGradient(moved, slopes);
    const variances = precision.variances();
    groups.forEach(({ priors }, group) => {
      const factor = Math.exp(own[group]);
      const spread = priors.reduce(
        (sum, { from, sd }) =>
          sd.reduce((total, s, k) => total + variances[from + k] / (s * s), sum),
        0,
      );
      gradient[group] = 0.5 * (sizes[group] - factor * (squares[group] + spread));
    });
    if (noise !== undefined) {
      const determined = precision.determined();
      determined[noise] = 0;
      gradient[count] = slopes[noise] + determined.reduce((sum, value) => sum + value, 0);
    }
    return density - 0.5 * precision.logDeterminant;
  };
  const start = noise === undefined ? logFactors : [...logFactors, point[noise]];
  const options = { ...lbfgsDefaults, relativeGradient: tolerance };
  const best = maximise(evidence, start, mostSteps, options)?.point ?? start;
  return {
    logFactors: best.slice(0, count).map((value) => Math.max(-farthest, Math.min(farthest, value))),
    point: at(best),
  };
}

import { smoothWeights } from '../inference/pareto-smoothing.ts';
import { logSumExp } from '../numerics/index.ts';
import { essMean } from '../results/convergence.ts';

/** Expected log pointwise predictive density for new data, with its error over the observations. */
export interface PredictiveDensity {
  readonly elpd: number;
  readonly standardError: number;
  /** The effective number of parameters. */
  readonly effectiveParameters: number;
  /** Of each observation: they sum to `elpd`. */
  readonly pointwise: Float64Array;
}

export interface LeaveOneOut extends PredictiveDensity {
  /** Pareto k of each observation: above 0.7 its part of the sum is not trustworthy. */
  readonly paretoK: Float64Array;
}

/**
 * Leave-one-out cross-validation by Pareto-smoothed importance sampling (Vehtari, Gelman and Gabry 2017, Statistics and
 * Computing 27:1413), as `loo` of the R package of that name.
 *
 * @param logLikelihood of each observation: its log likelihood at each draw, chains one after the other
 * @param chains how many chains the draws come from; `undefined` where they are independent
 */
export function leaveOneOut(
  logLikelihood: readonly Float64Array[],
  chains: number | undefined,
): LeaveOneOut {
  const pointwise = new Float64Array(logLikelihood.length);
  const paretoK = new Float64Array(logLikelihood.length);
  let full = 0;
  logLikelihood.forEach((values, k) => {
    const count = values.length;
    full += logSumExp(values) - Math.log(count);
    const spread =
      values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    if (!(spread > 0)) {
      pointwise[k] = values[0];
      return;
    }
    const ratios = values.map((value) => -value);
    const smoothed = smoothWeights(ratios, chains === undefined ? 1 : efficiency(values, chains));
    const { logWeights } = smoothed;
    paretoK[k] = smoothed.paretoK;
    pointwise[k] =
      logSumExp(values.map((value, i) => value + logWeights[i])) - logSumExp(logWeights);
  });
  const sum = pointwise.reduce((a, b) => a + b, 0);
  return {
    elpd: sum,
    standardError: errorOfSum(pointwise),
    effectiveParameters: full - sum,
    pointwise,
    paretoK,
  };
}

/** The widely applicable information criterion (Watanabe 2010), on the scale of the elpd. */
export function waic(logLikelihood: readonly Float64Array[]): PredictiveDensity {
  let effectiveParameters = 0;
  const pointwise = Float64Array.from(logLikelihood, (values) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    const variance = values.length > 1 ? squares / (values.length - 1) : 0;
    effectiveParameters += variance;
    return logSumExp(values) - Math.log(values.length) - variance;
  });
  return {
    elpd: pointwise.reduce((a, b) => a + b, 0),
    standardError: errorOfSum(pointwise),
    effectiveParameters,
    pointwise,
  };
}

/** √(n · variance): of a sum of n independent terms. */
export function errorOfSum(terms: Float64Array): number {
  const n = terms.length;
  if (n < 2) return 0;
  const mean = terms.reduce((a, b) => a + b, 0) / n;
  return Math.sqrt((n * terms.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / (n - 1));
}

/** The effective share of draws of the likelihood itself, at most 1. */
function efficiency(values: Float64Array, chains: number): number {
  const largest = values.reduce((a, b) => Math.max(a, b));
  const length = values.length / chains;
  const ess = essMean(
    Array.from({ length: chains }, (_, chain) =>
      values
        .subarray(chain * length, (chain + 1) * length)
        .map((value) => Math.exp(value - largest)),
    ),
  );
  return Number.isNaN(ess) ? 1 : Math.min(1, ess / values.length);
}

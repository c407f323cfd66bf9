import { logSumExp } from '../numerics/index.ts';
import type { Random } from '../random/random.ts';

/** Probabilities in proportion to exp(log weight). */
export function normalise(logWeights: ArrayLike<number>): number[] {
  const total = logSumExp(logWeights);
  return Array.from(logWeights, (value) => Math.exp(value - total));
}

const mostIterations = 100_000;
/** What is left to gain of the mean log score. */
const tolerance = 1e-9;

/**
 * Stacking of predictive distributions (Yao, Vehtari, Simpson and Gelman 2018, Bayesian Analysis 13:917): the weights
 * that maximise Σᵢ log Σₖ wₖ exp(elpdᵢₖ), by the EM iteration for the weights of a mixture, which never leaves
 * the simplex. The mean over i of exp(elpdᵢₖ) / Σⱼ wⱼ exp(elpdᵢⱼ), which multiplies wₖ, is the derivative by wₖ: the
 * mean log score is concave, and its largest derivative bounds how far it lies below the maximum.
 *
 * @param pointwise one array a model, of the elpd of each observation
 */
export function stackingWeights(pointwise: readonly Float64Array[]): number[] {
  const models = pointwise.length;
  const n = pointwise[0].length;
  const densities = pointwise.map((row) =>
    row.map((value, i) => Math.exp(value - Math.max(...pointwise.map((other) => other[i])))),
  );
  let weights = new Array<number>(models).fill(1 / models);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const slopes = new Array<number>(models).fill(0);
    for (let i = 0; i < n; i++) {
      let mixed = 0;
      for (let k = 0; k < models; k++) mixed += weights[k] * densities[k][i];
      for (let k = 0; k < models; k++) slopes[k] += densities[k][i] / mixed / n;
    }
    if (Math.max(...slopes) - 1 < tolerance) break;
    weights = weights.map((w, k) => w * slopes[k]);
  }
  return weights;
}

const replications = 1000;

/**
 * Pseudo-BMA+ (ibid., section 3.4): weights in proportion to exp(elpd), averaged over the Bayesian bootstrap of the
 * observations, which makes good for how uncertain the elpd is.
 *
 * @param pointwise one array a model, of the elpd of each observation
 */
export function pseudoBmaPlusWeights(pointwise: readonly Float64Array[], random: Random): number[] {
  const n = pointwise[0].length;
  const weights = new Array<number>(pointwise.length).fill(0);
  for (let replication = 0; replication < replications; replication++) {
    // uniform on the simplex of the observations: exponential draws over their sum
    const shares = Float64Array.from({ length: n }, () => random.exponential());
    const total = shares.reduce((a, b) => a + b, 0);
    const elpds = pointwise.map(
      (row) => (n * row.reduce((sum, value, i) => sum + shares[i] * value, 0)) / total,
    );
    normalise(elpds).forEach((weight, k) => {
      weights[k] += weight / replications;
    });
  }
  return weights;
}

import { logSumExp } from './log-densities.ts';

/** Probabilities in proportion to exp(log weight). */
export function normalise(logWeights: ArrayLike<number>): number[] {
  const total = logSumExp(logWeights);
  return Array.from(logWeights, (value) => Math.exp(value - total));
}

const mostIterations = 100_000;
const tolerance = 1e-9;

/**
 * Stacking of predictive distributions (Yao, Vehtari, Simpson and Gelman 2018, Bayesian Analysis 13:917): the weights
 * that maximise Σᵢ log Σₖ wₖ exp(elpdᵢₖ), by the EM iteration for the weights of a mixture, which never leaves
 * the simplex.
 *
 * @param pointwise one array a model, of the elpd of each observation
 */
export function stackingWeights(pointwise: readonly Float64Array[]): number[] {
  const models = pointwise.length;
  const n = pointwise[0].length;
  let weights = new Array<number>(models).fill(1 / models);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const next = new Array<number>(models).fill(0);
    for (let i = 0; i < n; i++) {
      const shares = normalise(weights.map((w, k) => Math.log(w) + pointwise[k][i]));
      for (let k = 0; k < models; k++) next[k] += shares[k] / n;
    }
    const change = next.reduce((sum, w, k) => Math.max(sum, Math.abs(w - weights[k])), 0);
    weights = next;
    if (change < tolerance) break;
  }
  return weights;
}

/** How strong the evidence of a log Bayes factor is, in the words of Kass and Raftery (1995, JASA 90:773). */
export function inWords(logBayesFactor: number): string {
  const twice = 2 * Math.abs(logBayesFactor);
  if (twice < 2) return 'not worth more than a bare mention';
  if (twice < 6) return 'positive';
  return twice < 10 ? 'strong' : 'very strong';
}

/**
 * What is uncertain of one value: the noise that stays however much is learnt (aleatoric), and what is not known of the
 * parameters (epistemic). Errors are Monte Carlo standard errors, of independent draws.
 */

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** Of a number, by the law of total variance: Var y = E Var(y | θ) + Var E(y | θ). */
export interface VarianceSplit {
  readonly mean: Estimate;
  readonly total: Estimate;
  readonly aleatoric: Estimate;
  readonly epistemic: Estimate;
}

/**
 * Of a class, in nats: the entropy of the predictive probabilities is the expected entropy and the mutual information of
 * class and parameters (Houlsby, Huszár, Ghahramani and Lengyel 2011).
 */
export interface EntropySplit {
  /** The predictive probability of each class. */
  readonly probabilities: readonly number[];
  readonly entropy: Estimate;
  readonly expectedEntropy: Estimate;
  readonly mutualInformation: Estimate;
}

/** @param means,variances of the value given the parameters of each draw */
export function splitVariance(means: Float64Array, variances: Float64Array): VarianceSplit {
  const mean = average(means);
  // n − 1 makes both parts of the sum unbiased
  const correction = means.length / (means.length - 1);
  const between = means.map((m) => (m - mean.value) ** 2 * correction);
  return {
    mean,
    total: average(variances.map((variance, k) => variance + between[k])),
    aleatoric: average(variances),
    epistemic: average(between),
  };
}

/** @param draws the probabilities of all classes given the parameters of each draw, one draw after the other */
export function splitEntropy(draws: Float64Array, classes: number): EntropySplit {
  const count = draws.length / classes;
  const probabilities = new Array<number>(classes).fill(0);
  draws.forEach((p, k) => {
    probabilities[k % classes] += p / count;
  });
  const logs = probabilities.map(Math.log);
  // by draw: −Σ p log p̄, which averages to the entropy of p̄, and is its slope; −Σ p log p; their difference
  const cross = new Float64Array(count);
  const own = new Float64Array(count);
  draws.forEach((p, k) => {
    if (p === 0) return;
    const draw = Math.floor(k / classes);
    cross[draw] -= p * logs[k % classes];
    own[draw] -= p * Math.log(p);
  });
  return {
    probabilities,
    entropy: average(cross),
    expectedEntropy: average(own),
    mutualInformation: average(cross.map((value, k) => value - own[k])),
  };
}

/** The mean of independent draws; without an error of one draw alone. */
function average(values: Float64Array): Estimate {
  const count = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / count;
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
  return { value, standardError: Math.sqrt(squares / (count - 1) / count) };
}

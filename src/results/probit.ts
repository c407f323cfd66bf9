/**
 * Probabilities of classes whose scores are normal, by the probit approximation of MacKay (1992, The evidence framework
 * applied to classification networks, Neural Computation 4): the logistic function of m / √(1 + π v / 8), of several
 * classes the softmax of these (Gibbs 1997, Bayesian Gaussian processes for regression and classification).
 *
 * @param means,variances of the scores: one number for 0 and 1, else one for each class
 * @returns the probability of 1, or of each class
 */
export function probit(means: ArrayLike<number>, variances: ArrayLike<number>): number[] {
  const scaled = Array.from(means, (m, k) => m / Math.sqrt(1 + (Math.PI * variances[k]) / 8));
  const scores = scaled.length === 1 ? [scaled[0], 0] : scaled;
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scaled.map((_, k) => weights[k] / total);
}

/** The variances of numbers around known means, from how far other values are from these. */
export class Spread {
  readonly means: Float64Array;
  readonly variances: Float64Array;

  constructor(means: ArrayLike<number>) {
    this.means = Float64Array.from(means);
    this.variances = new Float64Array(means.length);
  }

  /** @param weight 1 over how many there are of draws, 1 of deviations whose squares add up to the variance */
  add(values: ArrayLike<number>, weight: number): void {
    for (let k = 0; k < this.means.length; k++)
      this.variances[k] += weight * (values[k] - this.means[k]) ** 2;
  }
}

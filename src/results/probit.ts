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

/** The variances of numbers around known means, from independent draws. */
export class Spread {
  readonly means: Float64Array;
  private readonly squares: Float64Array;
  private count = 0;

  constructor(means: ArrayLike<number>) {
    this.means = Float64Array.from(means);
    this.squares = new Float64Array(means.length);
  }

  add(draw: ArrayLike<number>): void {
    this.count += 1;
    for (let k = 0; k < this.means.length; k++) this.squares[k] += (draw[k] - this.means[k]) ** 2;
  }

  get variances(): Float64Array {
    return this.squares.map((sum) => sum / this.count);
  }
}

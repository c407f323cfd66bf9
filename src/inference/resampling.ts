import type { Random } from '../random/random.ts';

/**
 * `count` positions, each as often as its weight says on average (all alike where all weights are 0), in random order:
 * the stratified resampling of Kitagawa (1996, Journal of Computational and Graphical Statistics 5:1).
 */
export function resample(logWeights: Float64Array, count: number, random: Random): Int32Array {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  const none = largest === Number.NEGATIVE_INFINITY;
  const weights = logWeights.map((value) => (none ? 1 : Math.exp(value - largest)));
  const total = weights.reduce((a, b) => a + b, 0);
  const order = random.permutation(count);
  const chosen = new Int32Array(count);
  let position = 0;
  let reached = weights[0];
  for (let stratum = 0; stratum < count; stratum++) {
    const level = ((stratum + random.uniform()) / count) * total;
    while (reached < level && position < weights.length - 1) reached += weights[++position];
    chosen[order[stratum]] = position;
  }
  return chosen;
}

/**
 * What the squared deviation of each position counts, once it is drawn, in the squared error of a mean of `count`
 * resampled draws, where that of an independent draw counts 1: error² = Σ factor (x − mean)² / count² over the draws.
 *
 * A position of normalised weight w is expected a = count · w times. Self-normalised weights have the squared error
 * Σ a² (x − mean)² / count² over all positions (Owen 2013, Monte Carlo theory, methods and examples, section 9.2).
 * Stratified resampling adds the variance of the number of times a position is drawn, which with the borders of the
 * strata anywhere is a − a² + a³/3 up to a = 1 and 1/3 above. A position is drawn a times on average: its factor is
 * the sum of the two over a. Infinite where all weights are 0.
 */
export function errorFactors(logWeights: Float64Array, count: number): Float64Array {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  if (largest === Number.NEGATIVE_INFINITY)
    return new Float64Array(logWeights.length).fill(Infinity);
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => {
    const expected = (count * weight) / total;
    return expected <= 1 ? 1 + expected ** 2 / 3 : expected + 1 / (3 * expected);
  });
}

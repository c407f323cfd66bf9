/** Steps of the inverse temperature, from the prior at 0 to the posterior at 1. */

/** Bisections of a step: it need not be known better. */
const bisections = 40;

/** What a step does to particles of equal weight. */
interface Reweighting {
  /** log mean exp of the log weights: by how much the step changes the log evidence. */
  readonly logMean: number;
  /** The effective sample size of the weights as a share of the particles (Kong 1992). */
  readonly efficiency: number;
}

export function reweight(logLikelihoods: ArrayLike<number>, step: number): Reweighting {
  let largest = Number.NEGATIVE_INFINITY;
  const count = logLikelihoods.length;
  for (let k = 0; k < count; k++) largest = Math.max(largest, logLikelihoods[k]);
  if (largest === Number.NEGATIVE_INFINITY) return { logMean: largest, efficiency: 0 };
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < count; k++) {
    const weight = Math.exp(step * (logLikelihoods[k] - largest));
    sum += weight;
    squares += weight * weight;
  }
  return {
    logMean: step * largest + Math.log(sum / count),
    efficiency: (sum * sum) / (squares * count),
  };
}

/**
 * The largest step, at most `remaining`, after which the weights are worth `share` of the particles at which the
 * likelihood is not 0 (Jasra, Stephens, Doucet and Tsagaris 2011, Scandinavian Journal of Statistics 38:1); as weights
 * are equal before, conditional and plain effective sample size are the same.
 */
export function nextStep(
  logLikelihoods: ArrayLike<number>,
  remaining: number,
  share: number,
): number {
  let possible = 0;
  for (let k = 0; k < logLikelihoods.length; k++) {
    if (logLikelihoods[k] > Number.NEGATIVE_INFINITY) possible++;
  }
  const wanted = (share * possible) / logLikelihoods.length;
  const suffices = (step: number): boolean => reweight(logLikelihoods, step).efficiency >= wanted;
  if (suffices(remaining)) return remaining;
  let tooLarge = remaining;
  let small = remaining / 2;
  while (!suffices(small) && small > Number.MIN_VALUE) {
    tooLarge = small;
    small /= 2;
  }
  for (let k = 0; k < bisections; k++) {
    const middle = (small + tooLarge) / 2;
    if (suffices(middle)) small = middle;
    else tooLarge = middle;
  }
  return small;
}

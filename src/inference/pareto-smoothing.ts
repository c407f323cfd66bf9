/** Above this k importance weights have no trustworthy average (Vehtari et al. 2024). */
export const largestTrustedK = 0.7;

/** A fitted generalised Pareto distribution: shape k and scale sigma. */
export interface ParetoFit {
  readonly k: number;
  readonly sigma: number;
}

/**
 * The generalised Pareto distribution fitted to ascending exceedances: the profile posterior mean of Zhang and
 * Stephens (2009, Technometrics 51:316), with k shrunk towards 0.5 as ten further observations would do
 * (Vehtari, Simpson, Gelman, Yao and Gabry 2024, appendix G). k is infinite where the fit is not defined.
 */
export function fitGeneralisedPareto(exceedances: ArrayLike<number>): ParetoFit {
  const n = exceedances.length;
  const gridSize = 30 + Math.floor(Math.sqrt(n));
  const quartile = exceedances[Math.floor(n / 4 + 0.5) - 1];
  const largest = exceedances[n - 1];
  const grid: number[] = [];
  const logLikelihood: number[] = [];
  for (let j = 1; j <= gridSize; j++) {
    const theta = 1 / largest + (1 - Math.sqrt(gridSize / (j - 0.5))) / (3 * quartile);
    const k = meanLog1p(-theta, exceedances);
    grid.push(theta);
    logLikelihood.push(n * (Math.log(-theta / k) - k - 1));
  }
  const top = Math.max(...logLikelihood);
  let total = 0;
  let theta = 0;
  logLikelihood.forEach((value, j) => {
    const weight = Math.exp(value - top);
    total += weight;
    theta += weight * grid[j];
  });
  theta /= total;
  const k = meanLog1p(-theta, exceedances);
  const shrunk = (k * n + 10 * 0.5) / (n + 10);
  return { k: Number.isNaN(shrunk) ? Infinity : shrunk, sigma: -k / theta };
}

function meanLog1p(factor: number, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.log1p(factor * values[i]);
  return sum / values.length;
}

export interface SmoothedWeights {
  /** In the order and on the scale of the ratios; not normalised; none above the largest ratio. */
  readonly logWeights: Float64Array;
  /** Above 0.7 the weights have no trustworthy average; infinite where no tail could be fitted. */
  readonly paretoK: number;
}

/**
 * Pareto-smoothed importance sampling of log ratios, as `psis` of the R package loo: the largest
 * min(0.2 S, 3 √(S / efficiency)) weights are replaced by quantiles of the Pareto distribution fitted to them.
 * `relativeEfficiency` is the effective share of draws that are not independent. Ratios of −inf are weights
 * of 0; a ratio of NaN or +inf is a RangeError.
 */
export function smoothWeights(
  logRatios: ArrayLike<number>,
  relativeEfficiency = 1,
): SmoothedWeights {
  const count = logRatios.length;
  let largest = -Infinity;
  for (let i = 0; i < count; i++) {
    if (!(logRatios[i] < Infinity)) throw new RangeError(`log ratio ${i} is ${logRatios[i]}`);
    largest = Math.max(largest, logRatios[i]);
  }
  const logWeights = Float64Array.from(logRatios);
  if (largest === -Infinity) return { logWeights, paretoK: Infinity };

  const tail = Math.ceil(Math.min(0.2 * count, 3 * Math.sqrt(count / relativeEfficiency)));
  const order = new Uint32Array(count).map((_, i) => i).sort((a, b) => logRatios[a] - logRatios[b]);
  const tailOrder = order.subarray(count - tail);
  const relative = Float64Array.from(tailOrder, (i) => logRatios[i] - largest);
  const allEqual = relative[tail - 1] - relative[0] < Number.EPSILON / 100;
  if (tail < 5 || allEqual) return { logWeights, paretoK: Infinity };

  const cutoff = Math.exp(logRatios[order[count - tail - 1]] - largest);
  const { k, sigma } = fitGeneralisedPareto(relative.map((value) => Math.exp(value) - cutoff));
  if (!Number.isFinite(k)) return { logWeights, paretoK: k };
  tailOrder.forEach((draw, rank) => {
    const exceedance = generalisedParetoQuantile((rank + 0.5) / tail, k, sigma);
    logWeights[draw] = largest + Math.min(0, Math.log(exceedance + cutoff));
  });
  return { logWeights, paretoK: k };
}

/** σ ((1 − p)^(−k) − 1) / k, and its limit −σ log(1 − p) at k = 0. */
function generalisedParetoQuantile(p: number, k: number, sigma: number): number {
  const exponential = -Math.log1p(-p);
  return sigma * (k === 0 ? exponential : Math.expm1(k * exponential) / k);
}

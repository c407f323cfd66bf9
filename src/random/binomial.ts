/** Binomial variates. */
import { log1pMinus, stirlingError } from '../numerics/index.ts';
import type { Random } from './random.ts';

/** Below this mean the gaps between successes are drawn; BTRS needs at least 10. */
const SMALL_MEAN = 10;

/** The number of successes in n trials of probability p. */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`the number of trials must be a whole number at least 0, not ${n}`);
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must be within 0 and 1, not ${p}`);
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  if (p === 0 || n === 0) return 0;
  return n * p < SMALL_MEAN
    ? countSuccesses(random, n, p)
    : drawByTransformedRejection(random, n, p);
}

/** Adds geometric gaps until they exceed the trials (L. Devroye 1986, chapter X.4). */
function countSuccesses(random: Random, n: number, p: number): number {
  const logFailure = Math.log1p(-p);
  let count = 0;
  for (;;) {
    n -= Math.floor(-random.exponential() / logFailure) + 1;
    if (!(n >= 0)) return count;
    count++;
  }
}

/** k log(mean/k) − mean + k, the (negative) deviance of a count; its limit for k = 0. */
function deviance(k: number, mean: number): number {
  return k === 0 ? -mean : k * log1pMinus((mean - k) / k);
}

/** log of a probability up to what does not depend on k, without cancellation (C. Loader, 2000). */
function logWeight(k: number, n: number, p: number): number {
  const rest = n - k;
  const corrections = (k === 0 ? 0 : stirlingError(k)) + (rest === 0 ? 0 : stirlingError(rest));
  const roots =
    0.5 *
    (Math.log(k === 0 ? 1 / (2 * Math.PI) : k) + Math.log(rest === 0 ? 1 / (2 * Math.PI) : rest));
  return deviance(k, n * p) + deviance(rest, n * (1 - p)) - corrections - roots;
}

/**
 * Algorithm BTRS of W. Hörmann, "The generation of binomial random variates", Journal of
 * Statistical Computation and Simulation 46 (1993), 101-110, for p ≤ ½ and np ≥ 10.
 */
function drawByTransformedRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const squeeze = 0.92 - 4.2 / b;
  const logModeWeight = logWeight(Math.floor((n + 1) * p), n, p);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= logWeight(k, n, p) - logModeWeight) return k;
  }
}

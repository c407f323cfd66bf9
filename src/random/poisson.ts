/** Poisson variates. */
import { log1pMinus, stirlingError } from '../numerics/index.ts';
import type { Random } from './random.ts';

/** Below this rate waiting times are counted; PTRS needs at least 10. */
const SMALL_RATE = 10;

/** A Poisson variate of any rate ≥ 0. */
export function drawPoisson(random: Random, rate: number): number {
  if (!(rate >= 0)) throw new RangeError(`a Poisson rate must be at least 0, not ${rate}`);
  if (rate === Infinity) return Infinity;
  return rate < SMALL_RATE ? countArrivals(random, rate) : drawByTransformedRejection(random, rate);
}

/** How many exponential waiting times fit into the rate. */
function countArrivals(random: Random, rate: number): number {
  let count = 0;
  let time = random.exponential();
  while (time < rate) {
    count++;
    time += random.exponential();
  }
  return count;
}

/** log of rateᵏ e^(−rate)/k!, by Stirling's formula so that nothing cancels (C. Loader, 2000). */
function logProbability(k: number, rate: number): number {
  if (k === 0) return -rate;
  return k * log1pMinus((rate - k) / k) - 0.5 * Math.log(2 * Math.PI * k) - stirlingError(k);
}

/**
 * Algorithm PTRS of W. Hörmann, "The transformed rejection method for generating Poisson random
 * variables", Insurance: Mathematics and Economics 12 (1993), 39-45.
 */
function drawByTransformedRejection(random: Random, rate: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + rate + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= logProbability(k, rate)) return k;
  }
}

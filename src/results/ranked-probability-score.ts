/**
 * The continuous ranked probability score ∫ (F(x) − 1{x ≥ y})² dx = E|X − y| − ½ E|X − X′| of a forecast of a number
 * (Gneiting and Raftery 2007), in the unit of the number; of a forecast without spread the absolute error.
 */
import { normalCdf } from '../numerics/index.ts';

/** Pairs of each normal with others, at most. */
const MOST_PARTNERS = 16;

/**
 * Of the mixture of equally many parts normal (Grimit, Gneiting, Berrocal and Johnson 2006), each with as many of the
 * others as there are, up to 16 spread evenly.
 */
export function normalsScore(means: Float64Array, sds: Float64Array, observed: number): number {
  const count = means.length;
  let toObserved = 0;
  let toItself = 0;
  for (let k = 0; k < count; k++) {
    toObserved += expectedDistance(means[k] - observed, sds[k]);
    toItself += expectedDistance(0, sds[k] * Math.SQRT2);
  }
  const partners = Math.min(MOST_PARTNERS, count - 1);
  let toOthers = 0;
  for (let p = 1; p <= partners; p++) {
    const shift = Math.floor((p * count) / (partners + 1));
    for (let k = 0; k < count; k++) {
      const other = (k + shift) % count;
      toOthers += expectedDistance(means[k] - means[other], Math.hypot(sds[k], sds[other]));
    }
  }
  const others = partners === 0 ? 0 : (toOthers / (partners * count)) * ((count - 1) / count);
  return toObserved / count - (toItself / count / count + others) / 2;
}

/** E|Z| of a normal Z. */
function expectedDistance(mean: number, sd: number): number {
  if (sd === 0) return Math.abs(mean);
  const z = mean / sd;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return 2 * sd * density + mean * (normalCdf(z) - normalCdf(-z));
}

/** Of the distribution that ascending draws come from: without bias from their number (Ferro 2014). */
export function drawsScore(ascending: Float64Array, observed: number): number {
  const count = ascending.length;
  let distance = 0;
  let spread = 0;
  ascending.forEach((x, k) => {
    distance += Math.abs(x - observed) / count;
    // Σ over pairs of |x − x′| from the ascending order
    spread += (x * (2 * k + 1 - count)) / count;
  });
  return count === 1 ? distance : distance - spread / (count - 1);
}

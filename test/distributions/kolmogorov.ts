import type { ArgumentValues } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { evaluate, ofOutcome } from './evaluate.ts';
import { massUpTo } from './expectation.ts';

/**
 * Beyond this √n · sup |Fₙ − F| a sample is rejected: the Kolmogorov distribution exceeds 2 with
 * probability 2 exp(−8) = 7e-4, for discrete ones less. Seeds are fixed.
 */
export const KOLMOGOROV_LIMIT = 2;

/** Both tails of a distribution at ascending points. */
function tails(name: string, arguments_: ArgumentValues, x: Float64Array) {
  const distribution = distributions.get(name)!;
  const { cumulative } = distribution;
  if (cumulative === undefined) {
    const below = x.map((at) => massUpTo(distribution, arguments_, at));
    return { cdf: below, survival: below.map((mass) => 1 - mass) };
  }
  const values = { x, ...arguments_ };
  return {
    cdf: evaluate(ofOutcome(cumulative.logCdf), values).map(Math.exp),
    survival: evaluate(ofOutcome(cumulative.logSurvival), values).map(Math.exp),
  };
}

/** √n · sup |Fₙ − F| of draws against a distribution of numbers. */
export function kolmogorov(
  unsorted: Float64Array,
  name: string,
  arguments_: ArgumentValues,
): number {
  const draws = unsorted.toSorted();
  const count = draws.length;
  // compared after the last of equal draws, so that steps of a discrete function do no harm; where
  // the distribution function must be integrated, at a few places
  const every = distributions.get(name)!.cumulative === undefined ? count / 40 : 1;
  const ranks = Array.from({ length: count / every }, (_, k) =>
    draws.lastIndexOf(draws[(k + 1) * every - 1]),
  );
  const at = [...new Set(ranks)];
  const places = Float64Array.from(at, (k) => draws[k]);
  const { cdf, survival } = tails(name, arguments_, places);
  let distance = 0;
  at.forEach((rank, k) => {
    distance = Math.max(distance, Math.abs(cdf[k] - (rank + 1) / count));
    distance = Math.max(distance, Math.abs(survival[k] - 1 + (rank + 1) / count));
  });
  return Math.sqrt(count) * distance;
}

/**
 * Integrals and moments of what lies beyond a point: of a density e^h(s) on s ≥ 0 with h(0) = 0 that only falls (but for a hump of
 * at most 1 near 0), such as a gamma or beta density beyond its mean, on the scale of the logarithm.
 */
import { crowdedTowardsZero, gaussLegendre } from './gauss-legendre.ts';
import { once } from './once.ts';

/** Beyond e^−42 the rest is lost in rounding, also of second moments. */
const NEGLIGIBLE = -42;

/** 40 nodes leave less than 1e-14 of the mean and 1e-13 of the second moments. */
const rule = once(() => crowdedTowardsZero(gaussLegendre(40)));

/** The exponent h and its slope. */
export interface FallingExponent {
  readonly at: (s: number) => number;
  readonly slope: (s: number) => number;
}

/**
 * Where a concave exponent has become negligible: a little more than that, as Newton's method comes
 * from beyond.
 *
 * @param scale where the fall begins to show, or less
 */
export function reachOf({ at, slope }: FallingExponent, scale: number): number {
  let s = scale;
  while (at(s) > NEGLIGIBLE) s *= 2;
  for (let step = 0; step < 3; step++) s -= (at(s) - NEGLIGIBLE) / slope(s);
  return s;
}

/** Where an exponent that falls at least as fast as −rate · s has become negligible. */
export const reachOfRate = (rate: number): number => -NEGLIGIBLE / rate;

/** Means, variances and covariance of s and of f(s). */
export interface TailMoments {
  readonly mean: number;
  readonly variance: number;
  readonly meanOther: number;
  readonly varianceOther: number;
  readonly covariance: number;
}

/**
 * The moments under e^h(s) on 0 to `reach`, by Gauss's rule; f is 0 where left out. Variances are means of
 * squares less squares of means, which here are of the same size as the variances.
 */
export function tailMoments(
  at: (s: number, f: number) => number,
  reach: number,
  f: (s: number) => number = () => 0,
): TailMoments {
  const { nodes, weights } = rule();
  let [total, mean, meanOther, square, product, squareOther] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < nodes.length; k++) {
    const s = reach * nodes[k];
    const other = f(s);
    const share = weights[k] * Math.exp(at(s, other));
    total += share;
    mean += share * s;
    square += share * s * s;
    meanOther += share * other;
    product += share * s * other;
    squareOther += share * other * other;
  }
  mean /= total;
  meanOther /= total;
  return {
    mean,
    meanOther,
    variance: square / total - mean * mean,
    varianceOther: squareOther / total - meanOther * meanOther,
    covariance: product / total - mean * meanOther,
  };
}

/** ∫ e^h(s) ds on 0 to `reach`, by Gauss's rule. */
export function tailIntegral(at: (s: number) => number, reach: number): number {
  const { nodes, weights } = rule();
  let total = 0;
  for (let k = 0; k < nodes.length; k++) total += weights[k] * Math.exp(at(reach * nodes[k]));
  return reach * total;
}

/** p/(1 − p) of a logarithm log p < 0. */
export const oddsOf = (logP: number): number => Math.exp(logP) / -Math.expm1(logP);

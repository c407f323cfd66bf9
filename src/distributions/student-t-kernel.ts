/** What Student's t and its half share: standardised by z = (x − location) / scale. */

import type { Builder } from '../graph/builder.ts';
import { logGammaRatio } from '../graph/log-gamma.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';

/** Below this |z|² (and |z|²/df) the density is constant to rounding. */
const FLAT_BELOW = 1e-16;

/** −(df + 1)/2 · log(1 + z² / df): the log density less its normaliser. */
export function logKernel(b: Builder, df: Node, z: Node): Node {
  return b.multiply(b.multiply(-0.5, b.add(df, 1)), b.log1p(b.divide(b.square(z), df)));
}

/**
 * log Γ((df + 1)/2) − log Γ(df/2) − ½ log(df π), which tends to −½ log 2π: written as the ratio
 * Γ(a + ½) / (Γ(a) √a) with a = df/2, it does not cancel for large df.
 */
export function logNormaliser(b: Builder, df: Node): Node {
  return b.subtract(logGammaRatio(b, b.multiply(0.5, df), 0.5), HALF_LOG_TWO_PI);
}

/** log P(|T| < z) for z ≥ 0: log I(½, df/2; z² / (df + z²)). */
export function logInside(b: Builder, df: Node, z: Node): Node {
  const square = b.square(z);
  const near = b.divide(square, b.add(df, square));
  const direct = b.logBetaI(0.5, b.multiply(0.5, df), near);
  const complement = b.log1mExp(logTail(b, df, square));
  return b.where(b.less(square, df), direct, complement);
}

/**
 * log P(|T| > z) for z ≥ 0. Near 0, where the incomplete beta function has a root singularity,
 * the density is flat and 1 − 2 z f(0) is exact to rounding and has the right slope.
 */
export function logOutside(b: Builder, df: Node, z: Node): Node {
  const square = b.square(z);
  const near = b.divide(square, b.add(df, square));
  const inside = b.logBetaI(0.5, b.multiply(0.5, df), near);
  const flat = b.log1p(b.multiply(b.multiply(-2, z), b.exp(logNormaliser(b, df))));
  const isFlat = b.less(square, b.multiply(FLAT_BELOW, b.minimum(df, 1)));
  const centre = b.where(isFlat, flat, b.log1mExp(inside));
  return b.where(b.less(square, df), centre, logTail(b, df, square));
}

/** log I(df/2, ½; df / (df + z²)), accurate for z² ≥ df. */
function logTail(b: Builder, df: Node, square: Node): Node {
  const far = b.divide(1, b.add(1, b.divide(square, df)));
  return b.logBetaI(b.multiply(0.5, df), 0.5, far);
}

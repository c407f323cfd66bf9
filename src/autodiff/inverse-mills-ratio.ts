import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** log √(2π). */
export const LOG_SQRT_2PI = 0.9189385332046727;

/** Below this the series is used. */
const FAR = -30;

/**
 * Coefficients of φ(−t) / Φ(−t) = t (1 + u (1 + u (−2 + u (10 − …)))) with u = t⁻², the reciprocal of
 * the asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12). The first term left out is
 * 8162 u⁶, below 2e-14 for t ≥ 30.
 */
const SERIES = [1, 1, -2, 10, -74, 706];

/**
 * φ(x) / Φ(x), the derivative of log Φ(x).
 *
 * As exp(log φ − log Φ) it loses x² / 2 units of the last place, so that far in the left tail the
 * asymptotic series takes over.
 */
export function inverseMillsRatio(b: Builder, x: Node, logNormalCdf: Node): Node {
  const logDensity = b.subtract(b.multiply(-0.5, b.square(x)), LOG_SQRT_2PI);
  const near = b.exp(b.subtract(logDensity, logNormalCdf));
  // held at the border on its other side, where it is not used: nothing there can be infinite
  const t = b.negate(b.minimum(x, FAR));
  const u = b.divide(1, b.square(t));
  const far = SERIES.reduceRight<Node>(
    (sum, coefficient) => b.add(coefficient, b.multiply(u, sum)),
    b.constant(0),
  );
  return b.where(b.less(x, FAR), b.multiply(t, far), near);
}

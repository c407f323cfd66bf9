import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { LOG_TWO_PI } from './constants.ts';

/** From here on twelve terms of the asymptotic series are exact to rounding. */
const FAR = 50;

/**
 * cos θ − 1 = −2 sin²(θ / 2) at the angles θ = 0, π/32, …, π, and the logarithms of their weights in
 * the trapezoidal rule, as shares of the whole.
 */
const INTERVALS = 32;
const angles = Array.from({ length: INTERVALS + 1 }, (_, k) => (k * Math.PI) / INTERVALS);
const NODES = Float64Array.from(angles, (angle) => -2 * Math.sin(angle / 2) ** 2);
const LOG_WEIGHTS = Float64Array.from(angles, (_, k) =>
  Math.log((k === 0 || k === INTERVALS ? 0.5 : 1) / INTERVALS),
);

/**
 * log I₀(x) − x for x ≥ 0, I₀ the modified Bessel function.
 *
 * Below 50 as log (1/π) ∫₀^π exp(x (cos θ − 1)) dθ (DLMF 10.32.1) by the trapezoidal rule, which for
 * this periodic integrand has the relative error 2 I₆₄(x) / I₀(x) < 1e-17; beyond by Hankel's series
 * −½ log(2πx) + log(1 + 1/(8x) (1 + 9/(2·8x) (1 + 25/(3·8x) (…)))) (DLMF 10.40.1).
 */
export function logScaledBesselI0(b: Builder, x: Node): Node {
  const near = b.reshape(b.minimum(x, FAR), [...x.shape, 1]);
  const exponents = b.multiply(near, b.constant(NODES, [NODES.length]));
  const weighted = b.add(exponents, b.constant(LOG_WEIGHTS, [LOG_WEIGHTS.length]));
  const integral = b.logSumExp(weighted, [x.shape.length]);
  const far = b.maximum(x, FAR);
  const u = b.divide(0.125, far);
  let series = b.constant(0);
  for (let k = 12; k >= 1; k--) {
    series = b.multiply(b.multiply((2 * k - 1) ** 2 / k, u), b.add(1, series));
  }
  const asymptotic = b.subtract(b.log1p(series), b.multiply(0.5, b.add(b.log(far), LOG_TWO_PI)));
  return b.where(b.less(x, FAR), integral, asymptotic);
}

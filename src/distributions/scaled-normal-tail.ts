import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { HALF_LOG_TWO_PI } from './constants.ts';

/** From here on the series is exact to rounding. */
const FAR = 30;

/** 1 − u (1 − 3u (1 − 5u (…))): the asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12). */
const SERIES = [-1, 3, -15, 105, -945, 10395];

/**
 * log Φ(−t) + ½ t² for t ≥ 0, which goes like −log t: the normal tail where its density has cancelled
 * on paper. Of t < 0 it is right too, but nothing is gained there.
 */
export function logScaledNormalTail(b: Builder, t: Node): Node {
  const near = b.add(b.logNormalCdf(b.negate(t)), b.multiply(0.5, b.square(t)));
  // held at the border on its other side, where it is not used: nothing there can be infinite
  const large = b.maximum(t, FAR);
  const u = b.divide(1, b.square(large));
  const series = SERIES.reduceRight<Node>(
    (sum, coefficient) => b.multiply(u, b.add(coefficient, sum)),
    b.constant(0),
  );
  const far = b.subtract(b.log1p(series), b.add(b.log(large), HALF_LOG_TWO_PI));
  return b.where(b.less(t, FAR), near, far);
}

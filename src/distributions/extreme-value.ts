/** What the distributions of extreme values share. */
import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** Below this eᵗ/2, the next term of log(1 − exp(−eᵗ)) = t − eᵗ/2 + …, is lost in rounding. */
const LINEAR_BELOW = -40;

/** log(1 − exp(−eᵗ)), also where eᵗ underflows. */
export function logOneMinusDoubleExp(b: Builder, t: Node): Node {
  // held at the border on its other side, where it is not used: nothing there can be infinite
  const curved = b.log1mExp(b.negate(b.exp(b.maximum(t, LINEAR_BELOW))));
  return b.where(b.less(t, LINEAR_BELOW), t, curved);
}

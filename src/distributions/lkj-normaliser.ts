import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import { along } from '../transforms/last-axis.ts';
import { LOG_PI } from './constants.ts';
import { supports } from './distribution.ts';
import { sumOfEvent } from './events.ts';

export const parameters = [
  {
    name: 'shape',
    support: supports.positive,
    summary: 'the shape: 1 is uniform, above 1 correlations are small',
  },
];

/**
 * −log ∫ (det R)^(shape − 1) dR over the correlation matrices of a size (D. Lewandowski, D. Kurowicka
 * and H. Joe, Journal of Multivariate Analysis 100 (2009), 1989-2001): with n = size − 1
 * n log Γ(shape + n / 2) − Σ [½ k log π + log Γ(shape + (n − k) / 2)], k = 1 … n.
 */
export function logLkjNormaliser(b: Builder, shape: Node, size: number): Node {
  const n = size - 1;
  const each = b.lgamma(
    b.add(
      b.reshape(shape, [...shape.shape, 1]),
      along(b, n, (k) => (n - k - 1) / 2),
    ),
  );
  const own = b.multiply(n, b.lgamma(b.add(shape, n / 2)));
  return b.subtract(own, b.add(sumOfEvent(b, each), 0.25 * n * (n + 1) * LOG_PI));
}

import { along, lastAxis } from '../transforms/last-axis.ts';
import { diagonalOf } from '../transforms/lower-triangle.ts';
import { argumentCheck, SIMPLEX_TOLERANCE } from './domain.ts';
import { holdsForAll, onlyInsideEvent, sumOfEvent } from './events.ts';
import { logLkjNormaliser, parameters } from './lkj-normaliser.ts';
import { drawCorrelationFactor } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

/**
 * Σ (K − k + 2 shape − 2) log L[k, k] over k = 2 … K with the normaliser of LKJ, by volume in the
 * elements below the diagonal: (det L Lᵀ)^(shape − 1) times |d(L Lᵀ) / dL| = Π L[k, k]^(K − k).
 */
export const lkjCholesky: VectorDistribution = {
  name: 'LKJCholesky',
  summary: 'The Cholesky factor of a correlation matrix that is LKJ distributed.',
  parameters,
  eventRank: 2,
  support: {
    kind: 'constraint',
    constraint: 'cholesky_corr',
    words: 'the Cholesky factor of a correlation matrix',
  },
  logDensity: (b, x, arguments_) => {
    const { shape } = arguments_;
    const size = x.shape[lastAxis(x)];
    const diagonal = diagonalOf(b, x);
    const inside = b.and(
      holdsForAll(b, b.less(0, diagonal)),
      holdsForAll(
        b,
        b.lessEqual(b.abs(b.subtract(sumOfEvent(b, b.square(x)), 1)), SIMPLEX_TOLERANCE),
      ),
    );
    const doubled = b.reshape(b.multiply(2, b.subtract(shape, 1)), [...shape.shape, 1]);
    const powers = b.add(
      doubled,
      along(b, size, (k) => size - 1 - k),
    );
    const kernel = sumOfEvent(b, b.multiply(powers, b.log(diagonal)));
    const value = b.add(kernel, logLkjNormaliser(b, shape, size));
    return b.add(onlyInsideEvent(b, x, 2, inside, value), argumentCheck(b, parameters, arguments_));
  },
  sample: (random, { shape }, size) => drawCorrelationFactor(random, shape as number, size),
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [
        [1.0, 0.0, 0.0],
        [0.6, 0.8, 0.0],
        [-0.28, 0.0, 0.96],
      ],
      arguments: { shape: 1.0 },
      logDensity: -1.8194561424530646,
    },
    {
      x: [
        [1.0, 0.0, 0.0],
        [0.6, 0.8, 0.0],
        [-0.28, 0.0, 0.96],
      ],
      arguments: { shape: 2.5 },
      logDensity: -1.3080178639304205,
    },
    {
      x: [
        [1.0, 0.0, 0.0],
        [0.6, 0.8, 0.0],
        [-0.28, 0.0, 0.96],
      ],
      arguments: { shape: 0.25 },
      logDensity: -3.2321372103096118,
    },
    {
      x: [
        [1.0, 0.0],
        [0.6, 0.8],
      ],
      arguments: { shape: 40.0 },
      logDensity: -16.136247137011132,
    },
    { x: [[1.0]], arguments: { shape: 3.0 }, logDensity: 0.0 },
    {
      x: [
        [1.0, 0.0],
        [0.5, 0.5],
      ],
      arguments: { shape: 1.0 },
      logDensity: -Infinity,
    },
  ],
};

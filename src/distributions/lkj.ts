import { lastAxis } from '../transforms/last-axis.ts';
import { diagonalOf } from '../transforms/lower-triangle.ts';
import { argumentCheck, SIMPLEX_TOLERANCE } from './domain.ts';
import { choleskyOf, holdsForAll, logDiagonalSum, onlyInsideEvent } from './events.ts';
import { logLkjNormaliser, parameters } from './lkj-normaliser.ts';
import { drawCorrelationFactor, gram } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';

/** (shape − 1) log det R with its normaliser, by volume in the elements below the diagonal. */
export const lkj: VectorDistribution = {
  name: 'LKJ',
  summary: 'The distribution of correlation matrices of Lewandowski, Kurowicka and Joe.',
  parameters,
  eventRank: 2,
  support: { kind: 'constraint', constraint: 'corr_matrix', words: 'a correlation matrix' },
  logDensity: (b, x, arguments_) => {
    const { shape } = arguments_;
    const halfLogDeterminant = logDiagonalSum(b, choleskyOf(b, x));
    const kernel = b.multiply(b.multiply(2, b.subtract(shape, 1)), halfLogDeterminant);
    const value = b.add(kernel, logLkjNormaliser(b, shape, x.shape[lastAxis(x)]));
    const error = b.abs(b.subtract(diagonalOf(b, x), 1));
    const inside = b.and(
      holdsForAll(b, b.lessEqual(error, SIMPLEX_TOLERANCE)),
      b.equal(halfLogDeterminant, halfLogDeterminant),
    );
    return b.add(onlyInsideEvent(b, x, 2, inside, value), argumentCheck(b, parameters, arguments_));
  },
  sample: (random, { shape }, size) =>
    gram(drawCorrelationFactor(random, shape as number, size), size),
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [
        [1.0, 0.5, -0.25],
        [0.5, 1.0, 0.125],
        [-0.25, 0.125, 1.0],
      ],
      arguments: { shape: 1.0 },
      logDensity: -1.596312591138855,
    },
    {
      x: [
        [1.0, 0.5, -0.25],
        [0.5, 1.0, 0.125],
        [-0.25, 0.125, 1.0],
      ],
      arguments: { shape: 2.5 },
      logDensity: -0.9609442000958623,
    },
    {
      x: [
        [1.0, 0.5, -0.25],
        [0.5, 1.0, 0.125],
        [-0.25, 0.125, 1.0],
      ],
      arguments: { shape: 0.25 },
      logDensity: -3.070958715255576,
    },
    {
      x: [
        [1.0, -0.96],
        [-0.96, 1.0],
      ],
      arguments: { shape: 1.0 },
      logDensity: -Math.LN2,
    },
    {
      x: [
        [1.0, -0.96],
        [-0.96, 1.0],
      ],
      arguments: { shape: 40.0 },
      logDensity: -98.02237284790796,
    },
    { x: [[1.0]], arguments: { shape: 3.0 }, logDensity: 0.0 },
    {
      x: [
        [1.0, 0.5],
        [0.5, 1.25],
      ],
      arguments: { shape: 1.0 },
      logDensity: -Infinity,
    },
    {
      x: [
        [1.0, 1.5],
        [1.5, 1.0],
      ],
      arguments: { shape: 2.0 },
      logDensity: -Infinity,
    },
  ],
};

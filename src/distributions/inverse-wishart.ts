import { solveLower } from '../linear-algebra/cholesky.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { choleskyOf, logDiagonalSum, onlyInsideEvent } from './events.ts';
import { drawBartlettFactor, factorOf, gram, transposed } from './matrix-draws.ts';
import type { VectorDistribution } from './vector-distribution.ts';
import { logNormaliser, parameters, traceOfRatio } from './wishart.ts';

/**
 * ½ df log det scale − ½ (df + K + 1) log det x − ½ tr(scale x⁻¹) − ½ df K log 2 − log Γ_K(df / 2), by
 * volume in the lower triangle.
 */
export const inverseWishart: VectorDistribution = {
  name: 'InverseWishart',
  summary: 'The inverse of a matrix that is Wishart distributed with the inverse scale.',
  parameters,
  eventRank: 2,
  support: {
    kind: 'constraint',
    constraint: 'cov_matrix',
    words: 'a symmetric positive definite matrix',
  },
  logDensity: (b, x, { df, scale }) => {
    const size = x.shape[lastAxis(x)];
    const [root, scaleRoot] = [choleskyOf(b, x), choleskyOf(b, scale)];
    const halfLogDeterminant = logDiagonalSum(b, root);
    const power = b.multiply(b.add(df, size + 1), halfLogDeterminant);
    const kernel = b.multiply(-0.5, traceOfRatio(b, root, scaleRoot));
    const constant = b.subtract(
      b.multiply(df, logDiagonalSum(b, scaleRoot)),
      logNormaliser(b, df, size),
    );
    const inside = b.equal(halfLogDeterminant, halfLogDeterminant);
    const value = onlyInsideEvent(b, x, 2, inside, b.subtract(kernel, power));
    return b.add(value, constant);
  },
  // with W = A Aᵀ of unit scale and scale = L Lᵀ it is L W⁻¹ Lᵀ = (A⁻¹ Lᵀ)ᵀ (A⁻¹ Lᵀ)
  sample: (random, { df, scale }, size) => {
    const factor = factorOf(scale as ArrayLike<number>, size);
    const bartlett = drawBartlettFactor(random, df as number, size);
    const solved = solveLower(bartlett, size, transposed(factor, size));
    return gram(transposed(solved, size), size);
  },
  testPoints: [
    // mpmath, 420 digits: test/distributions/reference/vectors.py
    {
      x: [
        [2.0, 0.5, -0.25],
        [0.5, 1.0, 0.125],
        [-0.25, 0.125, 0.5],
      ],
      arguments: {
        df: 5.0,
        scale: [
          [1.5, -0.75, 0.5],
          [-0.75, 2.5, 0.25],
          [0.5, 0.25, 1.25],
        ],
      },
      logDensity: -6.844020042999225,
    },
    {
      x: [
        [1.5, -0.75, 0.5],
        [-0.75, 2.5, 0.25],
        [0.5, 0.25, 1.25],
      ],
      arguments: {
        df: 2.25,
        scale: [
          [2.0, 0.5, -0.25],
          [0.5, 1.0, 0.125],
          [-0.25, 0.125, 0.5],
        ],
      },
      logDensity: -11.990485326588999,
    },
    { x: [[2.5]], arguments: { df: 3.0, scale: [[0.5]] }, logDensity: -4.349386133729978 },
    {
      x: [
        [1.0, 0.0],
        [0.0, 1.0],
      ],
      arguments: {
        df: 400.0,
        scale: [
          [1.0, 0.999999],
          [0.999999, 1.0],
        ],
      },
      logDensity: -4616.524071741353,
    },
    {
      x: [
        [1.0, 0.999999],
        [0.999999, 1.0],
      ],
      arguments: {
        df: 3.0,
        scale: [
          [1.0, 0.0],
          [0.0, 1.0],
        ],
      },
      logDensity: -499963.413918362,
    },
    {
      x: [
        [1.0, 1.5],
        [1.5, 1.0],
      ],
      arguments: {
        df: 3.0,
        scale: [
          [1.0, 0.0],
          [0.0, 1.0],
        ],
      },
      logDensity: -Infinity,
    },
  ],
};

import type { Builder } from '../graph/builder.ts';
import { eachMatrix } from '../graph/matrix-batches.ts';
import type { Node } from '../graph/node.ts';
import { lastAxis } from '../transforms/last-axis.ts';
import { supports } from './distribution.ts';
import {
  choleskyOf,
  logDiagonalSum,
  logMultivariateGamma,
  nanUnless,
  onlyInsideEvent,
} from './events.ts';
import { drawBartlettFactor, factorOf, gram, lowerTimes } from './matrix-draws.ts';
import {
  matrixSupports,
  type VectorDistribution,
  type VectorParameter,
} from './vector-distribution.ts';

export const parameters: readonly VectorParameter[] = [
  {
    name: 'df',
    support: supports.positive,
    summary: 'degrees of freedom, above the size of the matrix less 1',
  },
  {
    name: 'scale',
    support: matrixSupports.covariance,
    eventRank: 2,
    summary: 'the scale matrix, of which the lower triangle is read',
  },
];

/** tr(A⁻¹ B) = Σ (L⁻¹ M)² of the Cholesky factors L of A and M of B. */
export const traceOfRatio = (b: Builder, lower: Node, other: Node): Node =>
  eachMatrix(b, [lower, other], ([one, right]) => b.sum(b.square(b.triangularSolve(one, right))));

/** ½ df K log 2 + log Γ_K(df / 2), and NaN where df ≤ K − 1. */
export function logNormaliser(b: Builder, df: Node, size: number): Node {
  const half = b.multiply(0.5, df);
  const constant = b.add(b.multiply(half, size * Math.LN2), logMultivariateGamma(b, half, size));
  return b.add(constant, nanUnless(b, b.less(size - 1, df)));
}

/**
 * ½ (df − K − 1) log det x − ½ tr(scale⁻¹ x) − ½ df log det scale − ½ df K log 2 − log Γ_K(df / 2), by
 * volume in the lower triangle.
 */
export const wishart: VectorDistribution = {
  name: 'Wishart',
  summary: 'The Wishart distribution: of the sum of squares of df normal vectors.',
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
    const power = b.multiply(b.subtract(df, size + 1), halfLogDeterminant);
    const kernel = b.multiply(-0.5, traceOfRatio(b, scaleRoot, root));
    const constant = b.add(
      b.multiply(df, logDiagonalSum(b, scaleRoot)),
      logNormaliser(b, df, size),
    );
    const inside = b.equal(halfLogDeterminant, halfLogDeterminant);
    const value = onlyInsideEvent(b, x, 2, inside, b.add(power, kernel));
    return b.subtract(value, constant);
  },
  sample: (random, { df, scale }, size) => {
    const factor = factorOf(scale as ArrayLike<number>, size);
    const bartlett = drawBartlettFactor(random, df as number, size);
    return gram(lowerTimes(factor, bartlett, size), size);
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
      logDensity: -11.81089171167594,
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
      logDensity: -10.906621131945053,
    },
    { x: [[2.5]], arguments: { df: 3.0, scale: [[0.5]] }, logDensity: -1.9210723964276772 },
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
      logDensity: -499366.82850653824,
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
      logDensity: -3.5310242469692907,
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

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Random } from '../random/random.ts';
import type { Arguments, Support } from './distribution.ts';

/**
 * Where an outcome lies that is a vector or a matrix: any numbers, the set of a constrained type of the
 * language, or counts that add up to an argument.
 */
export type EventSupport =
  | { readonly kind: 'vector'; readonly words: string }
  | { readonly kind: 'constraint'; readonly constraint: string; readonly words: string }
  | { readonly kind: 'counts'; readonly total: string; readonly words: string };

/** What a matrix as an argument must be. */
export interface MatrixSupport {
  readonly kind: 'matrix';
  readonly constraint: 'cov_matrix' | 'cholesky_cov';
  readonly words: string;
}

export const matrixSupports = {
  covariance: {
    kind: 'matrix',
    constraint: 'cov_matrix',
    words: 'a symmetric positive definite matrix',
  },
  factor: {
    kind: 'matrix',
    constraint: 'cholesky_cov',
    words: 'a lower triangular matrix with a positive diagonal',
  },
} as const satisfies Record<string, MatrixSupport>;

export interface VectorParameter {
  /** As written in `MultiNormal(mean = 0, cov = K)`. */
  readonly name: string;
  readonly support: Support | MatrixSupport;
  /** How many of its last axes belong to the event. */
  readonly eventRank?: 0 | 1 | 2;
  /** Of the parameters with the same word here exactly one is given. */
  readonly oneOf?: string;
  /** Its event axis is one of its own, and not that of the outcome: the edges of a graph. */
  readonly ownDimension?: true;
  readonly summary: string;
}

/** Numbers by parameter; vectors and matrices flat, in row-major order. */
export type EventArguments = Readonly<Record<string, number | ArrayLike<number>>>;

/** A log density at a point, from the literature or high-precision arithmetic. */
export interface EventTestPoint {
  /** A vector, or the rows of a matrix. */
  readonly x: readonly number[] | readonly (readonly number[])[];
  readonly arguments: Readonly<
    Record<string, number | readonly number[] | readonly (readonly number[])[]>
  >;
  readonly logDensity: number;
}

/**
 * How a vector follows from a standard one z: x = location + L z with L Lᵀ the covariance or scale. The
 * compiler may draw a parameter so, in its non-centred form.
 */
export interface Standardised {
  /** The arguments that z does not depend on. */
  readonly without: readonly string[];
  /** The vector, of the shape of `z` as it broadcasts with the arguments. */
  readonly fromStandard: (b: Builder, z: Node, arguments_: Arguments) => Node;
  /** Its inverse: the standard vector of each vector of `x`. */
  readonly toStandard: (b: Builder, x: Node, arguments_: Arguments) => Node;
  /** The log density of each standard vector; NaN where the arguments are none of the distribution. */
  readonly logDensityOfStandard: (b: Builder, z: Node, arguments_: Arguments) => Node;
}

/** A probability distribution of a vector or a square matrix: everything the compiler knows of it. */
export interface VectorDistribution {
  /** As written in a model. */
  readonly name: string;
  /** One line for reference pages and editors. */
  readonly summary: string;
  /** In the order of positional arguments. */
  readonly parameters: readonly VectorParameter[];
  /** How many of the last axes of the outcome make one event. */
  readonly eventRank: 1 | 2;
  readonly support: EventSupport;
  /** No finite integral: evidence methods refuse such a prior by name. */
  readonly improper?: true;
  /**
   * The normalised log density (or mass) of each event of `x`, −inf outside the support: by volume in
   * the elements in which the transform of the support's constraint measures it.
   *
   * `x` has the batch axes, then those of the event. The batch axes of an argument broadcast with
   * them; its event axes come last, and a scalar stands for a vector of equal elements. The result
   * has the batch axes.
   */
  readonly logDensity: (b: Builder, x: Node, arguments_: Arguments) => Node;
  /**
   * log of the integral of the density over the vectors whose sum is 0, by their volume: what
   * normalises a prior of such vectors, +∞ where that is improper. Absent where it has no closed form.
   *
   * @param known the values of arguments of data
   */
  readonly logZeroSumMass?: (
    b: Builder,
    arguments_: Arguments,
    size: number,
    known: (argument: Node) => ArrayLike<number>,
  ) => Node;
  /**
   * The arguments by whose elements, rows and columns that of some elements of the vector is of the same
   * family. Absent where it is not.
   */
  readonly marginal?: (b: Builder, arguments_: Arguments) => Arguments;
  /** Absent where there is no such form. */
  readonly standardised?: Standardised;
  /**
   * One draw, flat in row-major order. Absent where there is none: of an improper distribution.
   *
   * @param size the extent of the last axis of the event
   */
  readonly sample?: (random: Random, arguments_: EventArguments, size: number) => Float64Array;
  readonly testPoints: readonly EventTestPoint[];
}

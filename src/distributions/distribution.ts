import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { Random } from '../random/random.ts';
import type { FisherInformation } from './information.ts';

/** An end of a support: a number, or the distribution's argument of that name. */
export type Bound = number | { readonly argument: string };

/**
 * A set of values that an outcome or an argument may take.
 * `real` and `integer` run from `lower` to `upper`; an open end excludes the bound itself.
 * `category` is a member of a dimension (a 1-based position): of the last dimension of the named argument.
 */
export type Support =
  | {
      readonly kind: 'real' | 'integer';
      readonly lower: Bound;
      readonly upper: Bound;
      readonly lowerOpen?: boolean;
      readonly upperOpen?: boolean;
      /** A vector among the arguments: the largest value is one more than it has elements. */
      readonly oneMoreThan?: string;
      /** In words, for messages: "a positive number". */
      readonly words: string;
    }
  | { readonly kind: 'category'; readonly argument: string; readonly words: string }
  | { readonly kind: 'simplex'; readonly words: string };

const infinite = { lowerOpen: true, upperOpen: true } as const;

/** The supports that distributions share. */
export const supports = {
  real: { kind: 'real', lower: -Infinity, upper: Infinity, ...infinite, words: 'a number' },
  positive: { kind: 'real', lower: 0, upper: Infinity, ...infinite, words: 'a positive number' },
  nonnegative: {
    kind: 'real',
    lower: 0,
    upper: Infinity,
    upperOpen: true,
    words: 'a number not below 0',
  },
  /** The open interval; probabilities as arguments may be 0 or 1: `unit`. */
  openUnit: { kind: 'real', lower: 0, upper: 1, ...infinite, words: 'a number between 0 and 1' },
  unit: { kind: 'real', lower: 0, upper: 1, words: 'a number from 0 to 1' },
  count: {
    kind: 'integer',
    lower: 0,
    upper: Infinity,
    upperOpen: true,
    words: 'a whole number not below 0',
  },
  binary: { kind: 'integer', lower: 0, upper: 1, words: '0 or 1' },
  simplex: { kind: 'simplex', words: 'probabilities that sum to 1' },
} as const satisfies Record<string, Support>;

export interface Parameter {
  /** As written in `Gamma(shape = 2, rate = 1)`. */
  readonly name: string;
  readonly support: Support;
  /** 1 where the argument carries a dimension of its own behind the broadcast ones (`p` of Categorical). */
  readonly eventRank?: 0 | 1 | 2;
  readonly summary: string;
}

/** Arguments by parameter name; their shapes broadcast with each other and with the outcome. */
export type Arguments = Readonly<Record<string, Node>>;
export type ArgumentValues = Readonly<Record<string, number>>;

/**
 * The log distribution function and its complement, each accurate where it is small.
 * Of a discrete distribution: log P(X ≤ x) and log P(X > x).
 */
export interface Cumulative {
  readonly logCdf: (b: Builder, x: Node, arguments_: Arguments) => Node;
  readonly logSurvival: (b: Builder, x: Node, arguments_: Arguments) => Node;
}

/** A log density at a point, from the literature or high-precision arithmetic. */
export interface TestPoint {
  readonly x: number;
  /** Numbers by parameter; arrays for parameters with an event dimension. */
  readonly arguments: Readonly<Record<string, number | readonly number[]>>;
  readonly logDensity: number;
  readonly logCdf?: number;
  readonly logSurvival?: number;
}

/** A probability distribution of one number: everything the compiler knows of it. */
export interface Distribution {
  /** As written in a model. */
  readonly name: string;
  /** One line for reference pages and editors. */
  readonly summary: string;
  /** In the order of positional arguments. */
  readonly parameters: readonly Parameter[];
  readonly support: Support;
  /** No finite integral: `Flat`. Evidence methods refuse such a prior by name. */
  readonly improper?: true;
  /**
   * Location and scale, where x = location + scale · z with z of the same family at (0, 1):
   * the compiler may draw such a parameter in its non-centred form.
   */
  readonly locationScale?: { readonly location: string; readonly scale: string };
  /**
   * Where it is no location-scale family: the powers of a factor c by which its arguments are multiplied so that the
   * distribution of x becomes that of c · x, or, where it has a location, of location + c · (x − location).
   */
  readonly scaling?: Readonly<Record<string, 1 | -1>>;
  /**
   * The normalised log density (or mass) at each element of `x` (float, for categories the 1-based position), −inf outside the support.
   * The shape of the result is the broadcast of `x` and the arguments (less their event dimensions).
   */
  readonly logDensity: (b: Builder, x: Node, arguments_: Arguments) => Node;
  /**
   * log ∫ Π f over the vectors of `size` independent elements whose sum is 0, by their volume: what
   * normalises a prior of such vectors. The last axis of each argument is that of the elements. Absent
   * where it has no closed form.
   */
  readonly logZeroSumMass?: (b: Builder, arguments_: Arguments, size: number) => Node;
  /** Absent where the distribution function is not known in closed form. */
  readonly cumulative?: Cumulative;
  /** Of categories: the probability of each for given arguments. */
  readonly probabilities?: (
    arguments_: Readonly<Record<string, ArrayLike<number>>>,
  ) => ArrayLike<number>;
  /** What one value tells of the arguments; absent where it has no closed form. */
  readonly information?: FisherInformation;
  /** Mean and variance for given arguments (±inf or NaN where they do not exist, NaN where they have no closed form). */
  readonly moments: (arguments_: ArgumentValues) => {
    readonly mean: number;
    readonly variance: number;
  };
  /** One draw. Event-dimension arguments come as arrays. `Flat` has none. */
  readonly sample?: (
    random: Random,
    arguments_: Readonly<Record<string, number | ArrayLike<number>>>,
  ) => number;
  readonly testPoints: readonly TestPoint[];
}

/**
 * What is known of a model whose likelihood is a product over examples: how much each of them tells of the parameters.
 *
 * The Fisher information of an example is J F Jᵀ, with J the derivatives of the arguments of what it follows and F the
 * Fisher information about these. Of families in their natural parameters, as `CategoricalLogit` of the scores of a
 * network or `Normal` of its mean, it is what the generalised Gauss-Newton method has (Martens 2020, New insights and
 * perspectives on the natural gradient method, section 9.2): second derivatives of the likelihood, none of the network.
 */

/** A layer that multiplies rows of inputs by a weight that nothing else uses. */
export interface LinearLayer {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  /** The coordinate of the weight of the first input and the first unit; those of an input's units follow each other. */
  readonly weight: number;
  /** That of the first unit's bias, where it has biases. */
  readonly bias: number | undefined;
  /** Of an example: the places of a convolution, and all times that the layer is used. */
  readonly rows: number;
}

/** One of the vectors g with Σ g gᵀ the Fisher information of an example. */
export interface Score {
  /** By coordinate. */
  readonly gradient: Float64Array;
  /**
   * By layer and row: what comes in, and the derivatives by what leaves it. The products of the two, added up over the
   * rows, are the layer's part of g.
   */
  readonly inputs: readonly Float64Array[];
  readonly slopes: readonly Float64Array[];
}

/** Weights with independent normal priors that are known. */
export interface NormalPrior {
  /** Their layer. */
  readonly group: string;
  /** The first coordinate. */
  readonly from: number;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

export interface Information {
  readonly dimension: number;
  readonly examples: number;
  readonly layers: readonly LinearLayer[];
  /** In words, why some weights belong to none of the layers; undefined where all do. */
  readonly notLinear: string | undefined;
  /** The coordinates of the last layers' weights. */
  readonly last: readonly number[];
  /** All other coordinates of weights. */
  readonly before: readonly number[];
  readonly priors: readonly NormalPrior[];
  /**
   * The coordinate of the logarithm of the noise's scale, to whose square all that examples tell of other coordinates is
   * in inverse proportion, and of which they tell the same anywhere; undefined where there is no such scale.
   */
  readonly noise: number | undefined;
  /**
   * Calls `see` with the vectors of each example in turn; they are valid until it returns.
   *
   * @param isNew whether it is the first of an example
   */
  scores(point: Float64Array, see: (score: Score, isNew: boolean) => void): void;
  /** The product of the negative second derivatives of the log prior with a vector. */
  priorCurvature(point: Float64Array, vector: Float64Array): Float64Array;
}

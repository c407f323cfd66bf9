import type { Block, BlockPrecision } from './block.ts';
import type { Information } from './information.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** The blocks with what the likelihood says at a point. */
export function gathered(
  blocks: readonly Block[],
  information: Information,
  point: Float64Array,
): readonly Block[] {
  information.scores(point, (score, isNew) => {
    for (const block of blocks) block.add(score, isNew);
  });
  return blocks;
}

interface Part {
  readonly coordinates: Int32Array;
  readonly precision: BlockPrecision;
}

/** The precision of a normal distribution of all coordinates; those in no block are known. */
export class Precision {
  readonly dimension: number;
  /** How many coordinates are not known. */
  readonly size: number;
  readonly logDeterminant: number;
  /** The block of all coordinates in their order, where there is one. */
  readonly whole: BlockPrecision | undefined;
  private readonly prior: PriorCurvature;
  private readonly parts: readonly Part[];
  private ofEach: Float64Array | undefined;

  /** @param scale of the scores, by coordinate; 1 where it is left out */
  constructor(
    blocks: readonly Block[],
    prior: PriorCurvature,
    scale = new Float64Array(prior.factors.length).fill(1),
  ) {
    this.prior = prior;
    this.dimension = prior.factors.length;
    this.parts = blocks.map((block) => ({
      coordinates: block.coordinates,
      precision: block.with(prior, scale),
    }));
    this.size = blocks.reduce((sum, { coordinates }) => sum + coordinates.length, 0);
    this.logDeterminant = this.parts.reduce((sum, part) => sum + part.precision.logDeterminant, 0);
    const [only] = this.parts;
    this.whole =
      this.parts.length === 1 && this.size === this.dimension ? only.precision : undefined;
  }

  /** A z with A Aᵀ the covariance. */
  spread(z: Float64Array): Float64Array {
    return this.byPart(z, ({ precision }, own) => precision.spread(own));
  }

  /** The length of Aᵀ g: how far the mode is, in standard deviations, where g is the gradient. */
  distance(gradient: Float64Array): number {
    const along = this.byPart(gradient, ({ precision }, own) => precision.standardise(own));
    return Math.sqrt(along.reduce((sum, value) => sum + value * value, 0));
  }

  /** The product of the covariance with a vector. */
  times(vector: Float64Array): Float64Array {
    return this.byPart(vector, ({ precision }, own) =>
      precision.spread(precision.standardise(own)),
    );
  }

  /** Of each coordinate; 0 of those that are known. */
  variances(): Float64Array {
    this.ofEach ??= this.byPart(new Float64Array(this.dimension), ({ precision }) =>
      precision.variances(),
    );
    return this.ofEach;
  }

  /** Of all pairs of coordinates, row-major. */
  covariance(): Float64Array {
    const { dimension } = this;
    const covariance = new Float64Array(dimension * dimension);
    for (const { coordinates, precision } of this.parts) {
      const size = coordinates.length;
      const own = precision.covariance?.() ?? productOf(precision, size);
      coordinates.forEach((row, i) => {
        coordinates.forEach((column, j) => {
          covariance[row * dimension + column] = own[i * size + j];
        });
      });
    }
    return covariance;
  }

  /**
   * The diagonal of P⁻¹ H, H what the likelihood says: of each coordinate how far the data determine it, 0 where all is the
   * prior's. Their sum is the effective number of parameters (MacKay 1992, Bayesian interpolation).
   */
  determined(): Float64Array {
    const { prior } = this;
    const variances = prior.isDiagonal ? this.variances() : undefined;
    return this.byPart(new Float64Array(this.dimension), ({ coordinates, precision }) => {
      if (variances !== undefined)
        return Float64Array.from(coordinates, (k) => 1 - variances[k] * prior.at(k));
      const size = coordinates.length;
      const [covariance, matrix] = [precision.covariance!(), prior.matrix(coordinates)];
      return Float64Array.from({ length: size }, (_, i) => {
        let known = 0;
        for (let j = 0; j < size; j++) known += covariance[i * size + j] * matrix[j * size + i];
        return 1 - known;
      });
    });
  }

  private byPart(
    vector: Float64Array,
    apply: (part: Part, own: Float64Array) => Float64Array,
  ): Float64Array {
    const result = new Float64Array(this.dimension);
    for (const part of this.parts) {
      const { coordinates } = part;
      const values = apply(
        part,
        Float64Array.from(coordinates, (coordinate) => vector[coordinate]),
      );
      coordinates.forEach((coordinate, k) => {
        result[coordinate] = values[k];
      });
    }
    return result;
  }
}

/** A Aᵀ, column by column of A. */
function productOf(precision: BlockPrecision, size: number): Float64Array {
  const product = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    unit[k] = 1;
    const column = precision.spread(unit);
    unit[k] = 0;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) product[i * size + j] += column[i] * column[j];
  }
  return product;
}

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

/** The precision of a normal distribution of all coordinates; those in no block are known. */
export class Precision {
  readonly dimension: number;
  /** How many coordinates are not known. */
  readonly size: number;
  readonly logDeterminant: number;
  /** The block of all coordinates in their order, where there is one. */
  readonly whole: BlockPrecision | undefined;
  private readonly parts: readonly {
    readonly coordinates: Int32Array;
    readonly precision: BlockPrecision;
  }[];

  constructor(blocks: readonly Block[], prior: PriorCurvature) {
    this.dimension = prior.factors.length;
    this.parts = blocks.map((block) => ({
      coordinates: block.coordinates,
      precision: block.with(prior),
    }));
    this.size = blocks.reduce((sum, { coordinates }) => sum + coordinates.length, 0);
    this.logDeterminant = this.parts.reduce((sum, part) => sum + part.precision.logDeterminant, 0);
    const [only] = this.parts;
    this.whole =
      this.parts.length === 1 && this.size === this.dimension ? only.precision : undefined;
  }

  /** A z with A Aᵀ the covariance. */
  spread(z: Float64Array): Float64Array {
    return this.byBlock(z, (precision, own) => precision.spread(own));
  }

  /** The length of Aᵀ g: how far the mode is, in standard deviations, where g is the gradient. */
  distance(gradient: Float64Array): number {
    const along = this.byBlock(gradient, (precision, own) => precision.standardise(own));
    return Math.sqrt(along.reduce((sum, value) => sum + value * value, 0));
  }

  /** Of each coordinate; 0 of those that are known. */
  variances(): Float64Array {
    return this.byBlock(new Float64Array(this.dimension), (precision) => precision.variances());
  }

  private byBlock(
    vector: Float64Array,
    apply: (precision: BlockPrecision, own: Float64Array) => Float64Array,
  ): Float64Array {
    const result = new Float64Array(this.dimension);
    for (const { coordinates, precision } of this.parts) {
      const values = apply(
        precision,
        Float64Array.from(coordinates, (coordinate) => vector[coordinate]),
      );
      coordinates.forEach((coordinate, k) => {
        result[coordinate] = values[k];
      });
    }
    return result;
  }
}

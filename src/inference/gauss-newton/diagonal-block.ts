import type { Block, BlockPrecision } from './block.ts';
import { notNormal } from './dense-block.ts';
import type { Score } from './information.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** The diagonal of Σ g gᵀ over all scores: coordinates that know nothing of each other. */
export class DiagonalBlock implements Block {
  readonly coordinates: Int32Array;
  private readonly sums: Float64Array;

  /** Of all coordinates. */
  constructor(dimension: number) {
    this.coordinates = Int32Array.from({ length: dimension }, (_, k) => k);
    this.sums = new Float64Array(dimension);
  }

  add({ gradient }: Score): void {
    const { sums } = this;
    for (let i = 0; i < sums.length; i++) sums[i] += gradient[i] * gradient[i];
  }

  with(prior: PriorCurvature, scale: Float64Array): BlockPrecision {
    const precision = this.sums.map((sum, i) => scale[i] * scale[i] * sum + prior.at(i));
    if (!precision.every((value) => value > 0 && Number.isFinite(value))) throw notNormal();
    const sd = precision.map((value) => 1 / Math.sqrt(value));
    const times = (x: Float64Array): Float64Array => x.map((value, i) => value * sd[i]);
    return {
      logDeterminant: precision.reduce((sum, value) => sum + Math.log(value), 0),
      spread: times,
      standardise: times,
      variances: () => precision.map((value) => 1 / value),
    };
  }
}

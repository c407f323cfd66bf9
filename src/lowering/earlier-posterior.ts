/**
 * The posterior of an earlier fit as the prior of the next: a normal distribution of all unconstrained coordinates in
 * place of the priors and Jacobians of a model. What one normal remembers of the data before is all that is known of
 * them (Bayesian filtering; for networks variational continual learning, Nguyen, Li, Bui and Turner 2018, and online
 * Laplace, Ritter, Botev and Barber 2018).
 */
import type { Builder } from '../graph/builder.ts';
import { type Node, type Shape, sizeOf } from '../graph/node.ts';
import { solveTriangular } from '../linear-algebra/triangular.ts';
import type { WeightNoise } from './weight-noise.ts';

export interface EarlierNormal {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** The lower Cholesky factor of the covariance, row-major; absent where coordinates are independent. */
  readonly factor?: Float64Array;
}

/** The log density of that normal, parameter by parameter in the order of the model, for one graph. */
export class EarlierPosterior {
  /** Whether no two coordinates are tied together. */
  readonly isIndependent: boolean;
  private readonly normal: EarlierNormal;
  /** The coordinates of the parameters so far, one after the other. */
  private before: Node | undefined;
  private from = 0;

  constructor(normal: EarlierNormal) {
    this.normal = normal;
    this.isIndependent = normal.factor === undefined;
  }

  get mean(): Float64Array {
    return this.normal.mean;
  }

  /** Of the next parameter, given those before it. */
  logDensity(b: Builder, point: Node): Node {
    const size = sizeOf(point.shape);
    const from = this.from;
    const to = from + size;
    this.from = to;
    if (this.normal.factor === undefined) return this.independent(b, point, from, to);
    const own = b.reshape(point, [size]);
    const all = this.before === undefined ? own : b.concatenate([this.before, own], 0);
    this.before = all;
    // with covariance L Lᵀ the rows of L⁻¹ (x − m) that are this parameter's
    const { rows, logScale } = this.standardising(this.normal.factor, from, to);
    const deviations = b.subtract(all, b.constant(this.normal.mean.subarray(0, to), [to]));
    const z = b.reshape(b.matmul(b.constant(rows, [size, to]), b.reshape(deviations, [to, 1])), [
      size,
    ]);
    return standardNormal(b, z, logScale);
  }

  /** Where a weight is summed out, of independent coordinates: the same averaged over its normal around the mean. */
  expectedLogDensity(b: Builder, name: string, mean: Node, noise: WeightNoise): Node {
    const from = this.from;
    const atMean = this.logDensity(b, mean);
    const sd = this.constant(b, this.normal.sd.subarray(from, this.from), mean.shape);
    const spread = b.square(b.divide(noise.scale(b, name, mean.shape), sd));
    return b.subtract(atMean, b.multiply(b.sum(spread), 0.5));
  }

  private independent(b: Builder, point: Node, from: number, to: number): Node {
    const { mean, sd } = this.normal;
    const own = sd.subarray(from, to);
    const centre = this.constant(b, mean.subarray(from, to), point.shape);
    const z = b.divide(b.subtract(point, centre), this.constant(b, own, point.shape));
    return standardNormal(
      b,
      z,
      own.reduce((sum, scale) => sum + Math.log(scale), 0),
    );
  }

  private constant(b: Builder, values: Float64Array, shape: Shape): Node {
    return b.constant(Float64Array.from(values), shape);
  }

  private standardising(
    factor: Float64Array,
    from: number,
    to: number,
  ): { readonly rows: Float64Array; readonly logScale: number } {
    const dimension = this.normal.mean.length;
    const size = to - from;
    // the columns of L⁻ᵀ at these places: its rows are those of L⁻¹
    const units = new Float64Array(dimension * size);
    for (let k = 0; k < size; k++) units[(from + k) * size + k] = 1;
    const columns = solveTriangular(factor, dimension, units, true);
    const rows = new Float64Array(size * to);
    let logScale = 0;
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < to; j++) rows[k * to + j] = columns[j * size + k];
      logScale += Math.log(factor[(from + k) * (dimension + 1)]);
    }
    return { rows, logScale };
  }
}

function standardNormal(b: Builder, z: Node, logScale: number): Node {
  const constant = -0.5 * sizeOf(z.shape) * Math.log(2 * Math.PI) - logScale;
  return b.add(b.multiply(b.sum(b.square(z)), -0.5), constant);
}

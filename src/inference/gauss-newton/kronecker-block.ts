import { symmetricEigen } from '../../linear-algebra/symmetric-eigen.ts';
import { InferenceError } from '../method.ts';
import type { Block, BlockPrecision } from './block.ts';
import { notNormal } from './dense-block.ts';
import type { LinearLayer, Score } from './information.ts';
import { addOuter, coordinatesOf } from './layer-block.ts';
import type { PriorCurvature } from './prior-curvature.ts';

/** Scales of a prior that differ by less, relative to each other, are one. */
const alike = 1e-12;

/**
 * The curvature of a layer as a Kronecker product, A ⊗ G / n with A = Σ x xᵀ over the n rows of all examples' inputs (1 for
 * the bias) and G = Σ g gᵀ over the derivatives by what leaves the layer (Martens and Grosse 2015, Optimizing neural networks
 * with Kronecker-factored approximate curvature; Ritter, Botev and Barber 2018, A scalable Laplace approximation for
 * neural networks). Rows of one example, as the places of a convolution, count as if they were of several (Grosse and
 * Martens 2016, A Kronecker-factored approximate Fisher matrix for convolution layers; Eschenhagen and others 2023,
 * Kronecker-factored approximate curvature for modern neural network architectures: "expand"). With one row in all it is
 * exact.
 *
 * The prior is added to the eigenvalues (Immer, Korzepa and Bauer 2021, Improving predictions of Bayesian neural nets via
 * local linearization), in units of its standard deviations: with scales s of the inputs' weights the product of
 * diag(s) A diag(s) and G / n has the eigenvalues λμ, and the precision λμ + 1.
 */
export class KroneckerBlock implements Block {
  readonly coordinates: Int32Array;
  private readonly index: number;
  /** Inputs, and 1 where there are biases. */
  private readonly rows: number;
  private readonly units: number;
  private readonly hasBias: boolean;
  private readonly inputs: number;
  /** Of an example. */
  private readonly ofExample: number;
  /** A and G, the lower triangles. */
  private readonly ofInputs: Float64Array;
  private readonly ofSlopes: Float64Array;
  private seen = 0;
  private decomposed: Decomposed | undefined;

  /** @param index of the layer in scores */
  constructor(layer: LinearLayer, index: number) {
    this.index = index;
    this.hasBias = layer.bias !== undefined;
    this.inputs = layer.inputs;
    this.ofExample = layer.rows;
    this.rows = layer.inputs + (this.hasBias ? 1 : 0);
    this.units = layer.units;
    this.coordinates = Int32Array.from(coordinatesOf(layer));
    this.ofInputs = new Float64Array(this.rows ** 2);
    this.ofSlopes = new Float64Array(layer.units ** 2);
  }

  add({ inputs, slopes }: Score, isNew: boolean): void {
    const { index, ofExample, inputs: width, units } = this;
    if (isNew) this.seen += ofExample;
    for (let row = 0; row < ofExample; row++) {
      if (isNew) {
        const x = inputs[index].subarray(row * width, (row + 1) * width);
        addOuter(this.ofInputs, this.hasBias ? Float64Array.of(...x, 1) : x);
      }
      addOuter(this.ofSlopes, slopes[index].subarray(row * units, (row + 1) * units));
    }
  }

  with(prior: PriorCurvature, scale: Float64Array): BlockPrecision {
    this.decomposed ??= this.decompose(prior);
    const { scales, left, right } = this.decomposed;
    const { rows, units } = this;
    const [first] = this.coordinates;
    const [factor, share] = [prior.factors[first], scale[first] ** 2];
    const precision = new Float64Array(rows * units);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < units; j++) {
        precision[i * units + j] = share * left.values[i] * right.values[j] + factor;
      }
    }
    if (!precision.every((value) => value > 0 && Number.isFinite(value))) throw notNormal();
    const logScales = scales.reduce((sum, scale) => sum + Math.log(scale), 0);
    return {
      logDeterminant:
        precision.reduce((sum, value) => sum + Math.log(value), 0) - 2 * units * logScales,
      spread: (z) => {
        const weighted = z.map((value, k) => value / Math.sqrt(precision[k]));
        const turned = sandwich(left.vectors, weighted, right.vectors, rows, units, false);
        return turned.map((value, k) => value * scales[Math.floor(k / units)]);
      },
      standardise: (gradient) => {
        const scaled = gradient.map((value, k) => value * scales[Math.floor(k / units)]);
        const turned = sandwich(left.vectors, scaled, right.vectors, rows, units, true);
        return turned.map((value, k) => value / Math.sqrt(precision[k]));
      },
      variances: () => {
        const inverse = precision.map((value) => 1 / value);
        const square = (matrix: Float64Array): Float64Array => matrix.map((value) => value * value);
        const [p, q] = [square(left.vectors), square(right.vectors)];
        const sums = sandwich(p, inverse, q, rows, units, false);
        return sums.map((value, k) => value * scales[Math.floor(k / units)] ** 2);
      },
    };
  }

  private decompose(prior: PriorCurvature): Decomposed {
    const { rows, units } = this;
    const scales = Float64Array.from({ length: rows }, (_, i) => this.scaleOf(prior, i));
    const inputs = this.ofInputs.map(
      (value, k) => value * scales[Math.floor(k / rows)] * scales[k % rows],
    );
    const slopes = this.ofSlopes.map((value) => value / Math.max(1, this.seen));
    if (![...inputs, ...slopes].every(Number.isFinite)) throw notNormal();
    const [left, right] = [symmetricEigen(inputs, rows), symmetricEigen(slopes, units)];
    // what rounding left below 0
    const positive = ({ values, vectors }: typeof left): typeof left => ({
      values: values.map((value) => Math.max(0, value)),
      vectors,
    });
    return { scales, left: positive(left), right: positive(right) };
  }

  /** The prior standard deviation of the weights of one input. */
  private scaleOf(prior: PriorCurvature, row: number): number {
    const own = this.coordinates.subarray(row * this.units, (row + 1) * this.units);
    const [first] = own;
    const precision = prior.diagonal[first];
    if (!(precision > 0)) throw notNormal();
    for (const coordinate of own) {
      if (Math.abs(prior.diagonal[coordinate] - precision) <= alike * precision) continue;
      throw new InferenceError(
        'prior-by-unit',
        'A Kronecker product takes a prior whose curvature is the same for all units that an input of a layer goes to, and this one is not. Use --hessian diagonal, or normal priors with one scale for each layer or input.',
      );
    }
    return 1 / Math.sqrt(precision);
  }
}

interface Decomposed {
  /** Of the weights of each input. */
  readonly scales: Float64Array;
  readonly left: ReturnType<typeof symmetricEigen>;
  readonly right: ReturnType<typeof symmetricEigen>;
}

/** P M Qᵀ of row-major matrices, or Pᵀ M Q. */
function sandwich(
  p: Float64Array,
  m: Float64Array,
  q: Float64Array,
  rows: number,
  columns: number,
  transposed: boolean,
): Float64Array {
  const half = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < rows; k++) {
      const factor = transposed ? p[k * rows + i] : p[i * rows + k];
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) half[i * columns + j] += factor * m[k * columns + j];
    }
  }
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) {
        sum += half[i * columns + k] * (transposed ? q[k * columns + j] : q[j * columns + k]);
      }
      result[i * columns + j] = sum;
    }
  }
  return result;
}

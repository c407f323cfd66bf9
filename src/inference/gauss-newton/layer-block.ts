import { DenseBlock } from './dense-block.ts';
import type { LinearLayer, Score } from './information.ts';

/**
 * All pairs of the weights of one layer, for one row of inputs an example. The scores of an example are products of what comes in, x, and their
 * slopes s, so that they add up to x xᵀ ⊗ Σ s sᵀ: for each pair of units a product of matrices over the examples, as many
 * times less work as an example has scores.
 */
export class LayerBlock extends DenseBlock {
  private readonly index: number;
  private readonly rows: number;
  private readonly units: number;
  private readonly hasBias: boolean;
  /** Of examples not yet added. */
  private readonly inputs: Float64Array[] = [];
  private readonly slopes: Float64Array[] = [];

  /** @param index of the layer in scores */
  constructor(layer: LinearLayer, index: number) {
    super(coordinatesOf(layer));
    this.index = index;
    this.units = layer.units;
    this.hasBias = layer.bias !== undefined;
    this.rows = layer.inputs + (this.hasBias ? 1 : 0);
  }

  override add({ inputs, slopes }: Score, isNew: boolean): void {
    const { units, index } = this;
    if (isNew) {
      const x = inputs[index];
      this.inputs.push(this.hasBias ? Float64Array.of(...x, 1) : x.slice());
      this.slopes.push(new Float64Array(units * units));
    }
    const own = this.slopes.at(-1)!;
    const s = slopes[index];
    for (let a = 0; a < units; a++) for (let b = 0; b <= a; b++) own[a * units + b] += s[a] * s[b];
  }

  protected override addWaiting(): void {
    const { rows, units, inputs, slopes, sums } = this;
    const size = rows * units;
    const product = new Float64Array(rows * rows);
    for (let a = 0; a < units; a++) {
      for (let b = 0; b <= a; b++) {
        product.fill(0);
        inputs.forEach((x, example) => {
          addOuter(product, x, slopes[example][a * units + b]);
        });
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < rows; j++) {
            const [row, column] = [i * units + a, j * units + b];
            const value = i >= j ? product[i * rows + j] : product[j * rows + i];
            if (row >= column) sums[row * size + column] += value;
            else if (a !== b) sums[column * size + row] += value;
          }
        }
      }
    }
    inputs.length = 0;
    slopes.length = 0;
  }
}

/** The coordinates of a layer's weights, those of its biases behind as of one more input. */
export function coordinatesOf({ inputs, units, weight, bias }: LinearLayer): number[] {
  const rows = inputs + (bias === undefined ? 0 : 1);
  return Array.from({ length: rows * units }, (_, k) =>
    k < inputs * units ? weight + k : bias! + (k - inputs * units),
  );
}

/** Adds w x xᵀ to a lower triangle. */
export function addOuter(sums: Float64Array, x: Float64Array, weight = 1): void {
  const size = x.length;
  for (let i = 0; i < size; i++) {
    const value = weight * x[i];
    if (value === 0) continue;
    const row = i * size;
    for (let j = 0; j <= i; j++) sums[row + j] += value * x[j];
  }
}

import { sizeOf } from '../graph/node.ts';
import type { Networks } from '../inference/method.ts';
import { maskName } from '../layers/dropout.ts';
import type { LoweredModel } from '../lowering/model.ts';
import { fillMask } from '../random/mask.ts';
import type { Random } from '../random/random.ts';
import type { Coordinates } from './coordinates.ts';
import type { NetworkWeights } from './network-weights.ts';

/** Labels of the random streams. */
const streams = { weights: 0 } as const;

/** The weights of networks as coordinates of the unconstrained space, where they must be what they are. */
export class WeightCoordinates implements Pick<Networks, 'start'> {
  private readonly coordinates: Coordinates;
  private readonly weights: NetworkWeights;
  private readonly model: LoweredModel;
  private readonly shapes: ReadonlyMap<string, readonly number[]>;

  constructor(weights: NetworkWeights, model: LoweredModel, coordinates: Coordinates) {
    this.weights = weights;
    this.coordinates = coordinates;
    this.model = model;
    this.shapes = new Map(model.parameters.map((p) => [p.declaration.name, p.shape]));
  }

  /**
   * Weights with the variance 1 / fan_in, which keeps what goes through of one size (LeCun et al. 1998); the mean of an
   * earlier posterior, where that is the prior.
   */
  start(random: Random): Float64Array {
    const { earlier } = this.model.environment;
    if (earlier !== undefined) return earlier.mean.slice();
    const point = new Float64Array(this.coordinates.dimension);
    const source = random.stream(streams.weights);
    for (const [name, axes] of this.weights.fanIn) {
      const { from, to } = this.coordinates.range(name);
      const scale = 1 / Math.sqrt(sizeOf(this.shapes.get(name)!.slice(0, axes)));
      for (let i = from; i < to; i++) point[i] = scale * source.normal();
    }
    return point;
  }

  /** Switches off what stands behind dropout layers of these rates in place, and scales what stays. */
  drop(point: Float64Array, rates: readonly number[], random: Random): void {
    this.weights.dropped.forEach((one, k) => {
      const { dropout, weights, hasMask, channels } = one;
      if (hasMask) {
        const { from, to } = this.coordinates.range(maskName(dropout));
        fillMask(point, from, to, rates[k], random);
        return;
      }
      const units =
        channels === undefined
          ? this.rowsOf(weights[0])
          : this.model.environment.sizeOfAxis(channels);
      const mask = new Float64Array(units);
      fillMask(mask, 0, units, rates[k], random);
      for (const weight of weights) this.dropRows(point, weight, mask);
    });
  }

  /** Channels move fastest among the rows of a weight, so that every so many rows belong to one. */
  private dropRows(point: Float64Array, weight: string, mask: Float64Array): void {
    const { from, to } = this.coordinates.range(weight);
    const rows = this.rowsOf(weight);
    const width = (to - from) / rows;
    for (let row = 0; row < rows; row++) {
      const start = from + row * width;
      for (let i = start; i < start + width; i++) point[i] *= mask[row % mask.length];
    }
  }

  private rowsOf(weight: string): number {
    return sizeOf(this.shapes.get(weight)!.slice(0, this.weights.fanIn.get(weight)));
  }
}

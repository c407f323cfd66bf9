import { sizeOf } from '../graph/node.ts';
import type { Networks } from '../inference/method.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import type { LoweredParameter } from '../lowering/parameter.ts';
import type { Random } from '../random/random.ts';
import type { Coordinates } from './coordinates.ts';
import type { NetworkWeights } from './network-weights.ts';

/** Labels of the random streams. */
const streams = { weights: 0 } as const;

/** The weights of networks as coordinates of the unconstrained space, where they must be what they are. */
export class WeightCoordinates implements Networks {
  private readonly coordinates: Coordinates;
  private readonly weights: NetworkWeights;
  private readonly shapes: ReadonlyMap<string, readonly number[]>;

  constructor(
    weights: NetworkWeights,
    parameters: readonly LoweredParameter[],
    coordinates: Coordinates,
  ) {
    this.weights = weights;
    this.coordinates = coordinates;
    this.shapes = new Map(parameters.map((p) => [p.declaration.name, p.shape]));
  }

  /** Weights with the variance 1 / fan_in, which keeps what goes through of one size (LeCun et al. 1998). */
  start(random: Random): Float64Array {
    const point = new Float64Array(this.coordinates.dimension);
    const source = random.stream(streams.weights);
    for (const [name, axes] of this.weights.fanIn) {
      const { from, to } = this.coordinates.range(name);
      const scale = 1 / Math.sqrt(sizeOf(this.shapes.get(name)!.slice(0, axes)));
      for (let i = from; i < to; i++) point[i] = scale * source.normal();
    }
    return point;
  }

  drop(point: Float64Array, random: Random): void {
    for (const one of this.weights.dropped) this.dropRows(one, point, random);
  }

  private dropRows({ weight, rate }: DroppedInput, point: Float64Array, random: Random): void {
    const { from, to } = this.coordinates.range(weight);
    const rows = sizeOf(this.shapes.get(weight)!.slice(0, this.weights.fanIn.get(weight)));
    const width = (to - from) / rows;
    for (let start = from; start < to; start += width) {
      const factor = random.uniform() < rate ? 0 : 1 / (1 - rate);
      for (let i = start; i < start + width; i++) point[i] *= factor;
    }
  }
}

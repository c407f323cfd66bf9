import type { Engine } from '../engines/engine.ts';
import type { BatchPlan } from '../inference/method.ts';
import type { BatchLowering } from '../lowering/batch.ts';
import type { Random } from '../random/random.ts';

/** Numbers from which on a copy of them all is quicker than one after the other. */
const WORTH_A_COPY = 64;

/** The members of a dimension in batches, the data that come with each, and what graphs of batches are made of. */
export class BatchRows implements BatchPlan {
  readonly dimension: string;
  readonly members: number;
  readonly size: number;
  readonly count: number;
  protected readonly lowering: BatchLowering;
  protected readonly engine: Engine;
  /** Coordinates of the parameters. */
  protected readonly parameterCount: number;
  private readonly among: Int32Array | undefined;
  private lastOrder: { readonly key: string; readonly order: Int32Array } | undefined;

  /** @param among the positions of the members that are to be taken, all of them where it is left out */
  constructor(
    lowering: BatchLowering,
    dimension: string,
    size: number,
    parameterCount: number,
    engine: Engine,
    among?: Int32Array,
  ) {
    this.lowering = lowering;
    this.engine = engine;
    this.parameterCount = parameterCount;
    this.dimension = dimension;
    this.among = among;
    this.members = among?.length ?? lowering.size;
    this.size = Math.min(size, this.members);
    this.count = Math.ceil(this.members / size);
  }

  weight(batch: number): number {
    return (this.count * this.sizeOf(batch)) / this.members;
  }

  order(epoch: number, random: Random): Int32Array {
    const key = JSON.stringify([epoch, random.state]);
    if (this.lastOrder?.key !== key) {
      this.lastOrder = { key, order: this.shuffled(random.stream(epoch)) };
    }
    return this.lastOrder.order;
  }

  /** The positions of the members in a random order. */
  protected shuffled(random: Random): Int32Array {
    const order = random.permutation(this.members);
    const { among } = this;
    return among === undefined ? order : order.map((k) => among[k]);
  }

  protected sizeOf(batch: number): number {
    return Math.min(this.size, this.members - batch * this.size);
  }

  /** The data of a batch from `at` on; gives the place behind. */
  protected fillRows(inputs: Float64Array, at: number, order: Int32Array, batch: number): number {
    const start = batch * this.size;
    const positions = order.subarray(start, start + this.sizeOf(batch));
    let next = at;
    for (const { values, width } of this.lowering.rows) {
      for (const position of positions) {
        const first = position * width;
        if (width < WORTH_A_COPY) {
          for (let j = 0; j < width; j++) inputs[next + j] = values[first + j];
        } else {
          inputs.set(values.subarray(first, first + width), next);
        }
        next += width;
      }
    }
    return next;
  }
}

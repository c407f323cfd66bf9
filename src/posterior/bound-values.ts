/** Data of a posterior, which an engine may come to hold. */
import type { BoundData, BoundValue } from '../binding/bound-data.ts';
import type { Shape, TensorData } from '../graph/node.ts';

/** A bound value that can be moved to where it is held anyway, so that memory has it once. */
class StoredValue implements BoundValue {
  readonly shape: Shape;
  private read: () => TensorData;
  /** What was read last: the same array throughout a computation, and no memory after it. */
  private lastRead: WeakRef<TensorData> | undefined;

  constructor({ shape, data }: BoundValue) {
    this.shape = shape;
    this.read = () => data;
  }

  get data(): TensorData {
    const last = this.lastRead?.deref();
    if (last !== undefined) return last;
    const data = this.read();
    this.lastRead = new WeakRef(data);
    return data;
  }

  /** @param read gives the same numbers from where they are now */
  moveTo(read: () => TensorData): void {
    this.read = read;
    this.lastRead = undefined;
  }
}

export interface StoredData extends BoundData {
  readonly values: ReadonlyMap<string, StoredValue>;
}

export function storedData(bound: BoundData): StoredData {
  const values = Array.from(
    bound.values,
    ([name, value]) => [name, new StoredValue(value)] as const,
  );
  return { ...bound, values: new Map(values) };
}

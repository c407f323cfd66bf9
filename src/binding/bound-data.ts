import type { Shape, TensorData } from '../graph/node.ts';

/** A dimension that has met its data. */
export interface BoundDimension {
  readonly name: string;
  readonly size: number;
  /** One a member, where the dimension has labels. */
  readonly labels?: readonly string[];
}

export interface BoundValue {
  readonly shape: Shape;
  /**
   * Row-major. Index-valued data hold 1-based positions as an `Int32Array`, 0 where a cell is missing;
   * all else is a `Float64Array`, with NaN there.
   */
  readonly data: TensorData;
}

/** Whether a cell of a value is missing. */
export function isMissingCell(cell: number, { data }: BoundValue): boolean {
  return data instanceof Int32Array ? cell === 0 : Number.isNaN(cell);
}

/** Data that fit their model: every declared input is there, of the right shape, in its type. */
export interface BoundData {
  readonly dimensions: ReadonlyMap<string, BoundDimension>;
  /** By the name of the `data` statement. */
  readonly values: ReadonlyMap<string, BoundValue>;
  /** In plain words: inputs ignored, sizes taken from the largest position, … */
  readonly notes: readonly string[];
}

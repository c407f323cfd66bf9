import type { Classes } from './classes.ts';

/** A column of numbers, as its mean in each cell and the deviations from it. */
export interface Centring {
  /** The means, rounded, and what rounding took from them. */
  readonly means: Float64Array;
  readonly rest: Float64Array;
  /** The number in a row less the mean of its cell. */
  deviation(row: number, cell: number): number;
  /** The largest deviation. */
  readonly largest: number;
  /** The power of 2 nearest to it: what is divided by this neither overflows nor underflows when squared. */
  readonly unit: number;
}

/**
 * @param totals the sum of the weights in each cell
 * @param weights 1, if left out
 */
export function centre(
  numbers: (row: number) => number,
  { of, first }: Classes,
  totals: Float64Array,
  weights: Float64Array | undefined,
): Centring {
  const weightOf = (row: number): number => (weights === undefined ? 1 : weights[row]);
  // relative to one number of the cell: equal numbers have exactly themselves as mean
  const origins = Float64Array.from(first, numbers);
  const means = new Float64Array(first.length);
  for (let row = 0; row < of.length; row++) {
    const cell = of[row];
    if (cell >= 0) means[cell] += weightOf(row) * (numbers(row) - origins[cell]);
  }
  for (let cell = 0; cell < means.length; cell++) {
    means[cell] = origins[cell] + means[cell] / totals[cell];
  }
  const rest = new Float64Array(first.length);
  for (let row = 0; row < of.length; row++) {
    const cell = of[row];
    if (cell >= 0) rest[cell] += weightOf(row) * (numbers(row) - means[cell]);
  }
  for (let cell = 0; cell < means.length; cell++) rest[cell] /= totals[cell];
  const deviation = (row: number, cell: number): number => numbers(row) - means[cell] - rest[cell];
  let largest = 0;
  for (let row = 0; row < of.length; row++) {
    if (of[row] >= 0) largest = Math.max(largest, Math.abs(deviation(row, of[row])));
  }
  const unit = largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1;
  return { means, rest, deviation, largest, unit };
}

import type { FlatExecutable } from '../engines/engine.ts';

/**
 * Runs a graph of one vector whose outputs are the log density and then its gradient.
 *
 * @param slopes filled with the gradient
 */
export function runGradient(
  executable: FlatExecutable,
  point: Float64Array,
  slopes: Float64Array,
): number {
  const { inputs, outputs } = executable;
  const n = slopes.length;
  copy(point, inputs, n);
  executable.run();
  for (let i = 0; i < n; i++) slopes[i] = outputs[i + 1];
  return outputs[0];
}

/** Without the fixed cost of `TypedArray.set`, which matters for short vectors. */
export function copy(from: Float64Array, to: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) to[i] = from[i];
}

import { type Accuracy, allowedErrors, errorNorm, type System } from './system.ts';

/**
 * A first step for a method of the given order, from the sizes of the first two derivatives (Hairer, Nørsett
 * and Wanner, Solving Ordinary Differential Equations I, section II.4).
 *
 * @param slope f(start, initial)
 * @param longest no step is longer
 */
export function firstStep(
  system: System,
  start: number,
  initial: Float64Array,
  slope: Float64Array,
  order: number,
  longest: number,
  accuracy: Accuracy,
): number {
  const { size, rows } = system;
  const scale = new Float64Array(size);
  allowedErrors(accuracy, initial, scale);
  const [ofState, ofSlope] = [initial, slope].map((values) => errorNorm(values, scale, rows));
  const small = ofState < 1e-5 || ofSlope < 1e-5;
  const trial = Math.min(longest, small ? 1e-6 : (0.01 * ofState) / ofSlope);
  const state = initial.map((value, k) => value + trial * slope[k]);
  const next = new Float64Array(size);
  system.derivative(start + trial, state, next);
  const bend = errorNorm(
    next.map((value, k) => value - slope[k]),
    scale,
    rows,
  );
  const steepest = Math.max(ofSlope, bend / trial);
  const second =
    steepest <= 1e-15 ? Math.max(1e-6, trial * 1e-3) : (0.01 / steepest) ** (1 / (order + 1));
  const step = Math.min(100 * trial, second, longest);
  // where the second derivative has no value the first trial is as good as any
  return Number.isFinite(step) && step > 0 ? step : trial;
}

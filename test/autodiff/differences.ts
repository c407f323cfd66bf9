/**
 * The derivative of f at x by Ridders' method: central differences with shrinking steps, extrapolated to
 * step 0 (Advances in Engineering Software 4, 1982). The entry of the tableau with the least estimated
 * error is returned, with that error.
 */
export function differentiate(
  f: (x: number) => number,
  x: number,
  firstStep: number,
): { value: number; error: number } {
  const shrink = 1.6;
  let step = firstStep;
  let best = { value: Number.NaN, error: Infinity };
  let previous: number[] = [];
  for (let row = 0; row < 14; row++, step /= shrink) {
    // the step that is really taken, after rounding
    const [above, below] = [x + step, x - step];
    const current = [(f(above) - f(below)) / (above - below)];
    for (let k = 1, weight = shrink ** 2; k <= row; k++, weight *= shrink ** 2) {
      current.push((current[k - 1] * weight - previous[k - 1]) / (weight - 1));
      const error = Math.max(
        Math.abs(current[k] - current[k - 1]),
        Math.abs(current[k] - previous[k - 1]),
      );
      if (error <= best.error) best = { value: current[k], error };
    }
    previous = current;
  }
  return best;
}

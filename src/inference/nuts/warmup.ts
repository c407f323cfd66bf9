/**
 * The schedule of warm-up (Stan reference manual, "HMC algorithm parameters"): a fast interval for the
 * step size, a series of windows that double and in which the metric is estimated, a fast interval again. Ours has
 * short windows in the first interval too: from gradients the scales are known after a few points.
 */
export interface WarmupSchedule {
  /** First iteration in which points count towards the metric, and the first after those. */
  readonly from: number;
  readonly to: number;
  /** Iterations after which a window ends. */
  readonly windowEnds: readonly number[];
}

const initialInterval = 75;
const finalInterval = 50;
const firstWindow = 25;
/** Ends of windows in the first interval, where that is as long as it should be. */
const earlyEnds = [10, 25, 50];

export function warmupSchedule(iterations: number): WarmupSchedule {
  // too short for any metric
  if (iterations < 20) return { from: iterations, to: iterations, windowEnds: [] };
  let initial = initialInterval;
  let final = finalInterval;
  let window = firstWindow;
  if (initial + window + final > iterations) {
    initial = Math.floor(0.15 * iterations);
    final = Math.floor(0.1 * iterations);
    window = iterations - initial - final;
  }
  const to = iterations - final;
  const isLong = initial === initialInterval;
  const windowEnds = [...(isLong ? earlyEnds : []), initial + window];
  for (let end = initial + window; end < to; windowEnds.push(end)) {
    window *= 2;
    end += window;
    // where the window after this one would not fit, this one takes all that is left
    if (end + 2 * window > to) end = to;
  }
  return { from: isLong ? 0 : initial, to, windowEnds };
}

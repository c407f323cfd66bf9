/** Fills `gradient` and returns the value to be maximised; −inf or NaN where it is not defined. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** A point on the search line. */
export interface Trial {
  readonly step: number;
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
  /** Derivative of the objective along the line. */
  readonly slope: number;
}

/** Share of the first-order increase that a step must reach (Nocedal and Wright, section 3.1). */
const sufficientIncrease = 1e-4;
/** Share of the first slope above which a step is too short. */
const curvature = 0.9;
const maxTrials = 50;
const longestStep = 1e20;

/**
 * A step along `direction` that satisfies the strong Wolfe conditions for a maximum: bracket, then zoom
 * with safeguarded cubic interpolation (Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6).
 * A point where the objective or its slope is not finite counts as too far. Increases below rounding are
 * accepted on the slope alone (the approximate Wolfe condition of Hager and Zhang, 2005).
 * `undefined` where no higher point is found; where the objective grows up to the longest step, that step.
 */
export function lineSearch(
  objective: Objective,
  start: Float64Array,
  startValue: number,
  startSlope: number,
  direction: Float64Array,
  firstStep: number,
): Trial | undefined {
  const rounding = 4 * Number.EPSILON * Math.abs(startValue);
  const highEnough = (trial: Trial): boolean =>
    trial.value >= startValue + sufficientIncrease * trial.step * startSlope - rounding;

  /** The best step that is still too short, and the end of the bracket beyond which nothing is sought. */
  let low = { step: 0, value: startValue, slope: startSlope };
  let best: Trial | undefined;
  let high: { step: number; value: number; slope: number } | undefined;
  let step = firstStep;
  for (let count = 0; count < maxTrials; count++) {
    const trial = tryStep(objective, start, direction, step);
    const finite = Number.isFinite(trial.value) && Number.isFinite(trial.slope);
    if (!finite || !highEnough(trial) || trial.value < low.value - rounding) {
      high = trial;
    } else {
      if (Math.abs(trial.slope) <= curvature * startSlope) return trial;
      // The maximum lies on the side to which the slope points.
      if (trial.slope * (high === undefined ? 1 : high.step - low.step) < 0) high = low;
      low = trial;
      best = trial;
    }
    if (high === undefined) {
      if (step >= longestStep) return best;
      step *= 4;
    } else {
      step = between(low, high);
      if (step === low.step || step === high.step) break;
    }
  }
  return best;
}

function tryStep(
  objective: Objective,
  start: Float64Array,
  direction: Float64Array,
  step: number,
): Trial {
  const size = start.length;
  const point = new Float64Array(size);
  for (let i = 0; i < size; i++) point[i] = start[i] + step * direction[i];
  const gradient = new Float64Array(size);
  const value = objective(point, gradient);
  let slope = 0;
  for (let i = 0; i < size; i++) slope += gradient[i] * direction[i];
  return { step, point, gradient, value, slope };
}

interface End {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** The maximum of the cubic through both ends (ibid., equation 3.59), kept inside the bracket. */
function between(low: End, high: End): number {
  const width = high.step - low.step;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.step + 0.1 * width;
  const d1 = -low.slope - high.slope + (3 * (high.value - low.value)) / width;
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - low.slope * high.slope);
  const share = 1 - (-high.slope + d2 - d1) / (-high.slope + low.slope + 2 * d2);
  return low.step + (share >= 0.1 && share <= 0.9 ? share : 0.5) * width;
}

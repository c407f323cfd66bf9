/**
 * Step size adaptation by dual averaging towards a mean acceptance statistic (Hoffman and Gelman 2014,
 * section 3.2, with their constants).
 */
export interface StepSizeState {
  /** In use. */
  readonly stepSize: number;
  /** Where log step sizes are drawn to: log(10 ε₀). */
  readonly centre: number;
  readonly count: number;
  readonly meanError: number;
  readonly averagedLog: number;
}

const gamma = 0.05;
const kappa = 0.75;
const offset = 10;

export function startStepSize(stepSize: number): StepSizeState {
  return { stepSize, centre: Math.log(10 * stepSize), count: 0, meanError: 0, averagedLog: 0 };
}

/** After a transition with this acceptance statistic. */
export function adaptStepSize(
  state: StepSizeState,
  acceptance: number,
  target: number,
): StepSizeState {
  const count = state.count + 1;
  const share = 1 / (count + offset);
  const meanError = (1 - share) * state.meanError + share * (target - Math.min(1, acceptance));
  const log = state.centre - (meanError * Math.sqrt(count)) / gamma;
  const weight = count ** -kappa;
  const averagedLog = (1 - weight) * state.averagedLog + weight * log;
  return { stepSize: Math.exp(log), centre: state.centre, count, meanError, averagedLog };
}

/** The averaged step size, for sampling. */
export function finishStepSize(state: StepSizeState): StepSizeState {
  return state.count === 0 ? state : { ...state, stepSize: Math.exp(state.averagedLog) };
}

/**
 * The explicit Runge-Kutta method of orders 5 and 4 of Dormand and Prince (Journal of Computational and Applied
 * Mathematics 6, 1980), with the interpolant of order 4 and the step-size control of DOPRI5 (Hairer, Nørsett and
 * Wanner, Solving Ordinary Differential Equations I, sections II.4 to II.6).
 */
import { firstStep } from './first-step.ts';
import {
  type Accuracy,
  allFinite,
  allowedErrors,
  errorNorm,
  type Stepper,
  type System,
  stepRatios,
} from './system.ts';

const SAFETY = 0.9;
/** Exponents of the errors of this step and the last one: a proportional and integral control. */
const BETA = 0.04;
const ALPHA = 0.2 - 0.75 * BETA;

export class DormandPrince implements Stepper {
  time = 0;
  stepSize = 0;
  state: Float64Array;
  private readonly system: System;
  private accuracy!: Accuracy;
  private end = 0;
  private lastError = 1e-4;
  private wasRejected = false;
  /** The start of the last step and its length. */
  private from = 0;
  private length = 0;
  private before: Float64Array;
  private readonly trial: Float64Array;
  private readonly scale: Float64Array;
  private readonly error: Float64Array;
  /** Of the stages; the last is the first of the next step. */
  private readonly slopes: Float64Array[];

  constructor(system: System) {
    const vector = (): Float64Array => new Float64Array(system.size);
    this.system = system;
    this.state = vector();
    this.before = vector();
    this.trial = vector();
    this.scale = vector();
    this.error = vector();
    this.slopes = Array.from({ length: 7 }, vector);
  }

  begin(start: number, initial: Float64Array, end: number, accuracy: Accuracy): void {
    const slope = this.slopes[6];
    this.time = start;
    this.end = end;
    this.accuracy = accuracy;
    this.lastError = 1e-4;
    this.wasRejected = false;
    this.state.set(initial);
    this.system.derivative(start, this.state, slope);
    this.stepSize = allFinite(slope)
      ? firstStep(this.system, start, this.state, slope, 5, end - start, accuracy)
      : Number.NaN;
  }

  step(): boolean {
    const { system, slopes, trial, error, scale, accuracy, time } = this;
    const remaining = this.end - time;
    // a last step that would be tiny is taken along
    const isLast = this.stepSize * 1.01 >= remaining;
    const h = isLast ? remaining : this.stepSize;
    if (!this.wasRejected) {
      [slopes[0], slopes[6]] = [slopes[6], slopes[0]];
      [this.before, this.state] = [this.state, this.before];
    }
    const { before, state } = this;
    const [k1, k2, k3, k4, k5, k6, k7] = slopes;
    const n = system.size;
    for (let i = 0; i < n; i++) trial[i] = before[i] + h * ((1 / 5) * k1[i]);
    system.derivative(time + h / 5, trial, k2);
    for (let i = 0; i < n; i++) {
      trial[i] = before[i] + h * ((3 / 40) * k1[i] + (9 / 40) * k2[i]);
    }
    system.derivative(time + (3 / 10) * h, trial, k3);
    for (let i = 0; i < n; i++) {
      trial[i] = before[i] + h * ((44 / 45) * k1[i] - (56 / 15) * k2[i] + (32 / 9) * k3[i]);
    }
    system.derivative(time + (4 / 5) * h, trial, k4);
    for (let i = 0; i < n; i++) {
      trial[i] =
        before[i] +
        h *
          ((19372 / 6561) * k1[i] -
            (25360 / 2187) * k2[i] +
            (64448 / 6561) * k3[i] -
            (212 / 729) * k4[i]);
    }
    system.derivative(time + (8 / 9) * h, trial, k5);
    for (let i = 0; i < n; i++) {
      trial[i] =
        before[i] +
        h *
          ((9017 / 3168) * k1[i] -
            (355 / 33) * k2[i] +
            (46732 / 5247) * k3[i] +
            (49 / 176) * k4[i] -
            (5103 / 18656) * k5[i]);
    }
    const next = isLast ? this.end : time + h;
    system.derivative(next, trial, k6);
    for (let i = 0; i < n; i++) {
      state[i] =
        before[i] +
        h *
          ((35 / 384) * k1[i] +
            (500 / 1113) * k3[i] +
            (125 / 192) * k4[i] -
            (2187 / 6784) * k5[i] +
            (11 / 84) * k6[i]);
    }
    system.derivative(next, state, k7);
    for (let i = 0; i < n; i++) {
      error[i] =
        h *
        ((71 / 57600) * k1[i] -
          (71 / 16695) * k3[i] +
          (71 / 1920) * k4[i] -
          (17253 / 339200) * k5[i] +
          (22 / 525) * k6[i] -
          (1 / 40) * k7[i]);
    }
    allowedErrors(accuracy, state, scale);
    for (let i = 0; i < n; i++) {
      const allowed = accuracy.absolute + accuracy.relative * Math.abs(before[i]);
      if (allowed > scale[i]) scale[i] = allowed;
    }
    const size = errorNorm(error, scale, system.rows);
    if (!(size <= 1)) {
      this.stepSize =
        h * (Number.isFinite(size) ? Math.max(stepRatios.shortest, SAFETY * size ** -0.2) : 0.1);
      this.wasRejected = true;
      return false;
    }
    const wanted = SAFETY * size ** -ALPHA * this.lastError ** BETA;
    const factor = Math.min(
      this.wasRejected ? 1 : stepRatios.longest,
      Math.max(stepRatios.shortest, wanted),
    );
    this.lastError = Math.max(size, 1e-4);
    this.wasRejected = false;
    [this.from, this.length, this.time] = [time, h, next];
    this.stepSize = h * factor;
    return true;
  }

  interpolate(time: number, target: Float64Array, offset: number): void {
    const { before, state, slopes, length: h } = this;
    const [k1, , k3, k4, k5, k6, k7] = slopes;
    const x = (time - this.from) / h;
    const y = 1 - x;
    for (let i = 0; i < state.length; i++) {
      const difference = state[i] - before[i];
      const bend = h * k1[i] - difference;
      const bendAtEnd = difference - h * k7[i] - bend;
      const fourth =
        h *
        ((-12715105075 / 11282082432) * k1[i] +
          (87487479700 / 32700410799) * k3[i] -
          (10690763975 / 1880347072) * k4[i] +
          (701980252875 / 199316789632) * k5[i] -
          (1453857185 / 822651844) * k6[i] +
          (69997945 / 29380423) * k7[i]);
      target[offset + i] = before[i] + x * (difference + y * (bend + x * (bendAtEnd + y * fourth)));
    }
  }
}

/**
 * The explicit Runge-Kutta method of orders 5 and 4 of Dormand and Prince (Journal of Computational and Applied
 * Mathematics 6, 1980), with the interpolant of order 4 and the step-size control of DOPRI5 (Hairer, Nørsett and
 * Wanner, Solving Ordinary Differential Equations I, sections II.4 to II.6).
 */
import { firstStep } from './first-step.ts';
import type { StepRecord } from './step-record.ts';
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

/** A stage: its time as a part of the step, and what its state has of the slopes of the stages before. */
interface Stage {
  readonly node: number;
  readonly weights: readonly number[];
}

/** The last stage is the end of the step. */
export const tableau: readonly Stage[] = [
  { node: 0, weights: [] },
  { node: 1 / 5, weights: [1 / 5] },
  { node: 3 / 10, weights: [3 / 40, 9 / 40] },
  { node: 4 / 5, weights: [44 / 45, -56 / 15, 32 / 9] },
  { node: 8 / 9, weights: [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729] },
  { node: 1, weights: [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656] },
  { node: 1, weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84] },
];

/** The difference of the two methods, by stage. */
const errorWeights = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
] as const;

/** What the term of order 4 of the interpolant has of the slopes, by stage. */
export const interpolation = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
] as const;

export class DormandPrince implements Stepper {
  time = 0;
  stepSize = 0;
  state: Float64Array;
  record: StepRecord | undefined;
  private readonly system: System;
  private accuracy!: Accuracy;
  private end = 0;
  private lastError = 1e-4;
  private wasRejected = false;
  /** The start of the last step and its length. */
  private from = 0;
  private length = 0;
  private before: Float64Array;
  /** The states at which the slopes of stages 2 to 6 are. */
  private readonly points: readonly Float64Array[];
  private readonly scale: Float64Array;
  private readonly error: Float64Array;
  /** Of the stages; the last is the first of the next step. */
  private readonly slopes: Float64Array[];
  constructor(system: System) {
    const vector = (): Float64Array => new Float64Array(system.size);
    this.system = system;
    this.state = vector();
    this.before = vector();
    this.points = Array.from({ length: 5 }, vector);
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
    const { system, slopes, points, error, scale, accuracy, time } = this;
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
    const [x2, x3, x4, x5, x6] = points;
    const n = system.size;
    const [, second, third, fourth, fifth, sixth, last] = tableau;
    const [a21] = second.weights;
    for (let i = 0; i < n; i++) x2[i] = before[i] + h * (a21 * k1[i]);
    system.derivative(time + second.node * h, x2, k2);
    const [a31, a32] = third.weights;
    for (let i = 0; i < n; i++) x3[i] = before[i] + h * (a31 * k1[i] + a32 * k2[i]);
    system.derivative(time + third.node * h, x3, k3);
    const [a41, a42, a43] = fourth.weights;
    for (let i = 0; i < n; i++) {
      x4[i] = before[i] + h * (a41 * k1[i] + a42 * k2[i] + a43 * k3[i]);
    }
    system.derivative(time + fourth.node * h, x4, k4);
    const [a51, a52, a53, a54] = fifth.weights;
    for (let i = 0; i < n; i++) {
      x5[i] = before[i] + h * (a51 * k1[i] + a52 * k2[i] + a53 * k3[i] + a54 * k4[i]);
    }
    system.derivative(time + fifth.node * h, x5, k5);
    const [a61, a62, a63, a64, a65] = sixth.weights;
    for (let i = 0; i < n; i++) {
      const sum = a61 * k1[i] + a62 * k2[i] + a63 * k3[i] + a64 * k4[i] + a65 * k5[i];
      x6[i] = before[i] + h * sum;
    }
    const next = isLast ? this.end : time + h;
    system.derivative(next, x6, k6);
    const [b1, , b3, b4, b5, b6] = last.weights;
    for (let i = 0; i < n; i++) {
      const sum = b1 * k1[i] + b3 * k3[i] + b4 * k4[i] + b5 * k5[i] + b6 * k6[i];
      state[i] = before[i] + h * sum;
    }
    system.derivative(next, state, k7);
    const [e1, , e3, e4, e5, e6, e7] = errorWeights;
    for (let i = 0; i < n; i++) {
      const sum = e1 * k1[i] + e3 * k3[i] + e4 * k4[i] + e5 * k5[i] + e6 * k6[i] + e7 * k7[i];
      error[i] = h * sum;
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
    this.record?.add(time, h, points, state);
    return true;
  }

  interpolate(time: number, target: Float64Array, offset: number): void {
    const { before, state, slopes, length: h } = this;
    const [k1, , k3, k4, k5, k6, k7] = slopes;
    const x = (time - this.from) / h;
    const y = 1 - x;
    const [d1, , d3, d4, d5, d6, d7] = interpolation;
    for (let i = 0; i < state.length; i++) {
      const difference = state[i] - before[i];
      const bend = h * k1[i] - difference;
      const bendAtEnd = difference - h * k7[i] - bend;
      const sum = d1 * k1[i] + d3 * k3[i] + d4 * k4[i] + d5 * k5[i] + d6 * k6[i] + d7 * k7[i];
      target[offset + i] =
        before[i] + x * (difference + y * (bend + x * (bendAtEnd + y * (h * sum))));
    }
  }
}

/**
 * Numerical differentiation formulas, backward differentiation formulas of orders 1 to 5 with smaller error
 * constants, on differences of the solution at equal steps, which are carried over to a new step size where it
 * changes (Shampine and Reichelt, The MATLAB ODE suite, SIAM Journal on Scientific Computing 18, 1997; Byrne and
 * Hindmarsh, ACM Transactions on Mathematical Software 1, 1975).
 *
 * The equations of a step are solved by Newton's method, for the solution first, with a Jacobian from some steps before
 * as long as that will do. Those of its derivatives, the other columns, are linear in them, with the Jacobian at the new
 * solution: it is computed for them at every step, and few iterations are exact (the staggered direct method of
 * Caracotsios and Stewart, Computers and Chemical Engineering 9, 1985). All at once with an old Jacobian does not converge where the equations
 * are strongly nonlinear.
 */
import { factorise, type LuFactors, solveFactorised } from '../linear-algebra/lu.ts';
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

export const HIGHEST_ORDER = 5;
const MOST_ITERATIONS = 4;
/** A step is made longer by this much or not at all: every change costs a factorisation. */
const WORTH_A_CHANGE = 1.2;

/** By order. */
const KAPPA = [0, -0.185, -1 / 9, -0.0823, -0.0415, 0];
export const GAMMA = [0, 1, 1 + 1 / 2, 1 + 1 / 2 + 1 / 3, 25 / 12, 137 / 60];
export const ALPHA = GAMMA.map((gamma, k) => (1 - KAPPA[k]) * gamma);
const ERROR = GAMMA.map((gamma, k) => KAPPA[k] * gamma + 1 / (k + 1));

export class BackwardDifferences implements Stepper {
  time = 0;
  stepSize = 0;
  record: StepRecord | undefined;
  private readonly system: System;
  private accuracy!: Accuracy;
  private end = 0;
  private order = 1;
  /** Steps since the last change of step size or order. */
  private equalSteps = 0;
  private newtonTolerance = 0;
  private jacobianTime = Number.NaN;
  private factors: LuFactors | undefined;
  /** The last step: its length, and the order of its formula. */
  private length = 0;
  private lengthOrder = 1;
  /** ∇⁰z, ∇¹z, … at `time`. */
  private readonly differences: Float64Array[];
  /** The same for the steps of the interpolant: what the last step left, before any change of its size. */
  private readonly kept: Float64Array[];
  private readonly jacobian: Float64Array;
  private readonly matrix: Float64Array;
  private readonly predicted: Float64Array;
  private readonly next: Float64Array;
  private readonly slope: Float64Array;
  /** Of the first column. */
  private readonly first: Float64Array;
  private readonly columns: number;
  private readonly column = new Float64Array(HIGHEST_ORDER + 1);
  private readonly history: Float64Array;
  private readonly correction: Float64Array;
  private readonly residual: Float64Array;
  private readonly scale: Float64Array;
  private readonly error: Float64Array;

  constructor(system: System) {
    const { size, rows } = system;
    const vector = (): Float64Array => new Float64Array(size);
    this.system = system;
    this.differences = Array.from({ length: HIGHEST_ORDER + 3 }, vector);
    this.kept = Array.from({ length: HIGHEST_ORDER + 1 }, vector);
    this.jacobian = new Float64Array(rows * rows);
    this.matrix = new Float64Array(rows * rows);
    this.predicted = vector();
    this.next = vector();
    this.slope = vector();
    this.first = new Float64Array(rows);
    this.columns = size / rows;
    this.history = vector();
    this.correction = vector();
    this.residual = vector();
    this.scale = vector();
    this.error = vector();
  }

  get state(): Float64Array {
    return this.differences[0];
  }

  begin(start: number, initial: Float64Array, end: number, accuracy: Accuracy): void {
    const { system, slope, differences } = this;
    this.time = start;
    this.end = end;
    this.accuracy = accuracy;
    this.order = 1;
    this.equalSteps = 0;
    this.factors = undefined;
    this.newtonTolerance = Math.max(
      (10 * Number.EPSILON) / accuracy.relative,
      Math.min(0.03, Math.sqrt(accuracy.relative)),
    );
    differences[0].set(initial);
    system.derivative(start, differences[0], slope);
    this.stepSize = allFinite(slope)
      ? firstStep(system, start, differences[0], slope, 1, end - start, accuracy)
      : Number.NaN;
    differences.slice(2).forEach((difference) => {
      difference.fill(0);
    });
    differences[1].set(slope.map((value) => value * this.stepSize));
    this.readJacobian(start, differences[0]);
  }

  step(): boolean {
    const { system, accuracy, time, predicted, correction, scale, error } = this;
    const remaining = this.end - time;
    const isLast = this.stepSize * (1 + 1e-10) >= remaining;
    if (isLast) this.changeStep(remaining / this.stepSize);
    const h = this.stepSize;
    const next = isLast ? this.end : time + h;
    const { order } = this;
    this.predict();
    allowedErrors(accuracy, predicted, scale);
    const c = h / ALPHA[order];
    let iterations = this.correctSolution(next, c);
    if (iterations === undefined && this.jacobianTime !== next) {
      this.readJacobian(next, predicted);
      iterations = this.correctSolution(next, c);
    }
    if (iterations === undefined || !this.correctDerivatives(next, c)) {
      this.changeStep(0.5);
      return false;
    }
    const safety = (0.9 * (2 * MOST_ITERATIONS + 1)) / (2 * MOST_ITERATIONS + iterations);
    allowedErrors(accuracy, this.next, scale);
    const norm = (constant: number, difference: Float64Array): number => {
      for (let k = 0; k < system.size; k++) error[k] = constant * difference[k];
      return errorNorm(error, scale, system.rows);
    };
    const size = norm(ERROR[order], correction);
    if (!(size <= 1)) {
      const factor = Number.isFinite(size)
        ? safety * size ** (-1 / (order + 1))
        : stepRatios.shortest;
      this.changeStep(Math.max(stepRatios.shortest, factor));
      return false;
    }
    this.record?.add(time, h, [], this.next, order);
    this.time = next;
    this.accept(h);
    this.equalSteps += 1;
    if (this.equalSteps <= order) return true;
    const { differences } = this;
    const sizes = [
      order > 1 ? norm(ERROR[order - 1], differences[order]) : Infinity,
      size,
      order < HIGHEST_ORDER ? norm(ERROR[order + 1], differences[order + 2]) : Infinity,
    ];
    const factors = sizes.map((value, k) => value ** (-1 / (order + k)));
    const best = factors.indexOf(Math.max(...factors));
    const factor = Math.min(stepRatios.longest, safety * factors[best]);
    if (best === 1 && factor >= 1 && factor < WORTH_A_CHANGE) return true;
    this.order = order + best - 1;
    this.changeStep(factor);
    return true;
  }

  interpolate(time: number, target: Float64Array, offset: number): void {
    const { kept, length: h, lengthOrder: order } = this;
    for (let k = 0; k < this.system.size; k++) {
      let value = kept[0][k];
      let product = 1;
      for (let j = 0; j < order; j++) {
        product *= (time - (this.time - h * j)) / (h * (j + 1));
        value += kept[j + 1][k] * product;
      }
      target[offset + k] = value;
    }
  }

  /** The solution of the next step by extrapolation, and what the formula makes of the steps before. */
  private predict(): void {
    const { differences, predicted, history, order } = this;
    predicted.fill(0);
    history.fill(0);
    for (let j = 0; j <= order; j++) {
      const difference = differences[j];
      const weight = GAMMA[j] / ALPHA[order];
      for (let k = 0; k < predicted.length; k++) {
        predicted[k] += difference[k];
        history[k] += weight * difference[k];
      }
    }
  }

  /**
   * Newton's method for z − c f(t, z) = … of the first column: the number of iterations, undefined where it does not
   * converge. The difference between the solution and the prediction is left in `correction`.
   */
  private correctSolution(time: number, c: number): number | undefined {
    const { system, predicted, next, first, history, correction, residual, scale, columns } = this;
    const { rows } = system;
    this.factors ??= this.factorise(c);
    next.set(predicted);
    correction.fill(0);
    let lastSize: number | undefined;
    for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      system.solution(time, next, first);
      for (let i = 0; i < rows; i++) {
        const k = i * columns;
        residual[i] = c * first[i] - history[k] - correction[k];
      }
      const change = solveFactorised(this.factors, residual.subarray(0, rows), false);
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += (change[i] / scale[i * columns]) ** 2;
      const size = Math.sqrt(sum / rows);
      if (!Number.isFinite(size)) return undefined;
      const rate = lastSize === undefined ? undefined : size / lastSize;
      if (rate !== undefined) {
        const left = rate ** (MOST_ITERATIONS - iteration + 1) / (1 - rate);
        if (rate >= 1 || left * size > this.newtonTolerance) return undefined;
      }
      for (let i = 0; i < rows; i++) {
        next[i * columns] += change[i];
        correction[i * columns] += change[i];
      }
      const isClose = rate !== undefined && (rate / (1 - rate)) * size < this.newtonTolerance;
      if (size === 0 || isClose) return iteration;
      lastSize = size;
    }
    return undefined;
  }

  /** The same for the other columns, given the first one; whether it converges. */
  private correctDerivatives(time: number, c: number): boolean {
    const { system, next, slope, history, correction, residual, scale, columns } = this;
    if (columns === 1) return true;
    this.readJacobian(time, next);
    const factors = this.factorise(c);
    this.factors = factors;
    // each level of derivatives is exact once the one below it is
    for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      system.derivative(time, next, slope);
      for (let k = 0; k < next.length; k++) {
        residual[k] = c * slope[k] - history[k] - correction[k];
      }
      const change = solveFactorised(factors, residual, false);
      const size = errorNorm(change, scale, system.rows);
      if (!Number.isFinite(size)) return false;
      for (let k = 0; k < next.length; k++) {
        next[k] += change[k];
        correction[k] += change[k];
      }
      if (size < this.newtonTolerance) return true;
    }
    return false;
  }

  /** I − c J */
  private factorise(c: number): LuFactors {
    const { matrix, jacobian } = this;
    const { rows } = this.system;
    for (let k = 0; k < matrix.length; k++) matrix[k] = -c * jacobian[k];
    for (let k = 0; k < rows; k++) matrix[k * rows + k] += 1;
    return factorise(matrix, rows);
  }

  private readJacobian(time: number, state: Float64Array): void {
    this.system.jacobian(time, state, this.jacobian);
    this.jacobianTime = time;
    this.factors = undefined;
  }

  /** The differences at the end of an accepted step of length `h`. */
  private accept(h: number): void {
    const { differences, correction, kept, order } = this;
    for (let k = 0; k < correction.length; k++) {
      differences[order + 2][k] = correction[k] - differences[order + 1][k];
      differences[order + 1][k] = correction[k];
      for (let j = order; j >= 0; j--) differences[j][k] += differences[j + 1][k];
    }
    for (let j = 0; j <= order; j++) kept[j].set(differences[j]);
    [this.length, this.lengthOrder] = [h, order];
  }

  /** Goes on with steps of `factor` times the length. */
  private changeStep(factor: number): void {
    const { differences, order, column } = this;
    const width = order + 1;
    const change = rescaling(order, factor);
    for (let k = 0; k < this.system.size; k++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += change[i * width + j] * differences[i][k];
        column[j] = sum;
      }
      for (let j = 0; j < width; j++) differences[j][k] = column[j];
    }
    this.stepSize *= factor;
    this.equalSteps = 0;
    this.factors = undefined;
  }
}

/**
 * The matrix M of the differences at another step size: those of `factor` times the length are ∇ʲ = Σᵢ Mᵢⱼ ∇ⁱ, i and j up
 * to the order.
 */
export function rescaling(order: number, factor: number): Float64Array {
  return product(scaling(order, factor), UNCHANGED[order], order + 1);
}

/** The matrix R of Shampine and Reichelt, section 2.1: in row i, products of (k − 1 − factor j)/k over k ≤ i. */
function scaling(order: number, factor: number): Float64Array {
  const width = order + 1;
  const rows = new Float64Array(width * width).fill(1, 0, width);
  for (let i = 1; i < width; i++) {
    for (let j = 1; j < width; j++) {
      rows[i * width + j] = (rows[(i - 1) * width + j] * (i - 1 - factor * j)) / i;
    }
  }
  return rows;
}

/** The matrix U, by order. */
const UNCHANGED = GAMMA.map((_, order) => scaling(order, 1));

/** Of square matrices. */
function product(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const result = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < width; k++) {
      const factor = a[i * width + k];
      for (let j = 0; j < width; j++) result[i * width + j] += factor * b[k * width + j];
    }
  }
  return result;
}

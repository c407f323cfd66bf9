/**
 * The derivative of a numerical solution by the adjoint of its backward differences, from the last step to the first, with
 * the steps, their lengths and their orders as the solution took them (Sandu, Lecture Notes in Computer Science 3991, 2006).
 * A step of order q and length h finds the correction d from the differences ∇⁰z … ∇ᑫz before it:
 *
 *     c f(t + h, p + d) = w + d,   p = Σ ∇ʲz,   w = Σ γⱼ/α ∇ʲz,   c = h/α,
 *
 * and the differences after it are ∇ʲ = ∇ʲz + … + ∇ᑫz + d. So with J = ∂f/∂z at the end of the step and the cotangent g of d,
 *
 *     v = (I − c J)⁻ᵀ g
 *
 * gives c (∂f/∂p)ᵀ v to the invariants, c Jᵀ v = v − g to p, and −v to w. The cost does not grow with the number of invariants.
 */
import { factorise, solveFactorised } from '../linear-algebra/lu.ts';
import { ALPHA, GAMMA, HIGHEST_ORDER, rescaling } from './backward-differences.ts';
import type { StepRecord } from './step-record.ts';
import {
  type Adjoint,
  type AdjointSystem,
  asksBeyondSolution,
  type InitialValueProblem,
} from './system.ts';

/** Corrections of v beyond the first one; a level of columns that are derivatives of others takes one. */
const MOST_CORRECTIONS = 4;

export class BackwardDifferencesAdjoint implements Adjoint {
  private readonly system: AdjointSystem;
  /** Of the differences ∇⁰z, ∇¹z, …, one more than the order. */
  private readonly differences: readonly Float64Array[];
  private readonly state: Float64Array;
  private readonly jacobian: Float64Array;
  private readonly residual: Float64Array;
  private readonly ofSlope: Float64Array;
  private readonly pulled: Float64Array;
  private readonly column = new Float64Array(HIGHEST_ORDER + 1);

  constructor(system: AdjointSystem) {
    const { size, rows, invariants } = system;
    const vector = (): Float64Array => new Float64Array(size);
    this.system = system;
    this.differences = Array.from({ length: HIGHEST_ORDER + 2 }, vector);
    this.state = vector();
    this.jacobian = new Float64Array(rows * rows);
    this.residual = vector();
    this.ofSlope = vector();
    this.pulled = new Float64Array(size + invariants);
  }

  run(
    record: StepRecord,
    { start, initial, times }: InitialValueProblem,
    solution: Float64Array,
    cotangents: Float64Array,
    result: Float64Array,
  ): void {
    const { differences, ofSlope, pulled } = this;
    const { size } = this.system;
    if (asksBeyondSolution(solution, cotangents)) {
      result.fill(Number.NaN);
      return;
    }
    result.fill(0);
    for (const difference of differences) difference.fill(0);
    const { steps, from, lengths, orders } = record;
    const last = times[times.length - 1];
    let next = times.length - 1;
    for (let step = steps - 1; step >= 0; step--) {
      const h = lengths[step];
      // however often the length changed before the next step, the differences are those of its length
      if (step + 1 < steps) this.changeStep(orders[step + 1], lengths[step + 1] / h);
      const end = step + 1 < steps ? from[step + 1] : Math.min(from[step] + h, last);
      for (; next >= 0 && times[next] > from[step]; next--) {
        this.addInterpolated((times[next] - end) / h, orders[step], cotangents, next);
      }
      record.read(step, 0, this.state);
      this.backOverStep(end, h, orders[step], result);
    }
    const [before, ofDifference] = differences;
    if (steps > 0) {
      // the first difference is that of a step along the slope at the start
      for (let i = 0; i < size; i++) ofSlope[i] = lengths[0] * ofDifference[i];
      if (ofSlope.some((value) => value !== 0)) {
        this.system.pull(start, initial, ofSlope, pulled);
        for (let i = 0; i < size; i++) before[i] += pulled[i];
        for (let k = size; k < pulled.length; k++) result[k] += pulled[k];
      }
    }
    for (; next >= 0; next--) {
      for (let i = 0; i < size; i++) before[i] += cotangents[next * size + i];
    }
    for (let i = 0; i < size; i++) result[i] = before[i];
  }

  /** What a cotangent of the solution at a time, `x` steps after the end of one, gives its differences. */
  private addInterpolated(x: number, order: number, cotangents: Float64Array, at: number): void {
    const { differences } = this;
    const { size } = this.system;
    const offset = at * size;
    let weight = 1;
    for (let j = 0; j <= order && weight !== 0; j++) {
      if (j > 0) weight *= (x + j - 1) / j;
      const difference = differences[j];
      for (let i = 0; i < size; i++) difference[i] += weight * cotangents[offset + i];
    }
  }

  /** From the cotangents of the differences after a step, which ends in `state`, to those before it. */
  private backOverStep(end: number, h: number, order: number, result: Float64Array): void {
    const { differences, residual, ofSlope, pulled } = this;
    const { size } = this.system;
    for (let j = 1; j <= order + 1; j++) {
      const [lower, difference] = [differences[j - 1], differences[j]];
      for (let i = 0; i < size; i++) difference[i] += lower[i];
    }
    // a step does not read the difference that it leaves for a higher order
    const ofCorrection = differences[order + 1];
    if (ofCorrection.some((value) => value !== 0)) {
      const c = h / ALPHA[order];
      this.solve(end, c, ofCorrection);
      for (let k = size; k < pulled.length; k++) result[k] += c * pulled[k];
      for (let i = 0; i < size; i++) residual[i] = ofSlope[i] - ofCorrection[i];
      for (let j = 0; j <= order; j++) {
        const weight = GAMMA[j] / ALPHA[order];
        const difference = differences[j];
        for (let i = 0; i < size; i++) difference[i] += residual[i] - weight * ofSlope[i];
      }
    }
    ofCorrection.fill(0);
  }

  /**
   * Leaves (I − c J)⁻ᵀ of a cotangent in `ofSlope` and what that gives the right-hand side in `pulled`. The Jacobian of
   * the first column is that of each column alone; how columns depend on others is left to corrections.
   */
  private solve(time: number, c: number, cotangent: Float64Array): void {
    const { system, state, jacobian, residual, ofSlope, pulled } = this;
    const { size, rows } = system;
    system.jacobian(time, state, jacobian);
    for (let k = 0; k < jacobian.length; k++) jacobian[k] *= -c;
    for (let k = 0; k < rows; k++) jacobian[k * rows + k] += 1;
    const factors = factorise(jacobian, rows);
    ofSlope.set(solveFactorised(factors, cotangent, true));
    system.pull(time, state, ofSlope, pulled);
    if (size === rows) return;
    for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
      for (let i = 0; i < size; i++) residual[i] = cotangent[i] - ofSlope[i] + c * pulled[i];
      const change = solveFactorised(factors, residual, true);
      let [largest, whole] = [0, 0];
      for (let i = 0; i < size; i++) {
        ofSlope[i] += change[i];
        largest = Math.max(largest, Math.abs(change[i]));
        whole = Math.max(whole, Math.abs(ofSlope[i]));
      }
      system.pull(time, state, ofSlope, pulled);
      if (!(largest > 1e-13 * whole)) return;
    }
  }

  /** From the cotangents of the differences of `factor` times the length to those of the length. */
  private changeStep(order: number, factor: number): void {
    if (factor === 1) return;
    const { differences, column } = this;
    const width = order + 1;
    const change = rescaling(order, factor);
    for (let i = 0; i < this.system.size; i++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += change[j * width + k] * differences[k][i];
        column[j] = sum;
      }
      for (let j = 0; j < width; j++) differences[j][i] = column[j];
    }
  }
}

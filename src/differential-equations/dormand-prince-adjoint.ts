/**
 * The derivative of a numerical solution by the adjoint of its steps, from the last to the first: with the steps and
 * their lengths as the solution took them, that of the method of Dormand and Prince and of its interpolant is exact
 * (Hager, Numerische Mathematik 87, 2000, section 4; Sandu, Lecture Notes in Computer Science 3991, 2006). For a step
 *
 *     xᵢ = z + h Σⱼ aᵢⱼ kⱼ,   kᵢ = f(t + cᵢ h, xᵢ),   z₁ = x₇,
 *
 * the cotangents of the slopes go to the states by products with ∂f/∂z at the states xᵢ, and to the invariants by
 * products with ∂f/∂p there. The cost does not grow with the number of invariants.
 */
import { interpolation, tableau } from './dormand-prince.ts';
import type { StepRecord } from './step-record.ts';
import {
  type Adjoint,
  type AdjointSystem,
  asksBeyondSolution,
  type InitialValueProblem,
} from './system.ts';

export class DormandPrinceAdjoint implements Adjoint {
  private readonly system: AdjointSystem;
  /** Of the states at the ends of the step under way. */
  private before: Float64Array;
  private after: Float64Array;
  /** Of the slopes of its stages, 1 to 7. */
  private readonly slopes: Float64Array[];
  private readonly state: Float64Array;
  private readonly pulled: Float64Array;

  constructor(system: AdjointSystem) {
    const { size, invariants } = system;
    const vector = (): Float64Array => new Float64Array(size);
    this.system = system;
    this.before = vector();
    this.after = vector();
    this.slopes = Array.from({ length: 7 }, vector);
    this.state = vector();
    this.pulled = new Float64Array(size + invariants);
  }

  run(
    record: StepRecord,
    { start, initial, times }: InitialValueProblem,
    solution: Float64Array,
    cotangents: Float64Array,
    result: Float64Array,
  ): void {
    const { slopes } = this;
    const { size } = this.system;
    if (asksBeyondSolution(solution, cotangents)) {
      result.fill(Number.NaN);
      return;
    }
    result.fill(0);
    this.before.fill(0);
    for (const slope of slopes) slope.fill(0);
    let next = times.length - 1;
    for (let step = record.steps - 1; step >= 0; step--) {
      // the slope at the end of this step is the first one of the next
      [slopes[0], slopes[6]] = [slopes[6], slopes[0]];
      [this.before, this.after] = [this.after, this.before];
      for (let stage = 0; stage < 6; stage++) slopes[stage].fill(0);
      this.before.fill(0);
      const from = record.from[step];
      for (; next >= 0 && times[next] > from; next--) {
        const h = record.lengths[step];
        this.addInterpolated(Math.min(1, (times[next] - from) / h), h, cotangents, next);
      }
      this.backOverStep(record, step, result);
    }
    const { before } = this;
    if (record.steps > 0) {
      this.pullAt(start, initial, slopes[0]);
      this.addPulled(result);
    }
    for (; next >= 0; next--) {
      for (let i = 0; i < size; i++) before[i] += cotangents[next * size + i];
    }
    for (let i = 0; i < size; i++) result[i] = before[i];
  }

  /** What a cotangent of the solution at a part `x` of the step gives those of its states and slopes. */
  private addInterpolated(x: number, h: number, cotangents: Float64Array, at: number): void {
    const { before, after, slopes } = this;
    const { size } = this.system;
    const offset = at * size;
    const y = 1 - x;
    const ofEnd = x * x * (3 - 2 * x);
    const quartic = x * x * y * y;
    for (let i = 0; i < size; i++) {
      const c = cotangents[offset + i];
      before[i] += (1 - ofEnd) * c;
      after[i] += ofEnd * c;
    }
    if (y === 0) return;
    for (let stage = 0; stage < 7; stage++) {
      let weight = quartic * interpolation[stage];
      if (stage === 0) weight += x * y * y;
      if (stage === 6) weight -= x * x * y;
      if (weight === 0) continue;
      const slope = slopes[stage];
      for (let i = 0; i < size; i++) slope[i] += h * weight * cotangents[offset + i];
    }
  }

  private backOverStep(record: StepRecord, step: number, result: Float64Array): void {
    const { after, slopes, state } = this;
    const { size } = this.system;
    const h = record.lengths[step];
    const from = record.from[step];
    for (let stage = 6; stage >= 1; stage--) {
      const { node, weights } = tableau[stage];
      record.read(step, stage - 1, state);
      this.pullAt(from + node * h, state, slopes[stage]);
      // of the state of this stage; the last one is the end of the step
      const ofState = this.pulled;
      if (stage === 6) for (let i = 0; i < size; i++) ofState[i] += after[i];
      this.addPulled(result);
      for (let earlier = 0; earlier < stage; earlier++) {
        const weight = h * weights[earlier];
        if (weight === 0) continue;
        const slope = slopes[earlier];
        for (let i = 0; i < size; i++) slope[i] += weight * ofState[i];
      }
    }
  }

  /** Where nothing depends on the slope its derivative need not exist. */
  private pullAt(time: number, state: Float64Array, cotangent: Float64Array): void {
    let isZero = true;
    for (let i = 0; i < cotangent.length; i++) if (cotangent[i] !== 0) isZero = false;
    if (isZero) this.pulled.fill(0);
    else this.system.pull(time, state, cotangent, this.pulled);
  }

  private addPulled(result: Float64Array): void {
    const { before, pulled } = this;
    const { size } = this.system;
    for (let i = 0; i < size; i++) before[i] += pulled[i];
    for (let k = size; k < pulled.length; k++) result[k] += pulled[k];
  }
}

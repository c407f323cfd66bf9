/** Derivatives of solutions by the adjoint of their steps, which a record keeps. */
import { BackwardDifferencesAdjoint } from './backward-differences-adjoint.ts';
import { DormandPrinceAdjoint } from './dormand-prince-adjoint.ts';
import type { MethodName } from './solve.ts';
import { StepRecord } from './step-record.ts';
import type { Adjoint, AdjointSystem } from './system.ts';

export const adjoints = {
  rk45: DormandPrinceAdjoint,
  bdf: BackwardDifferencesAdjoint,
} as const satisfies Record<MethodName, new (system: AdjointSystem) => Adjoint>;

/** The states of a step that its adjoint reads: of the stages 2 to 7, or the one at its end. */
const RECORDED_STATES = { rk45: 6, bdf: 1 } as const satisfies Record<MethodName, number>;

/** An empty record of the steps of a method with states of so many elements. */
export const newRecord = (method: MethodName, size: number): StepRecord =>
  new StepRecord(size, RECORDED_STATES[method]);

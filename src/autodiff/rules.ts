import type { OpName } from '../graph/ops.ts';
import { elementwiseRules } from './elementwise-rules.ts';
import { linearRules } from './linear-rules.ts';
import { odeAdjointRule } from './ode-adjoint-rule.ts';
import { odeRule } from './ode-rule.ts';
import type { DerivativeRule } from './rule.ts';
import { scanRule } from './scan-rule.ts';
import { structuralRules } from './structural-rules.ts';

/** The derivative of every op, made of ops again: derivatives of any order follow. */
export const derivativeRules: Readonly<Record<OpName, DerivativeRule>> = {
  input: [null],
  constant: [null],
  ...elementwiseRules,
  ...structuralRules,
  ...linearRules,
  scan: scanRule,
  ode: odeRule,
  odeAdjoint: odeAdjointRule,
};

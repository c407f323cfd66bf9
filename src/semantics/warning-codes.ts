/** Every warning that the compiler gives; docs/lints.md has a section for each. */
export const WARNING_CODES = [
  'argument-may-leave-range',
  'branch-on-parameter',
  'extreme-constant',
  'nothing-observed',
  'shadowed-name',
  'uniform-cuts-off',
  'uninformed-network',
  'uninformed-parameter',
  'unnormalised-factor',
  'unused-allowance',
  'unused-data',
  'unused-dimension',
  'vague-gamma',
] as const;

export type WarningCode = (typeof WARNING_CODES)[number];

/** Every warning that the compiler gives; docs/lints.md has a section for each. */
export const WARNING_CODES = [
  'argument-may-leave-range',
  'bounds-cut-off',
  'branch-on-parameter',
  'division-comment',
  'extreme-constant',
  'lkj-of-matrix',
  'nothing-observed',
  'observed-twice',
  'prior-far-from-data',
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

/** Those that are given when data are bound. */
export const DATA_WARNING_CODES = ['prior-far-from-data'] as const satisfies WarningCode[];

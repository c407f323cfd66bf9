/** Words with which other languages start their statements, and the keyword that does the same here. */
export const FOREIGN_STATEMENTS: ReadonlyMap<string, string> = new Map([
  ['parameter', 'param'],
  ['parameters', 'param'],
  ['prior', 'param'],
  ['dimension', 'dim'],
  ['dimensions', 'dim'],
  ['input', 'data'],
  ['var', 'let'],
  ['val', 'let'],
  ['const', 'let'],
  ['def', 'fun'],
  ['func', 'fun'],
  ['function', 'fun'],
  ['observed', 'observe'],
  ['likelihood', 'observe'],
  ['target', 'factor'],
  ['return', 'output'],
  ['generated', 'output'],
]);

/** Words of Stan and of this language that name a type, with the type to write here. */
export const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['real', 'real'],
  ['int', 'int'],
  ['count', 'count'],
  ['binary', 'binary'],
  ['positive', 'positive'],
  ['nonnegative', 'nonnegative'],
  ['unit', 'unit'],
  ['float', 'real'],
  ['double', 'real'],
  ['bool', 'binary'],
  ['vector', 'real'],
  ['row_vector', 'real'],
  ['matrix', 'real'],
  ['array', 'real'],
  ['simplex', 'simplex'],
  ['ordered', 'ordered'],
  ['positive_ordered', 'positive_ordered'],
  ['unit_vector', 'unit_vector'],
  ['cholesky_factor_corr', 'cholesky_corr'],
  ['corr_matrix', 'corr_matrix'],
  ['cov_matrix', 'cov_matrix'],
]);

/** Words that control the flow of a program elsewhere. */
export const CONTROL_WORDS: ReadonlySet<string> = new Set([
  ...['for', 'while', 'repeat', 'foreach', 'loop', 'do', 'switch', 'break', 'continue', 'return'],
]);

const NO_IMPORTS = 'delete it: a model has all functions and distributions without it';
const REPORTED = 'parameters are reported by themselves: write `output x = …` for other quantities';

/** Words at the start of a line of other languages that no keyword here stands for, with what to do instead. */
export const STRAY_WORDS: ReadonlyMap<string, string> = new Map([
  ['import', NO_IMPORTS],
  ['library', NO_IMPORTS],
  ['require', NO_IMPORTS],
  ['using', NO_IMPORTS],
  ['print', REPORTED],
  ['monitor', REPORTED],
]);

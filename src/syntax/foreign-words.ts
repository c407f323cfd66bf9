import type { IToken } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';

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

/** Words that stand between or before values elsewhere, with what to write here. */
export const OPERATOR_WORDS: ReadonlyMap<string, string> = new Map([
  ['div', 'write `floor(a / b)` for a whole quotient'],
  ['mod', 'write `%` for the remainder'],
  ['rem', 'write `%` for the remainder'],
  ['AND', 'write `and`'],
  ['And', 'write `and`'],
  ['OR', 'write `or`'],
  ['Or', 'write `or`'],
  ['NOT', 'write `not`'],
  ['Not', 'write `not`'],
  ['xor', 'write `!=`: of two conditions it is true where one alone holds'],
  ['is', 'write `==`'],
  ['eq', 'write `==`'],
  ['to', 'write `..` for a range'],
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

/** The type of values between two bounds: `[0, 1]` and `(0, 1)` of mathematics, `0 .. 1`. */
export function rangeAsType(tokens: readonly IToken[]): string {
  const bounds = tokens
    .slice(0, 5)
    .filter(({ tokenType }) => tokenType === t.NumberLiteral || tokenType === t.Identifier);
  const [lower, upper] = bounds.map(({ image }) => image);
  return upper === undefined ? 'real(lower = …)' : `real(lower = ${lower}, upper = ${upper})`;
}

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
  ['transformed', 'write `let x = …` for what is computed from others, also from data alone'],
  ['print', REPORTED],
  ['monitor', REPORTED],
]);

import type { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';

/** A function of the language that works element by element: `exp`, `clip`, `lgamma`. */
export interface ElementwiseFunction {
  readonly name: string;
  /** Names of the arguments in order; the last `optional` of them may be left out. */
  readonly parameters: readonly string[];
  readonly optional?: number;
  /** One line with the formula, for the reference. */
  readonly summary: string;
  /** `int`: of ints and reals alike the result is a whole number (`floor`); `same`: int of ints (`abs`, `max`); default real. */
  readonly result?: 'int' | 'same';
  readonly build: (b: Builder, ...arguments_: Node[]) => Node;
}

/** A reduction over one dimension, or over everything: `sum[predictor](…)`, `sum(…)`. */
export interface Reduction {
  readonly name: string;
  readonly summary: string;
  /** `int` results from ints (`max`), a position (`argmax`), or real. */
  readonly result: 'same' | 'real' | 'position';
  /** Reduces the given axes (ascending). */
  readonly build: (b: Builder, x: Node, axes: readonly number[]) => Node;
  /** The value of an empty range, where it has one. */
  readonly identity?: number;
}

/** A function that keeps the shape and works along one dimension: `softmax[digit](…)`. */
export interface Scan {
  readonly name: string;
  readonly summary: string;
  readonly result: 'same' | 'real';
  readonly build: (b: Builder, x: Node, axis: number) => Node;
}

/** The dimensions that a function of vectors and matrices takes and gives: a letter each, the same for the same. */
export interface MatrixForm {
  /** Of each argument; others before them are a batch. */
  readonly takes: readonly string[];
  /** Letters that no argument has are dimensions that the call names in brackets. */
  readonly gives: string;
}

/** A function of vectors and matrices: `cholesky`, `solve`, `dot`. */
export interface MatrixFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Told apart by the numbers of dimensions that they take. */
  readonly forms: readonly MatrixForm[];
  /** The sizes of the dimensions that the call names: the products of those of others. */
  readonly sizes?: Readonly<Record<string, string>>;
  /** One line with the formula, for the reference. */
  readonly summary: string;
  /** `same`: int of ints; else real. */
  readonly result: 'same' | 'real';
  /** Whether the first argument must be symmetric. */
  readonly symmetric?: true;
  /** What is wrong with a first argument of finite numbers where the result has others. */
  readonly undefinedWhere?: string;
  /**
   * @param arguments_ with the axes of the form behind those of a batch, as many for all, which broadcast
   * @param form which of the forms it is
   */
  readonly build: (b: Builder, arguments_: readonly Node[], form: number) => Node;
}

/**
 * Typed expressions and distributions: what the checker makes of those of the text. Every name is
 * resolved, every expression knows its axes, its type and what it depends on; user functions are inlined.
 * Sizes are not known yet: axes are names.
 */

import type { Span } from '../diagnostics/span.ts';
import type { SettingValue } from '../layers/layer.ts';
import type { BinaryOperator } from '../syntax/ast.ts';

/**
 * One axis of a tensor:
 * - `county`: a declared dimension;
 * - `i#2:county`: the elements of `county` as the index variable `i` walks over them (the number makes
 *   it unique in the model);
 * - `j#3`: the whole numbers of the range over which the index variable `j` walks;
 * - `[3]`: the axis of a list literal of three elements that has not met a dimension.
 *
 * `axisDimension` in `axes.ts` gives the dimension behind an axis.
 */
export type Axis = string;

/** What a value can depend on, each including those before it. */
export type Stage = 'constant' | 'data' | 'parameter' | 'output';

export type ValueType =
  | { readonly kind: 'real' }
  | { readonly kind: 'int' }
  /** A comparison or a `binary`: 0 or 1 in arithmetic. */
  | { readonly kind: 'binary' }
  /** A member of a dimension: a 1-based position in it. */
  | { readonly kind: 'index'; readonly dimension: string };

interface ExpressionBase {
  /** Outermost first; the tensor's shape is the sizes of these. */
  readonly axes: readonly Axis[];
  readonly type: ValueType;
  readonly stage: Stage;
  readonly span: Span;
}

export type TypedExpression =
  | NumberNode
  | VariableNode
  | PositionsNode
  | LabelNode
  | LabelNumbersNode
  | ObservedNode
  | UnaryNode
  | BinaryNode
  | MatmulNode
  | IfNode
  | ListNode
  | RenameNode
  | IndexNode
  | ApplyNode
  | ReduceNode
  | ScanNode
  | MatrixFunctionNode
  | LayerNode
  | LogDensityNode
  | DecodedNode
  | EquationNode
  | GivenNode
  | SizeNode;

export interface NumberNode extends ExpressionBase {
  readonly kind: 'number';
  readonly value: number;
}

/** A declared data, param, let or output, as a whole. */
export interface VariableNode extends ExpressionBase {
  readonly kind: 'variable';
  readonly name: string;
}

/**
 * An index variable: the positions 1, 2, … along its one axis (an axis of the form `i#2:county`), or
 * the whole numbers of its range.
 */
export interface PositionsNode extends ExpressionBase {
  readonly kind: 'positions';
}

/** A quoted label: its 1-based position in the dimension, found at binding. */
export interface LabelNode extends ExpressionBase {
  readonly kind: 'label';
  readonly dimension: string;
  readonly label: string;
}

/** The labels of a dimension, as numbers. */
export interface LabelNumbersNode extends ExpressionBase {
  readonly kind: 'label-numbers';
  readonly dimension: string;
}

/** Of each cell of data, whether it is there: 1, or missing: 0. Its axes are those of the data. */
export interface ObservedNode extends ExpressionBase {
  readonly kind: 'observed';
  readonly name: string;
}

export interface UnaryNode extends ExpressionBase {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: TypedExpression;
}

/** The operands' axes are those of the result or some of them, in any order: aligned by name. */
export interface BinaryNode extends ExpressionBase {
  readonly kind: 'binary';
  /** `@` is a node of its own. */
  readonly operator: Exclude<BinaryOperator, '@'>;
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

/**
 * `x @ y`: the last axis of `left` is the first of `right`, those of index variables aside. Its axes
 * are those of index variables, then the other ones of `left` and of `right`.
 */
export interface MatmulNode extends ExpressionBase {
  readonly kind: 'matmul';
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

export interface IfNode extends ExpressionBase {
  readonly kind: 'if';
  readonly condition: TypedExpression;
  readonly then: TypedExpression;
  readonly else: TypedExpression;
}

/**
 * Its first axis runs over the elements, whose own axes follow. Elements have the same axes but for
 * those of index variables, along which one that lacks them is repeated.
 */
export interface ListNode extends ExpressionBase {
  readonly kind: 'list';
  readonly elements: readonly TypedExpression[];
}

/**
 * The operand with other names for its axes, position by position. Where a `[3]` becomes a dimension,
 * binding has checked that the dimension has three members.
 */
export interface RenameNode extends ExpressionBase {
  readonly kind: 'rename';
  readonly operand: TypedExpression;
}

/**
 * `target[…]`, one item for each axis of the target. The axes of all position items appear once in
 * the result, at the place of the first position item that has any; an `all` keeps its axis.
 */
export interface IndexNode extends ExpressionBase {
  readonly kind: 'index';
  readonly target: TypedExpression;
  readonly items: readonly TypedItem[];
  /**
   * Conditions on data: only where they all hold is every position that of a member, and only there
   * does the value matter. Absent where all positions are members anyway.
   */
  readonly validWhere?: readonly TypedExpression[];
  /** Of elements of the declaration itself, where only data tell that they are earlier ones. */
  readonly earlier?: EarlierElements;
}

/** What must hold of an index into the declaration that it stands in. */
export interface EarlierElements {
  /** The place of the axis along which they must be. */
  readonly along: number;
  /** The positions of the elements being defined. */
  readonly here: PositionsNode;
  /** Conditions on data: only where they all hold does the value matter. */
  readonly where: readonly TypedExpression[];
}

export type TypedItem =
  /** 1-based positions. */
  | { readonly kind: 'position'; readonly value: TypedExpression }
  | { readonly kind: 'all'; readonly axis: Axis }
  /** An index variable's axis of the target along which positions vary too: picked member by member. */
  | { readonly kind: 'together'; readonly axis: Axis };

/** An elementwise function of the registry in src/functions. */
export interface ApplyNode extends ExpressionBase {
  readonly kind: 'apply';
  readonly function: string;
  readonly arguments: readonly TypedExpression[];
}

/**
 * A reduction of the registry over some axes of the operand. Along the axis of an index variable that
 * the operand lacks it is repeated (`sum[i in d](1)`).
 */
export interface ReduceNode extends ExpressionBase {
  readonly kind: 'reduce';
  readonly reduction: string;
  readonly over: readonly Axis[];
  readonly operand: TypedExpression;
}

/** A shape-preserving function along one axis (`softmax[digit]`). */
export interface ScanNode extends ExpressionBase {
  readonly kind: 'scan';
  readonly scan: string;
  readonly along: Axis;
  readonly operand: TypedExpression;
}

/**
 * A function of the registry of vectors and matrices, in one of its forms. Its axes are those of a
 * batch, then those of the form; an argument's last ones beside those of index variables are its own.
 */
export interface MatrixFunctionNode extends ExpressionBase {
  readonly kind: 'matrix-function';
  readonly function: string;
  readonly form: number;
  readonly arguments: readonly TypedExpression[];
}

/**
 * A layer of the registry in src/layers on many examples at once. The input's last `rank` axes are those of one
 * example, the result's last ones those of what the layer makes of it; the others are the same.
 */
export interface LayerNode extends ExpressionBase {
  readonly kind: 'layer';
  /** Unique in the model: `classify.layer1`. */
  readonly name: string;
  readonly layer: string;
  readonly input: TypedExpression;
  readonly rank: number;
  readonly weights: readonly TypedExpression[];
  /** So many leading axes of the weight run over what adds up in one output. */
  readonly fanIn: number;
  readonly settings: Readonly<Record<string, SettingValue>>;
}

/** The log density of a distribution, or the log of its distribution function or of the rest to 1. */
export interface LogDensityNode extends ExpressionBase {
  readonly kind: 'log-density';
  readonly function: LogDensityFunction;
  readonly distribution: TypedDistribution;
  readonly at: TypedExpression;
  /** The axes of the value and of the arguments together; those of one event are not among `axes`. */
  readonly outcome: readonly Axis[];
}

export type LogDensityFunction = 'logpdf' | 'logcdf' | 'logccdf';

/**
 * The states of a hidden Markov chain, given all that is observed of it: their probabilities, the states
 * along the last axis, or those of the most likely path. The other axes are those of the left side of
 * its `observe` but for what one state emits together.
 */
export interface DecodedNode extends ExpressionBase {
  readonly kind: 'decoded';
  readonly decoding: Decoding;
  /** What the `observe` says: see there. */
  readonly left: TypedExpression;
  readonly distribution: CombinedDistribution;
  readonly where?: TypedExpression;
  readonly present?: TypedExpression;
}

export type Decoding = 'state_probability' | 'most_likely_path';

/**
 * The solution of differential equations at some times. Its axes are those of index variables, for each of whose
 * members they are solved, then the one of the times, if there is one, then those of the state.
 */
export interface EquationNode extends ExpressionBase {
  readonly kind: 'equation';
  readonly initial: TypedExpression;
  readonly start: TypedExpression;
  readonly times: TypedExpression;
  /** What the right-hand side takes beside time and state. */
  readonly arguments: readonly TypedExpression[];
  /** The right-hand side, with the axes of the state: it is made of these inputs and of sizes. */
  readonly derivative: TypedExpression;
  readonly inputs: {
    readonly time: GivenNode;
    readonly state: GivenNode;
    /** One for each argument, without the axes of index variables. */
    readonly arguments: readonly GivenNode[];
  };
  readonly method: 'rk45' | 'bdf';
  /** Tolerances and the largest number of steps, where they are given: numbers of data. */
  readonly relative?: TypedExpression;
  readonly absolute?: TypedExpression;
  readonly maxSteps?: TypedExpression;
}

/** A value that an expression around this one gives, such as the state in a right-hand side. */
export interface GivenNode extends ExpressionBase {
  readonly kind: 'given';
}

/** `size(d)` and `last(d)` are the number of members, `first(d)` is the number 1. */
export interface SizeNode extends ExpressionBase {
  readonly kind: 'size';
  readonly dimension: string;
}

/** What an outcome follows: a family of the registry, or a distribution made of others. */
export type TypedDistribution = FamilyDistribution | CombinedDistribution;

interface DistributionBase {
  /** As it is written: `Normal`, `truncate`; of a choice `if`. */
  readonly name: string;
  /** By parameter name: all present, or of those that say the same in different ways the one that is given. */
  readonly arguments: Readonly<Record<string, TypedExpression>>;
  /** The axes of the outcome along which it varies: those of arguments without their event axes. */
  readonly axes: readonly Axis[];
  readonly stage: Stage;
  readonly span: Span;
}

/** A distribution of the registry. */
export interface FamilyDistribution extends DistributionBase {
  readonly kind: 'family';
}

/** A distribution made of others by a combinator, or chosen among them. */
export interface CombinedDistribution extends DistributionBase {
  readonly kind: 'combined';
  readonly parts: readonly TypedDistribution[];
  /**
   * Axes that it brings itself: those of the components of a mixture or of hidden states, along which
   * its part varies and its outcome does not; of `each`, those that it makes part of one event.
   */
  readonly own: readonly Axis[];
}

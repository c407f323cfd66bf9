/**
 * The typed model: what the checker makes of a syntax tree, and what binding and lowering work from. Its
 * statements are in the order of the text, made of typed expressions.
 */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/span.ts';
import type { Allowance, Model } from '../syntax/ast.ts';
import type { Axis, TypedDistribution, TypedExpression } from './typed-expression.ts';

interface DeclarationBase {
  readonly name: string;
  readonly nameSpan: Span;
  /** The whole statement. */
  readonly span: Span;
  readonly documentation?: string;
}

export interface TypedDimension extends DeclarationBase {
  readonly kind: 'dim';
  readonly definition:
    | { readonly kind: 'data' }
    | { readonly kind: 'size'; readonly size: TypedExpression }
    | { readonly kind: 'labels'; readonly labels: readonly string[] }
    | { readonly kind: 'integers'; readonly from: TypedExpression; readonly to?: TypedExpression }
    /** Members `from` to `to` of another dimension, with their labels. */
    | {
        readonly kind: 'sub';
        readonly base: string;
        readonly from: TypedExpression;
        readonly to: TypedExpression;
      };
}

/** The size and the labels of a dimension, where they are known without data. */
export interface KnownMembers {
  readonly size?: number;
  readonly labels?: readonly string[];
}

/** What a data input may hold. Bounds are of stage `data` or less, and of some of the axes of the values. */
export interface DataType {
  readonly kind: 'real' | 'int' | 'index';
  readonly lower?: TypedExpression;
  readonly upper?: TypedExpression;
  /** The bound itself is excluded (`positive`). */
  readonly lowerOpen?: boolean;
  /** `index`: the dimension whose members the values are. */
  readonly dimension?: string;
  /** `county by label`: the distinct values are the dimension's labels. */
  readonly byLabel?: boolean;
  /** Cells may be missing: NaN, or position 0, when bound. */
  readonly optional?: boolean;
  /** As the user wrote it: `real(lower = 0)`, `county`. */
  readonly words: string;
}

export interface TypedData extends DeclarationBase {
  readonly kind: 'data';
  readonly axes: readonly Axis[];
  readonly type: DataType;
  readonly defaultValue?: TypedExpression;
  /** The name of the column or key in the data, where it is not the variable's. */
  readonly column?: string;
}

export interface TypedParam extends DeclarationBase {
  readonly kind: 'param';
  /** As others see it: dimensions. */
  readonly axes: readonly Axis[];
  /** The same places under the names that prior and bounds use (index variables of the head). */
  readonly headAxes: readonly Axis[];
  /** Where its values lie: the prior's support narrowed by the declared type. Scalars or of some of the head's axes. */
  readonly lower?: TypedExpression;
  readonly upper?: TypedExpression;
  /** The bounds that are narrower than the prior's support: the prior is truncated there and renormalised. */
  readonly truncation?: { readonly lower?: TypedExpression; readonly upper?: TypedExpression };
  readonly prior: TypedDistribution;
  /** Where the prior of an element uses earlier elements of the parameter: the axis along which they are earlier. */
  readonly along?: number;
  /** The constraint on the last one or two axes together: `simplex`. */
  readonly constraint?: string;
  /** Where the constraint is narrower than the prior: how it is renormalised. */
  readonly renormalised?: Renormalisation;
}

/**
 * What a prior is divided by so that it integrates to 1 over its constraint:
 * - `orders`: identical elements are in one of K! orders
 * - `order`: the probability of the order, of elements whose arguments data know
 * - `zero-sum`: the mass on the vectors whose sum is 0
 * - `unknown`: nothing; how much of the prior the constraint leaves is not known
 */
export type Renormalisation = 'orders' | 'order' | 'zero-sum' | 'unknown';

export interface TypedLet extends DeclarationBase {
  readonly kind: 'let';
  /** As others see it: dimensions. */
  readonly axes: readonly Axis[];
  /** The same places as `axes`, under the names that `value` uses (index variables of the head). */
  readonly headAxes: readonly Axis[];
  readonly value: TypedExpression;
  /** Where declared; values of data are checked against it when they are bound. */
  readonly type?: DataType;
  readonly recurrence?: Recurrence;
  /** Written as an `output`: reported, too. */
  readonly isReported?: true;
}

/** How the elements of a value follow from other elements of it. */
export interface Recurrence {
  /** The place of the axis along which they are computed in order. */
  readonly along: number;
  /** From the last element to the first. */
  readonly reverse: boolean;
  /** How many elements back the farthest is that an element uses; undefined where only data tell. */
  readonly lag: number | undefined;
}

export interface TypedObserve {
  readonly kind: 'observe';
  readonly span: Span;
  /** The text of the left side. */
  readonly leftText: string;
  /** Of stage `data`. */
  readonly left: TypedExpression;
  readonly distribution: TypedDistribution;
  /**
   * Of stage `data`, axes among those of `left`, of vectors and matrices without those of one event:
   * only where it holds is anything observed.
   */
  readonly where?: TypedExpression;
  /** Of vectors and matrices: of each cell whether it is there. An event without any is not observed. */
  readonly present?: TypedExpression;
}

export interface TypedFactor {
  readonly kind: 'factor';
  readonly span: Span;
  readonly value: TypedExpression;
}

export interface TypedOutput extends DeclarationBase {
  readonly kind: 'output';
  readonly axes: readonly Axis[];
  readonly headAxes: readonly Axis[];
  /** Exactly one of the two is there. */
  readonly value?: TypedExpression;
  readonly distribution?: TypedDistribution;
  /** Where the distribution uses earlier elements of the output: the axis along which they are drawn in order. */
  readonly along?: number;
  readonly type?: DataType;
  /** Of an output with a value. */
  readonly recurrence?: Recurrence;
}

/** Whether a fit reports it beyond the parameters. */
export function isReported(statement: TypedStatement): statement is TypedOutput | TypedLet {
  return statement.kind === 'output' || (statement.kind === 'let' && statement.isReported === true);
}

export type TypedStatement =
  | TypedDimension
  | TypedData
  | TypedParam
  | TypedLet
  | TypedObserve
  | TypedFactor
  | TypedOutput;

/** The whole numbers over which an index variable walks, both ends included; none where `to` < `from`. */
export interface AxisRange {
  /**
   * Of stage `data` or less. They may depend on other index variables; the axis then runs from the
   * smallest `from` to the largest `to`.
   */
  readonly from: TypedExpression;
  readonly to: TypedExpression;
}

export interface TypedModel {
  readonly source: SourceFile;
  /** What it was made from: the tree of the text, or of the text with a change. */
  readonly syntax: Model;
  readonly title?: string;
  /** In the order of the text. */
  readonly statements: readonly TypedStatement[];
  readonly dimensions: ReadonlyMap<string, TypedDimension>;
  /** What the text alone tells of the members of dimensions. */
  readonly knownMembers: ReadonlyMap<string, KnownMembers>;
  /** Of the axes of index variables that walk over a range. */
  readonly ranges: ReadonlyMap<Axis, AxisRange>;
  /** Warnings and notes; a model with errors is a `ModelError` instead. */
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that a comment of the text allows. */
  readonly silenced: readonly Diagnostic[];
  /** Such comments, for warnings that only data give reason for. */
  readonly allowances: readonly Allowance[];
}

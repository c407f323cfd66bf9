/**
 * The abstract syntax tree of a `.bayes` text. Every node carries the span of the text it came from.
 * Nothing here is resolved: a call may be a function, a reduction, a distribution or a network;
 * a name in brackets may be a dimension or an index. The checker (src/semantics) decides.
 */
import type { Span } from '../diagnostics/span.ts';

export interface Name {
  readonly text: string;
  readonly span: Span;
}

export interface Model {
  readonly title?: StringLiteral;
  readonly statements: readonly Statement[];
  readonly allowances: readonly Allowance[];
  readonly span: Span;
}

/** A comment that silences warnings of a statement. */
export interface Allowance {
  readonly codes: readonly string[];
  readonly statement: Span;
  /** Of the comment. */
  readonly span: Span;
}

export type Statement =
  | DimStatement
  | DataStatement
  | ParamStatement
  | LetStatement
  | ObserveStatement
  | FactorStatement
  | OutputStatement
  | FunStatement
  | NetworkStatement;

interface StatementBase {
  readonly span: Span;
  /** The text of the `///` lines directly above, without the slashes. */
  readonly documentation?: string;
}

// ─── statements ──────────────────────────────────────────────────────────────

export interface DimStatement extends StatementBase {
  readonly kind: 'dim';
  readonly name: Name;
  readonly definition?: DimDefinition;
}

export type DimDefinition =
  /** `= 5`, `= size(time) - 1` */
  | { readonly kind: 'size'; readonly size: Expression; readonly span: Span }
  /** `= ["mon", "tue"]` */
  | { readonly kind: 'labels'; readonly labels: readonly StringLiteral[]; readonly span: Span }
  /** `= 0 .. 9`, `= 0 ..` */
  | {
      readonly kind: 'integers';
      readonly from: Expression;
      readonly to?: Expression;
      readonly span: Span;
    }
  /** `= column[2 ..]` */
  | {
      readonly kind: 'sub';
      readonly base: Name;
      readonly from: Expression;
      readonly to?: Expression;
      readonly span: Span;
    };

export interface DataStatement extends StatementBase {
  readonly kind: 'data';
  readonly name: Name;
  readonly items: readonly Item[];
  readonly type: TypeExpression;
  readonly defaultValue?: Expression;
  /** `from "mom.iq"`: the column's name in the file. */
  readonly column?: StringLiteral;
}

export interface ParamStatement extends StatementBase {
  readonly kind: 'param';
  readonly name: Name;
  readonly items: readonly Item[];
  readonly type?: TypeExpression;
  /** Absent only where a diagnostic was given. */
  readonly prior?: Expression;
}

export interface LetStatement extends StatementBase {
  readonly kind: 'let';
  readonly name: Name;
  readonly items: readonly Item[];
  readonly type?: TypeExpression;
  readonly value: Expression;
}

export interface ObserveStatement extends StatementBase {
  readonly kind: 'observe';
  /** `y`, `log(y)`, or `y[t in 3 .. size(time)]`: an index whose items may be binders. */
  readonly left: Expression;
  readonly distribution: Expression;
  readonly where?: Expression;
}

export interface FactorStatement extends StatementBase {
  readonly kind: 'factor';
  readonly value: Expression;
}

export interface OutputStatement extends StatementBase {
  readonly kind: 'output';
  readonly name: Name;
  readonly items: readonly Item[];
  readonly type?: TypeExpression;
  /** Exactly one of the two is there. */
  readonly value?: Expression;
  readonly distribution?: Expression;
}

export interface FunStatement extends StatementBase {
  readonly kind: 'fun';
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: Expression;
}

export interface NetworkStatement extends StatementBase {
  readonly kind: 'network';
  readonly name: Name;
  readonly inputs: readonly Name[];
  readonly output?: Name;
  readonly body: readonly NetworkItem[];
}

export type NetworkItem =
  | {
      readonly kind: 'layer';
      readonly name: Name;
      readonly arguments: readonly Argument[];
      readonly body?: readonly NetworkItem[];
      readonly span: Span;
    }
  /** `weights ~ Normal(0, 1)` */
  | {
      readonly kind: 'prior';
      readonly target: Name;
      readonly distribution: Expression;
      readonly span: Span;
    };

/** `real(lower = 0, upper = a)`, `county by label`, `real?` */
export interface TypeExpression {
  readonly name: Name;
  readonly arguments: readonly Argument[];
  readonly optional: boolean;
  readonly byLabel: boolean;
  readonly span: Span;
}

// ─── what stands in brackets ─────────────────────────────────────────────────

export type Item =
  /** `school`, `3`, `"Choate"`, `t - 1` */
  | { readonly kind: 'expression'; readonly value: Expression; readonly span: Span }
  /** `i in home` */
  | { readonly kind: 'binder'; readonly name: Name; readonly dimension: Name; readonly span: Span }
  /** `t in 3 .. size(time)` */
  | {
      readonly kind: 'range-binder';
      readonly name: Name;
      readonly from: Expression;
      readonly to: Expression;
      readonly span: Span;
    }
  /** `:` */
  | { readonly kind: 'all'; readonly span: Span };

// ─── expressions ─────────────────────────────────────────────────────────────

export type Expression =
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NameExpression
  | ListExpression
  | UnaryExpression
  | BinaryExpression
  | IfExpression
  | IndexExpression
  | CallExpression
  | WithExpression;

export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  /** Written without a point or an exponent. */
  readonly integer: boolean;
  readonly span: Span;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface NameExpression {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

export interface ListExpression {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

export type UnaryOperator = '-' | '+' | 'not';
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '@'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or';

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly operatorSpan: Span;
  readonly span: Span;
}

export interface IfExpression {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
  readonly span: Span;
}

/** `theta["Choate"]`, `a[county]`, `(L @ z)[i, j]` */
export interface IndexExpression {
  readonly kind: 'index';
  readonly target: Expression;
  readonly items: readonly Item[];
  readonly span: Span;
}

export interface Argument {
  readonly name?: Name;
  readonly value: Expression;
  /** `weights ~ Laplace(0, 1)` among a layer's arguments. */
  readonly isPrior?: boolean;
  readonly span: Span;
}

/** `exp(x)`, `sum[predictor](X * beta)`, `Normal(mean = 0, sd = 1)`, `classify(image)` */
export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Name;
  /** What stands in brackets between the name and the parenthesis; absent without brackets. */
  readonly items?: readonly Item[];
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

/** `u * z[1] with u = th[1], v = th[2]` */
export interface WithExpression {
  readonly kind: 'with';
  readonly body: Expression;
  readonly bindings: readonly { readonly name: Name; readonly value: Expression }[];
  readonly span: Span;
}

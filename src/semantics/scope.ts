import type { Span } from '../diagnostics/span.ts';
import type { FunStatement, Model, ObserveStatement } from '../syntax/ast.ts';
import type { Network } from './networks/network.ts';
import type { Axis, Stage, TypedExpression, ValueType } from './typed-expression.ts';
import type { AxisRange, KnownMembers, TypedObserve } from './typed-model.ts';
import type { ValueRange } from './value-range.ts';

/** What the checker knows of a declared value. Without `shape` its declaration had an error. */
export interface Value {
  readonly kind: 'data' | 'param' | 'let' | 'output';
  readonly name: string;
  readonly nameSpan: Span;
  readonly shape?: {
    readonly axes: readonly Axis[];
    readonly type: ValueType;
    readonly stage: Stage;
    readonly range: ValueRange | undefined;
    /** Cells may be missing. */
    readonly optional?: boolean;
  };
}

export interface Dimension extends KnownMembers {
  readonly name: string;
  readonly nameSpan: Span;
  /** Where the model computes it. */
  readonly sizeExpression?: TypedExpression;
  /** Of a part of another dimension: the position there of its first member. */
  readonly part?: { readonly base: string; readonly from: TypedExpression };
}

/** An `observe`; without `checked` it had an error. */
export interface Observed {
  readonly statement: ObserveStatement;
  readonly checked: TypedObserve | undefined;
}

/** A function or a network: they share one namespace. */
export interface UserFunction {
  readonly name: string;
  readonly nameSpan: Span;
  /** Absent where it has an error of its own, already reported. */
  readonly statement?: FunStatement;
  /** Of a network, unless it has an error. */
  readonly network?: Network;
  /** Levels of its body with the functions in it replaced by theirs. */
  readonly depth: number;
}

/**
 * The names of one model, in its three namespaces, and what the checker has learnt of them so far.
 * Lives as long as one check.
 */
export class Scope {
  readonly values = new Map<string, Value>();
  readonly dimensions = new Map<string, Dimension>();
  readonly functions = new Map<string, UserFunction>();
  /** Names whose statement was dropped for a syntax error: nothing is said about them. */
  readonly poisoned: ReadonlySet<string>;
  /** Of index variables over ranges. */
  readonly rangeAxes = new Map<Axis, AxisRange>();
  /** Where the model declares each name, whether or not the checker has come to it. */
  readonly allValues = new Map<string, Span>();
  readonly allDimensions = new Map<string, Span>();
  readonly allFunctions = new Map<string, Span>();
  /** Values each value or nameless statement mentions, by its `statementKey`. */
  readonly mentions = new Map<string, Set<string>>();
  /** The `observe` statements so far. */
  readonly observed: Observed[] = [];
  readonly usedDimensions = new Set<string>();
  readonly ranges = new WeakMap<TypedExpression, { readonly range: ValueRange | undefined }>();
  readonly depths = new WeakMap<TypedExpression, number>();
  private currentMentions = new Set<string>();
  private axisSerial = 0;
  private inlined = 0;

  constructor(model: Model, poisoned: ReadonlySet<string>) {
    this.poisoned = poisoned;
    for (const statement of model.statements) {
      const table = this.tableOf(statement.kind);
      if (table === undefined || !('name' in statement)) continue;
      if (!table.has(statement.name.text)) table.set(statement.name.text, statement.name.span);
    }
  }

  /** A number for a new index variable, unique in the model. */
  nextSerial(): number {
    this.axisSerial += 1;
    return this.axisSerial;
  }

  /** How many calls of user functions have been replaced by their bodies, this one included. */
  countInlined(): number {
    this.inlined += 1;
    return this.inlined;
  }

  /** From here on mentions of values belong to the statement `key`. */
  startStatement(key: string): void {
    this.currentMentions = new Set();
    this.mentions.set(key, this.currentMentions);
  }

  mention(value: string): void {
    this.currentMentions.add(value);
  }

  /** The size of a dimension where the model itself gives it. */
  readonly sizeOf = (dimension: string): number | undefined => this.dimensions.get(dimension)?.size;

  private tableOf(kind: string): Map<string, Span> | undefined {
    switch (kind) {
      case 'data':
      case 'param':
      case 'let':
      case 'output':
        return this.allValues;
      case 'dim':
        return this.allDimensions;
      case 'fun':
      case 'network':
        return this.allFunctions;
      default:
        return undefined;
    }
  }
}

/** Under which the scope keeps what a statement mentions: the name of a value, otherwise its place. */
export function statementKey(statement: {
  readonly kind: string;
  readonly name?: { readonly text: string } | string;
  readonly span: Span;
}): string {
  const { name } = statement;
  const isValue = ['data', 'param', 'let', 'output'].includes(statement.kind);
  if (!isValue || name === undefined) return `#${statement.span.start}`;
  return typeof name === 'string' ? name : name.text;
}

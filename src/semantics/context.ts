import { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/span.ts';
import type { Scope } from './scope.ts';
import type { Axis, Stage, TypedExpression, ValueType } from './typed-expression.ts';
import { isBeyond } from './value-types.ts';
import type { WarningCode } from './warning-codes.ts';

/** A name that is known only inside one expression. */
export type Local =
  /** Of a range without a dimension its values are ints. */
  | { readonly kind: 'index'; readonly axis: Axis; readonly dimension: string | undefined }
  /** Of a user function; without `value` the argument had an error, or the body is checked alone. */
  | { readonly kind: 'argument'; readonly value?: TypedExpression };

/** A user function whose body is being checked: its name, and the call that is replaced by it. */
interface Frame {
  readonly name: string;
  /** Absent where the body is checked at its declaration. */
  readonly call?: Span;
}

/** A condition on data that holds, or does not, wherever the value matters that is being checked. */
export interface Guard {
  /** Absent where the condition has an error. */
  readonly condition?: TypedExpression;
  readonly holds: boolean;
}

/** How many elements before another one stands (after it: negative); where that varies, on which side. */
export type Distance = number | 'before' | 'after';

/** A declaration that may use earlier elements of itself. */
export interface OwnElements {
  readonly name: string;
  readonly axes: readonly Axis[];
  readonly headAxes: readonly Axis[];
  readonly type: ValueType;
  readonly stage: Stage;
  /** The places of the dimensions along which all elements of it used so far are earlier ones. */
  readonly places: Set<number>;
  /**
   * Of what is computed step by step, instead: how far before the element being defined all elements
   * used so far are, by place; places where some are not surely on the same side are left out.
   */
  readonly distances?: Map<number, Distance[]>;
}

/** By dropout layer, what it switches off. */
export type DropoutUnits = ReadonlyMap<string, 'units' | 'channels'>;

/** Where in the model the checker is. */
export interface Context {
  readonly source: SourceFile;
  readonly sink: DiagnosticSink;
  readonly scope: Scope;
  readonly locals: ReadonlyMap<string, Local>;
  /** Outermost first; in a function's body no values of the model can be seen. */
  readonly frames: readonly Frame[];
  /** On the left of `observe` and in `observed(…)` data may have missing cells. */
  readonly mayBeMissing?: boolean;
  /** The dropout layers whose masks are parameters: of all units, or of the channels of an image. */
  readonly masks?: DropoutUnits;
  /** In an `output`, which alone looks back at hidden states. */
  readonly isOutput?: boolean;
  /** Outermost first. */
  readonly guards: readonly Guard[];
  /** Of the declaration whose value or distribution is being checked. */
  readonly own?: OwnElements;
  /** The declaration whose value is being checked. */
  readonly defining?: {
    readonly name: string;
    readonly value: Span;
    /** Whether its head has index variables. */
    readonly walks?: boolean;
  };
}

interface Extra {
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

/**
 * Reports an error. Inside a user function it is put where the model calls the function, and the
 * way from there into the body is shown beside it.
 */
export function report(
  ctx: Context,
  code: string,
  span: Span,
  message: string,
  { hint, related = [] }: Extra = {},
): void {
  const calls = ctx.frames.filter((frame) => frame.call !== undefined);
  const [outer] = calls;
  const places = [
    ...calls.slice(1).map(({ name, call }) => ({
      message: `in this call of \`${name}\``,
      span: call as Span,
    })),
    ...(outer === undefined
      ? []
      : [{ message: `in the body of \`${calls[calls.length - 1]!.name}\``, span }]),
    ...related,
  ];
  ctx.sink.add({
    code,
    severity: 'error',
    message: outer === undefined ? message : `in this call of \`${outer.name}\`: ${message}`,
    span: outer?.call ?? span,
    ...(hint === undefined ? {} : { hint }),
    ...(places.length === 0 ? {} : { related: places }),
  });
}

/** Reports a warning; in a function's body only where the function is declared. */
export function warn(
  ctx: Context,
  code: WarningCode,
  span: Span,
  message: string,
  hint?: string,
): void {
  const isInlined = ctx.frames.some((frame) => frame.call !== undefined);
  if (!isInlined) ctx.sink.warning(code, span, message, hint);
}

/** The same place with nothing reported: for what is checked again where more is known. */
export function silently(ctx: Context): Context {
  return { ...ctx, sink: new DiagnosticSink() };
}

/** Refuses a construct of the language that this version lacks: `subject` is in the language's words. */
export function notSupported(ctx: Context, span: Span, subject: string): undefined {
  report(ctx, 'not-supported-yet', span, `${subject} is not supported yet`);
  return undefined;
}

/** The text a span stands for, its white space shortened. */
export function textOf(ctx: Context, span: Span): string {
  return ctx.source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
}

const LONGEST_QUOTE = 40;

/** The text of a span in backquotes where it is short enough to quote, otherwise `otherwise`. */
export function quote(ctx: Context, span: Span, otherwise: string): string {
  const text = textOf(ctx, span);
  return text.length <= LONGEST_QUOTE ? `\`${text}\`` : otherwise;
}

export function withLocals(ctx: Context, more: Iterable<readonly [string, Local]>): Context {
  return { ...ctx, locals: new Map([...ctx.locals, ...more]) };
}

export function withGuard(
  ctx: Context,
  condition: TypedExpression | undefined,
  holds: boolean,
): Context {
  if (condition !== undefined && isBeyond(condition.stage, 'data')) return ctx;
  return {
    ...ctx,
    guards: [...ctx.guards, condition === undefined ? { holds } : { condition, holds }],
  };
}

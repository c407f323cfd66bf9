import { nearestName } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Argument, TypeExpression } from '../syntax/ast.ts';
import { type Context, notSupported, quote, report, textOf } from './context.ts';
import { checkExpression } from './expression.ts';
import { CONSTRAINT_NAMES } from './language-names.ts';
import { didYouMean, findDimension } from './lookup.ts';
import type { TypedExpression } from './typed-expression.ts';
import { constantValue, valueRange } from './value-range.ts';
import { INT, REAL } from './value-types.ts';

/** What a type says of each value. Bounds have been checked as expressions, not yet for what they use. */
export interface DeclaredType {
  readonly kind: 'real' | 'int' | 'binary' | 'index';
  readonly lower?: TypedExpression;
  readonly upper?: TypedExpression;
  readonly lowerOpen?: boolean;
  readonly dimension?: string;
  readonly byLabel?: boolean;
  /** Cells may be missing. */
  readonly optional?: boolean;
  /** As the user wrote it. */
  readonly words: string;
}

interface NamedType {
  readonly kind: 'real' | 'int' | 'binary';
  readonly lower?: number;
  readonly upper?: number;
  readonly lowerOpen?: boolean;
}

const NAMED_TYPES: ReadonlyMap<string, NamedType> = new Map<string, NamedType>([
  ['real', { kind: 'real' }],
  ['int', { kind: 'int' }],
  ['count', { kind: 'int', lower: 0 }],
  ['binary', { kind: 'binary', lower: 0, upper: 1 }],
  ['positive', { kind: 'real', lower: 0, lowerOpen: true }],
  ['nonnegative', { kind: 'real', lower: 0 }],
  ['unit', { kind: 'real', lower: 0, upper: 1 }],
]);

/** The types of single values, by name. */
export const TYPE_NAMES: readonly string[] = [...NAMED_TYPES.keys()];

/** The meaning of a written type. Undefined where it has an error, which has then been reported. */
export function checkType(ctx: Context, type: TypeExpression): DeclaredType | undefined {
  const { name, span } = type;
  const named = NAMED_TYPES.get(name.text);
  if (named === undefined) return checkIndexType(ctx, type);
  if (type.byLabel) {
    report(ctx, 'type-by-label', span, '`by label` is for an index into a dimension', {
      hint: 'such as `data fips[home]: county by label`',
    });
    return undefined;
  }
  const bounds = checkBounds(ctx, type, named);
  if (bounds === undefined) return undefined;
  return {
    kind: named.kind,
    ...bounds,
    ...(named.lowerOpen === undefined ? {} : { lowerOpen: named.lowerOpen }),
    ...(type.optional ? { optional: true } : {}),
    words: textOf(ctx, span),
  };
}

function checkIndexType(ctx: Context, type: TypeExpression): DeclaredType | undefined {
  const { name, span } = type;
  const { scope } = ctx;
  const isDimension = scope.allDimensions.has(name.text) || scope.poisoned.has(name.text);
  if (!isDimension && CONSTRAINT_NAMES.has(name.text)) {
    return notSupported(ctx, name.span, `the type \`${name.text}\``);
  }
  if (!isDimension) {
    if (scope.allValues.has(name.text)) {
      findDimension(ctx, name);
      return undefined;
    }
    const known = [...NAMED_TYPES.keys(), ...scope.dimensions.keys()];
    report(ctx, 'unknown-type', name.span, `there is no type or dimension \`${name.text}\``, {
      hint:
        didYouMean(name.text, known) ??
        `types are ${[...NAMED_TYPES.keys()].join(', ')}, and the names of dimensions`,
    });
    return undefined;
  }
  const dimension = findDimension(ctx, name);
  if (dimension === undefined) return undefined;
  if (type.arguments.length > 0) {
    report(ctx, 'type-arguments', span, `an index into \`${name.text}\` has no bounds`);
    return undefined;
  }
  if (type.byLabel && (dimension.labels !== undefined || dimension.size !== undefined)) {
    report(
      ctx,
      'type-by-label',
      span,
      `\`by label\` takes the labels from the data, but the model gives the members of \`${name.text}\``,
      { hint: `leave out \`by label\`, or declare \`dim ${name.text}\` alone` },
    );
    return undefined;
  }
  return {
    kind: 'index',
    dimension: dimension.name,
    ...(type.byLabel ? { byLabel: true } : {}),
    ...(type.optional ? { optional: true } : {}),
    words: textOf(ctx, span),
  };
}

type Bounds = Pick<DeclaredType, 'lower' | 'upper'>;

function checkBounds(ctx: Context, type: TypeExpression, named: NamedType): Bounds | undefined {
  const bounds: { lower?: TypedExpression; upper?: TypedExpression } = {};
  const { span } = type;
  if (named.lower !== undefined) bounds.lower = numberNode(named.lower, named.kind, span);
  if (named.upper !== undefined) bounds.upper = numberNode(named.upper, named.kind, span);
  let fine = true;
  const written = new Set<string>();
  for (const argument of type.arguments) {
    const side = boundSide(ctx, argument, type);
    const value = checkExpression(ctx, argument.value);
    if (side === undefined || value === undefined) {
      fine = false;
      continue;
    }
    if (written.has(side)) {
      report(ctx, 'argument-twice', argument.span, `the bound \`${side}\` is given twice`);
      fine = false;
    }
    written.add(side);
    bounds[side] = value;
  }
  if (!fine) return undefined;
  const lower = bounds.lower && valueRange(ctx.scope, bounds.lower)?.lower;
  const upper = bounds.upper && valueRange(ctx.scope, bounds.upper)?.upper;
  const isEmpty =
    lower !== undefined &&
    upper !== undefined &&
    (named.kind === 'real' ? lower >= upper : lower > upper);
  const isFixed = (bound?: TypedExpression) =>
    bound !== undefined && constantValue(ctx.scope, bound) !== undefined;
  if (isEmpty) {
    report(ctx, 'empty-range', span, 'no value is in this range', {
      hint: `the lower bound is ${lower}${isFixed(bounds.lower) ? '' : ' or more'}, the upper bound ${upper}${isFixed(bounds.upper) ? '' : ' or less'}`,
    });
    return undefined;
  }
  return bounds;
}

function boundSide(
  ctx: Context,
  { name, span }: Argument,
  type: TypeExpression,
): 'lower' | 'upper' | undefined {
  const typeName = type.name.text;
  if (typeName !== 'real' && typeName !== 'int') {
    report(ctx, 'type-arguments', type.span, `\`${typeName}\` takes no bounds`, {
      hint: 'bounds are for `real(lower = …, upper = …)` and `int(lower = …, upper = …)`',
    });
    return undefined;
  }
  if (name?.text === 'lower' || name?.text === 'upper') return name.text;
  if (name === undefined) {
    report(ctx, 'unnamed-bound', span, 'a bound is named: `lower = …` or `upper = …`');
    return undefined;
  }
  const nearest = nearestName(name.text, ['lower', 'upper']);
  report(ctx, 'unknown-argument', name.span, `\`${typeName}\` has no bound \`${name.text}\``, {
    hint:
      nearest === undefined ? 'its bounds are `lower` and `upper`' : `did you mean \`${nearest}\`?`,
  });
  return undefined;
}

/** Whether a type says what only data can be, with a report. */
export function isForDataOnly(
  ctx: Context,
  { optional, byLabel }: DeclaredType,
  span: Span,
): boolean {
  if (optional !== true && byLabel !== true) return false;
  const what = optional === true ? 'with missing cells (`?`)' : '`by label`';
  report(ctx, 'missing-cells', span, `only data can be declared ${what}`);
  return true;
}

export function numberNode(
  value: number,
  kind: 'real' | 'int' | 'binary',
  span: TypedExpression['span'],
): TypedExpression {
  return {
    kind: 'number',
    value,
    axes: [],
    type: kind === 'real' ? REAL : INT,
    stage: 'constant',
    span,
  };
}

/** Whether an expression uses nothing later than data; if not, says so of `what`. */
export function requireData(ctx: Context, expression: TypedExpression, what: string): boolean {
  if (expression.stage === 'constant' || expression.stage === 'data') return true;
  report(
    ctx,
    'depends-on-parameter',
    expression.span,
    `${what} may depend on data alone; ${quote(ctx, expression.span, 'this')} depends on ${expression.stage === 'parameter' ? 'a parameter' : 'a random output'}`,
  );
  return false;
}

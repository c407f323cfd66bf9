import type { DataStatement, Expression } from '../syntax/ast.ts';
import { axesInWords, listLength } from './axes.ts';
import { fitsInto, nameLists, plainAxes, reportUnnamedList } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { declarationBase, declareValue } from './declarations.ts';
import { checkType, type DeclaredType, requireData } from './declared-types.ts';
import { checkExpression } from './expression.ts';
import { checkPlainHead } from './heads.ts';
import { labelNode } from './operators.ts';
import { placeBounds } from './place-bounds.ts';
import type { Axis, TypedExpression, ValueType } from './typed-expression.ts';
import type { DataType, TypedData } from './typed-model.ts';
import { constantValue, type ValueRange, valueRange } from './value-range.ts';
import { BINARY, describeType, INT, indexOf, isWhole, REAL, sameType } from './value-types.ts';

export function checkData(ctx: Context, statement: DataStatement): TypedData | undefined {
  const { name } = statement;
  const axes = checkPlainHead(ctx, name, statement.items, (item) => {
    report(
      ctx,
      'binder-out-of-place',
      item.span,
      'data are declared over dimensions, not element by element',
      {
        hint: item.kind === 'binder' ? `write \`${name.text}[${item.dimension.text}]\`` : undefined,
      },
    );
  });
  const declared = checkType(ctx, statement.type);
  const type = declared && axes && checkBoundsOfData(ctx, declared, axes, 'the data');
  const given = statement.defaultValue;
  const defaultValue =
    given && axes && declared ? checkDefault(ctx, given, declared, axes) : undefined;
  if (given !== undefined && (axes === undefined || declared === undefined)) {
    checkExpression(ctx, given);
  }
  declareValue(
    ctx,
    'data',
    name,
    axes &&
      declared && {
        axes,
        type: valueType(declared),
        stage: 'data',
        range: type && declaredRange(ctx, declared),
        optional: declared.optional === true,
      },
  );
  if (axes === undefined || type === undefined) return undefined;
  if (given !== undefined && defaultValue === undefined) return undefined;
  return {
    kind: 'data',
    ...declarationBase(statement),
    axes,
    type,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(statement.column === undefined ? {} : { column: statement.column.value }),
  };
}

export function valueType(type: DeclaredType): ValueType {
  switch (type.kind) {
    case 'real':
      return REAL;
    case 'int':
      return INT;
    case 'binary':
      return BINARY;
    case 'index':
      return indexOf(type.dimension!);
  }
}

/** Where values of a type can lie. */
function declaredRange(ctx: Context, { kind, lower, upper }: DeclaredType): ValueRange {
  if (kind === 'index') return { lower: 1, upper: Infinity };
  return {
    lower: lower === undefined ? -Infinity : (valueRange(ctx.scope, lower)?.lower ?? -Infinity),
    upper: upper === undefined ? Infinity : (valueRange(ctx.scope, upper)?.upper ?? Infinity),
  };
}

/** The type of values with these axes that data alone decide, or that are checked as if they were. */
export function checkBoundsOfData(
  ctx: Context,
  declared: DeclaredType,
  axes: readonly Axis[],
  whose: string,
): DataType | undefined {
  const { kind, lower, upper, ...rest } = declared;
  for (const bound of [lower, upper]) {
    if (bound !== undefined && !requireData(ctx, bound, 'a bound of data')) return undefined;
  }
  const placed = placeBounds(ctx, declared, axes, whose);
  return placed && { kind: kind === 'binary' ? 'int' : kind, ...placed, ...rest };
}

function checkDefault(
  ctx: Context,
  expression: Expression,
  declared: DeclaredType,
  axes: readonly Axis[],
): TypedExpression | undefined {
  const isLabel = expression.kind === 'string' && declared.kind === 'index';
  const checked = isLabel
    ? labelNode(ctx, expression, declared.dimension!)
    : checkExpression(ctx, expression);
  if (checked === undefined || !requireData(ctx, checked, 'a default')) return undefined;
  const typed = nameLists(ctx, checked, axes);
  if (!fitsInto(plainAxes(typed.axes), axes)) {
    if (axes.length > 0 && typed.axes.some((axis) => listLength(axis) !== undefined)) {
      reportUnnamedList(ctx, typed, axes);
      return undefined;
    }
    report(
      ctx,
      'dimension-mismatch',
      typed.span,
      `the default ${quote(ctx, typed.span, '')} has ${axesInWords(typed.axes)}, the data ${axesInWords(axes)}`,
    );
    return undefined;
  }
  return hasType(ctx, typed, declared) ? typed : undefined;
}

function hasType(ctx: Context, value: TypedExpression, declared: DeclaredType): boolean {
  const constant = constantValue(ctx.scope, value);
  const wanted = valueType(declared);
  const fits =
    wanted.kind === 'real' ||
    sameType(value.type, wanted) ||
    (value.type.kind !== 'index' &&
      (constant === undefined
        ? isWhole(value.type) && wanted.kind !== 'index'
        : Number.isInteger(constant)));
  if (!fits) {
    report(
      ctx,
      'default-type',
      value.span,
      `the default must be ${describeType(wanted)}; ${quote(ctx, value.span, 'this')} is ${describeType(value.type)}`,
    );
    return false;
  }
  const range = declaredRange(ctx, declared);
  const isBelow =
    constant !== undefined &&
    (constant < range.lower || (declared.lowerOpen === true && constant === range.lower));
  if (constant !== undefined && (isBelow || constant > range.upper)) {
    report(
      ctx,
      'default-type',
      value.span,
      `the default ${constant} is not ${declared.kind === 'index' ? 'a position' : `\`${declared.words}\``}`,
    );
    return false;
  }
  return true;
}

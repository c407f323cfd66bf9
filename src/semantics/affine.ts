/** Whole-number arithmetic as far as it is linear: `t - 1`, `size(time) - t + 2 * k`. */
import { expressionKey } from './expression-key.ts';
import type { Scope } from './scope.ts';
import type { TypedExpression } from './typed-expression.ts';
import { constantValue } from './value-range.ts';
import { isBeyond, isWhole } from './value-types.ts';

/** A sum of whole multiples of symbols, and a whole number. */
export interface Affine {
  readonly constant: number;
  /** By symbol; none is 0. */
  readonly terms: ReadonlyMap<string, number>;
}

/** What the symbols stand for: index variables, sizes of dimensions, other whole numbers of data. */
export type Symbols = Map<string, TypedExpression>;

export function constantForm(constant: number): Affine {
  return { constant, terms: new Map() };
}

/** `a + factor · b` */
export function addMultiple(a: Affine, b: Affine, factor: number): Affine {
  const terms = new Map(a.terms);
  for (const [symbol, coefficient] of b.terms) {
    const sum = (terms.get(symbol) ?? 0) + factor * coefficient;
    if (sum === 0) terms.delete(symbol);
    else terms.set(symbol, sum);
  }
  return { constant: a.constant + factor * b.constant, terms };
}

/** The linear form of a whole number of data; symbols that are new go to `symbols`. */
export function affineForm(
  scope: Scope,
  expression: TypedExpression,
  symbols: Symbols,
): Affine | undefined {
  if (!isWhole(expression.type) || isBeyond(expression.stage, 'data')) return undefined;
  const form = (part: TypedExpression) => affineForm(scope, part, symbols);
  switch (expression.kind) {
    case 'number':
      return Number.isSafeInteger(expression.value) ? constantForm(expression.value) : undefined;
    case 'size':
      return sizeForm(scope, expression.dimension, expression, symbols);
    case 'unary': {
      const operand = expression.operator === '-' ? form(expression.operand) : undefined;
      return operand && addMultiple(constantForm(0), operand, -1);
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator !== '+' && operator !== '-' && operator !== '*') break;
      const [a, b] = [form(left), form(right)];
      if (a === undefined || b === undefined) return undefined;
      if (operator !== '*') return addMultiple(a, b, operator === '+' ? 1 : -1);
      if (a.terms.size === 0) return addMultiple(constantForm(0), b, a.constant);
      if (b.terms.size === 0) return addMultiple(constantForm(0), a, b.constant);
      break;
    }
    default:
      break;
  }
  const constant = constantValue(scope, expression);
  if (constant !== undefined && Number.isSafeInteger(constant)) return constantForm(constant);
  const key = expression.kind === 'positions' ? expression.axes[0]! : expressionKey(expression);
  symbols.set(key, expression);
  return { constant: 0, terms: new Map([[key, 1]]) };
}

/** The size of a dimension: as the model computes it, otherwise a symbol. */
export function sizeForm(
  scope: Scope,
  dimension: string,
  { span }: TypedExpression,
  symbols: Symbols,
): Affine {
  const { size, sizeExpression } = scope.dimensions.get(dimension)!;
  if (size !== undefined) return constantForm(size);
  const computed = sizeExpression && affineForm(scope, sizeExpression, symbols);
  if (computed !== undefined) return computed;
  const key = `size ${dimension}`;
  symbols.set(key, {
    kind: 'size',
    dimension,
    axes: [],
    type: { kind: 'int' },
    stage: 'data',
    span,
  });
  return { constant: 0, terms: new Map([[key, 1]]) };
}

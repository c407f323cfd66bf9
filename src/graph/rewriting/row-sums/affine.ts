/** Values that are linear in things unknown, with known coefficients. */

import { uniformValue } from '../facts.ts';
import { isOfPositions, type RowValue } from './rows.ts';
import { tabulated } from './tabulated.ts';

/** A known number a row; one number where all rows have the same. */
export type Coefficient = number | ArrayLike<number>;

export type Unknown = Extract<RowValue, { kind: 'fixed' | 'picked' | 'operation' }>;

/** offset + Σ coefficient · unknown + Σ scale · matrix · vector. */
export interface Affine {
  readonly offset: Coefficient;
  readonly terms: readonly { readonly coefficient: Coefficient; readonly unknown: Unknown }[];
  readonly products: readonly {
    readonly coefficient: Coefficient;
    readonly product: Extract<RowValue, { kind: 'product' }>;
  }[];
}

/** `undefined` where a value is not linear in what depends on no known number but positions. */
export function affineOf(value: RowValue, rows: number): Affine | undefined {
  const none: Affine = { offset: 0, terms: [], products: [] };
  switch (value.kind) {
    case 'known':
      return { ...none, offset: value.values };
    case 'product':
      return { ...none, products: [{ coefficient: 1, product: value }] };
    case 'picked':
      return { ...none, terms: [{ coefficient: 1, unknown: value }] };
    case 'fixed': {
      const number = uniformValue(value.node);
      return number === undefined
        ? { ...none, terms: [{ coefficient: 1, unknown: value }] }
        : { ...none, offset: number };
    }
    case 'operation':
      return ofOperation(value, rows);
  }
}

function ofOperation(
  value: Extract<RowValue, { kind: 'operation' }>,
  rows: number,
): Affine | undefined {
  if (isOfPositions(value)) {
    return { offset: 0, terms: [{ coefficient: 1, unknown: value }], products: [] };
  }
  const { op, operands } = value;
  const parts = operands.map((operand) => affineOf(operand, rows));
  const [x, y] = parts;
  if (x === undefined) return undefined;
  if (op === 'negate') return scaled(x, -1, rows);
  if (y === undefined) return undefined;
  switch (op) {
    case 'add':
      return added(x, y, rows);
    case 'subtract':
      return added(x, scaled(y, -1, rows), rows);
    case 'multiply':
      if (isKnown(x)) return scaled(y, x.offset, rows);
      return isKnown(y) ? scaled(x, y.offset, rows) : undefined;
    case 'divide':
      return isKnown(y)
        ? scaled(
            x,
            combined(1, y.offset, rows, (one, b) => one / b),
            rows,
          )
        : undefined;
    default:
      return undefined;
  }
}

const isKnown = ({ terms, products }: Affine): boolean =>
  terms.length === 0 && products.length === 0;

function added(x: Affine, y: Affine, rows: number): Affine {
  return {
    offset: sum(x.offset, y.offset, rows),
    terms: [...x.terms, ...y.terms],
    products: [...x.products, ...y.products],
  };
}

function scaled({ offset, terms, products }: Affine, by: Coefficient, rows: number): Affine {
  const times = (coefficient: Coefficient): Coefficient => product(coefficient, by, rows);
  return {
    offset: times(offset),
    terms: terms.map((term) => ({ ...term, coefficient: times(term.coefficient) })),
    products: products.map((term) => ({ ...term, coefficient: times(term.coefficient) })),
  };
}

function sum(x: Coefficient, y: Coefficient, rows: number): Coefficient {
  if (x === 0) return y;
  return y === 0 ? x : combined(x, y, rows, (a, b) => a + b);
}

function product(x: Coefficient, y: Coefficient, rows: number): Coefficient {
  if (x === 1) return y;
  return y === 1 ? x : combined(x, y, rows, (a, b) => a * b);
}

function combined(
  x: Coefficient,
  y: Coefficient,
  rows: number,
  of: (a: number, b: number) => number,
): Coefficient {
  if (typeof x === 'number' && typeof y === 'number') return of(x, y);
  return tabulated(rows, (row) => of(numberAt(x, row), numberAt(y, row)));
}

export const numberAt = (coefficient: Coefficient, row: number): number =>
  typeof coefficient === 'number' ? coefficient : coefficient[row];

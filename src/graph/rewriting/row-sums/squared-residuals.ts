/** Σ weight · (residual)², the residual linear in the unknowns: what is squared and what it is scaled with. */

import { type Affine, affineOf } from './affine.ts';
import { isOfPositions, type RowValue } from './rows.ts';
import { tabulated } from './tabulated.ts';

/** Values that a row is multiplied with and divided by. */
export interface Scale {
  readonly times: readonly RowValue[];
  readonly over: readonly RowValue[];
}

/** weight · outside · (residual · inside)². */
export interface SquaredResiduals {
  readonly residual: Affine;
  /** At least 0; 1 where left out. */
  readonly weights: Float64Array | undefined;
  readonly inside: Scale;
  readonly outside: Scale;
  readonly sign: 1 | -1;
}

/** `undefined` where a value is not of this form. */
export function squaredResidualsOf(
  value: RowValue,
  weights: Float64Array | undefined,
  rows: number,
): SquaredResiduals | undefined {
  const factors = factorsOf(value, rows);
  const square = factors.rest;
  if (square.kind !== 'operation' || square.op !== 'square') return undefined;
  const inner = factorsOf(square.operands[0], rows);
  const residual = affineOf(inner.rest, rows);
  const { terms, products } = residual ?? { terms: [], products: [] };
  const isScaled = inner.scale.times.length + inner.scale.over.length > 0;
  if (residual === undefined || (terms.length + products.length === 0 && !isScaled)) {
    return undefined;
  }

  const outer = product(weights, factors.known, rows);
  const isNegative = outer?.some((weight) => weight < 0) ?? false;
  if (isNegative && outer!.some((weight) => weight > 0)) return undefined;
  const squares = inner.known && product(inner.known, inner.known, rows);
  const total = product(outer, squares, rows);
  return {
    residual,
    weights: isNegative ? total!.map((weight) => -weight) : total,
    inside: inner.scale,
    outside: factors.scale,
    sign: isNegative ? -1 : 1,
  };
}

interface Factors {
  readonly rest: RowValue;
  /** Known numbers to multiply with. */
  readonly known: Float64Array | undefined;
  /** What depends on nothing known but positions. */
  readonly scale: Scale;
}

/** Takes a product apart as far as a single rest. Signs go into the known numbers. */
function factorsOf(value: RowValue, rows: number): Factors {
  let rest = value;
  let known: Float64Array | undefined;
  const times: RowValue[] = [];
  const over: RowValue[] = [];
  const take = (factor: RowValue, inverse: boolean): void => {
    if (factor.kind === 'known') {
      const { values } = factor;
      const numbers = inverse ? tabulated(rows, (row) => 1 / values[row]) : values;
      known = product(known, numbers, rows);
    } else if (isOfPositions(factor)) {
      (inverse ? over : times).push(factor);
    } else if (factor.kind === 'operation') {
      const [x, y] = factor.operands;
      take(x, inverse);
      take(y, inverse !== (factor.op === 'divide'));
    }
  };
  while (rest.kind === 'operation') {
    const [x, y] = rest.operands;
    if (rest.op === 'negate') {
      known = product(known, new Float64Array(rows).fill(-1), rows);
      rest = x;
    } else if (rest.op === 'multiply' && isFactor(x) !== isFactor(y)) {
      take(isFactor(x) ? x : y, false);
      rest = isFactor(x) ? y : x;
    } else if (rest.op === 'divide' && isFactor(y)) {
      take(y, true);
      rest = x;
    } else break;
  }
  return { rest, known, scale: { times, over } };
}

/** A product of known numbers and what depends on nothing known but positions. */
function isFactor(value: RowValue): boolean {
  if (value.kind === 'known' || isOfPositions(value)) return true;
  if (value.kind !== 'operation') return false;
  return (value.op === 'multiply' || value.op === 'divide') && value.operands.every(isFactor);
}

function product(
  x: Float64Array | undefined,
  y: ArrayLike<number> | undefined,
  rows: number,
): Float64Array | undefined {
  if (y === undefined) return x;
  return tabulated(rows, (row) => (x === undefined ? 1 : x[row]) * y[row]);
}

/** A sum over rows, taken apart into sums of a known weight times a value. */

import type { Node } from '../../node.ts';
import { uniformValue } from '../facts.ts';
import { isInexact, type RowReader, type RowValue } from './rows.ts';
import { tabulated } from './tabulated.ts';

/** How weight and value make a number: as the ops of these names do. */
export type Pairing = 'multiply' | 'multiplyNoNan' | 'xlogy' | 'xlog1py';

/** Σ weight · value · factor, the factor the same in all rows. */
export interface RowTerm {
  /** `undefined`: 1. */
  readonly weights: Float64Array | undefined;
  readonly pairing: Pairing;
  /** `undefined`: 1. */
  readonly value: RowValue | undefined;
  readonly factor: Factor;
}

/** A number and scalars to multiply with and divide by. */
export interface Factor {
  readonly number: number;
  readonly times: readonly Node[];
  readonly over: readonly Node[];
}

interface Outside {
  readonly weights: Float64Array | undefined;
  readonly factor: Factor;
}

/** The terms whose sum is `value`; one term where it is no sum. */
export function termsOf(value: RowValue, { rows }: RowReader): RowTerm[] {
  const outside = { weights: undefined, factor: { number: 1, times: [], over: [] } };
  return collect(value, outside, rows);
}

function collect(value: RowValue, outside: Outside, rows: number): RowTerm[] {
  const whole: RowTerm = { ...outside, pairing: 'multiply', value };
  if (value.kind === 'known') {
    return [{ ...whole, ...weighted(outside, value.values, rows), value: undefined }];
  }
  if (value.kind === 'fixed')
    return [{ ...whole, ...times(outside, value.node), value: undefined }];
  if (value.kind !== 'operation') return [whole];
  const { op, operands } = value;
  const [x, y] = operands;
  switch (op) {
    case 'add':
    case 'subtract': {
      // the difference of exact numbers may be small and exact, while their sums are rounded at their size
      if (!canBeSummed(x) && !canBeSummed(y)) return [whole];
      const second = op === 'add' ? outside : negative(outside);
      return [...collect(x, outside, rows), ...collect(y, second, rows)];
    }
    case 'negate':
      return collect(x, negative(outside), rows);
    case 'multiply':
      for (const [factor, rest] of [
        [x, y],
        [y, x],
      ]) {
        if (factor.kind === 'known')
          return collect(rest, weighted(outside, factor.values, rows), rows);
        if (factor.kind === 'fixed') return collect(rest, times(outside, factor.node), rows);
      }
      return [whole];
    case 'divide': {
      const inner = dividedBy(y, outside, rows);
      return inner === undefined ? [whole] : collect(x, inner, rows);
    }
    case 'multiplyNoNan':
      return paired(op, y, x, outside, rows) ?? [whole];
    case 'xlogy':
    case 'xlog1py':
      return paired(op, x, y, outside, rows) ?? [whole];
    case 'log':
      return logOfProduct(x, outside, rows) ?? [whole];
    case 'where':
      return chosen(x, y, operands[2], outside, rows) ?? [whole];
    default:
      return [whole];
  }
}

/** What is left outside of a numerator; `undefined` where the divisor is no product of known and fixed numbers. */
function dividedBy(divisor: RowValue, outside: Outside, rows: number): Outside | undefined {
  if (divisor.kind === 'fixed') return over(outside, divisor.node);
  if (divisor.kind === 'known') {
    const { values } = divisor;
    const reciprocals = tabulated(rows, (row) => 1 / values[row]);
    return reciprocals.every(Number.isFinite) ? weighted(outside, reciprocals, rows) : undefined;
  }
  if (divisor.kind !== 'operation' || divisor.op !== 'multiply') return undefined;
  return divisor.operands.reduce<Outside | undefined>(
    (inner, operand) => inner && dividedBy(operand, inner, rows),
    outside,
  );
}

/** weight and value, paired by an op that takes a weight of 0 to 0 whatever the value is. */
function paired(
  pairing: Pairing,
  weight: RowValue,
  value: RowValue,
  outside: Outside,
  rows: number,
): RowTerm[] | undefined {
  if (weight.kind !== 'known') return undefined;
  const all = weighted(outside, weight.values, rows);
  return haveOneSign(all.weights!) ? [{ ...all, pairing, value }] : undefined;
}

/** log(c · x) = log c + log x for known positive c, and log(x / c) likewise. */
function logOfProduct(product: RowValue, outside: Outside, rows: number): RowTerm[] | undefined {
  if (product.kind !== 'operation' || (product.op !== 'multiply' && product.op !== 'divide')) {
    return undefined;
  }
  const [x, y] = product.operands;
  const [known, rest] = y.kind === 'known' || product.op === 'divide' ? [y, x] : [x, y];
  if (known.kind !== 'known') return undefined;
  const logarithms = tabulated(rows, (row) => Math.log(known.values[row]));
  if (!logarithms.every(Number.isFinite)) return undefined;
  const ofKnown: RowValue = { kind: 'known', values: logarithms };
  const ofRest: RowValue = {
    kind: 'operation',
    op: 'log',
    attributes: {},
    operands: [rest],
    isInexact: true,
  };
  const second = product.op === 'multiply' ? outside : negative(outside);
  return [...collect(ofRest, outside, rows), ...collect(ofKnown, second, rows)];
}

/** What a known condition chooses in some rows, and 0 in the others. */
function chosen(
  condition: RowValue,
  value: RowValue,
  otherwise: RowValue,
  outside: Outside,
  rows: number,
): RowTerm[] | undefined {
  const isZero = otherwise.kind === 'fixed' && uniformValue(otherwise.node) === 0;
  if (condition.kind !== 'known' || !isZero) return undefined;
  const mask = tabulated(rows, (row) => Number(condition.values[row] !== 0));
  const terms = collect(value, outside, rows).map((term): RowTerm | undefined => {
    if (term.pairing !== 'multiply') return { ...term, ...weighted(term, mask, rows) };
    const { weights } = weighted(term, mask, rows);
    return haveOneSign(weights!) ? { ...term, weights, pairing: 'multiplyNoNan' } : undefined;
  });
  return terms.includes(undefined) ? undefined : (terms as RowTerm[]);
}

export function haveOneSign(weights: Float64Array): boolean {
  return weights.every((weight) => weight >= 0) || weights.every((weight) => weight <= 0);
}

/** Whether a sum of such values loses nothing that the values have. */
function canBeSummed(value: RowValue): boolean {
  switch (value.kind) {
    case 'known':
      return false;
    case 'fixed':
      return isInexact(value.node);
    case 'picked':
      return isInexact(value.from);
    case 'product':
      return true;
    case 'operation':
      return value.isInexact;
  }
}

function weighted<T extends Outside>(outside: T, values: ArrayLike<number>, rows: number): T {
  const { weights } = outside;
  return {
    ...outside,
    weights: tabulated(rows, (row) => values[row] * (weights === undefined ? 1 : weights[row])),
  };
}

const negative = (outside: Outside): Outside => ({
  ...outside,
  factor: { ...outside.factor, number: -outside.factor.number },
});

function times(outside: Outside, node: Node): Outside {
  const { factor } = outside;
  const number = uniformValue(node);
  return number === undefined
    ? { ...outside, factor: { ...factor, times: [...factor.times, node] } }
    : { ...outside, factor: { ...factor, number: factor.number * number } };
}

function over(outside: Outside, node: Node): Outside {
  const { factor } = outside;
  return { ...outside, factor: { ...factor, over: [...factor.over, node] } };
}

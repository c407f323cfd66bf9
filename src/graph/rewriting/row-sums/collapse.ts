/**
 * Sums over many rows by sums over few: from sufficient statistics where the terms are linear or squared
 * in known numbers, and once for each kind of row where rows are alike.
 *
 * Values and derivatives stay the same, but for rounding and at infinite parameters, where NaN may
 * stand for an infinity of the direct sum.
 */
import type { Builder } from '../../builder.ts';
import type { Node } from '../../node.ts';
import { sizeOf } from '../../node.ts';
import type { RewriteRule } from '../rule.ts';
import { affineOf } from './affine.ts';
import { type Classes, classify, sumsOver } from './classes.ts';
import { type Collapse, leastSquares, sumOfResiduals } from './least-squares.ts';
import { ChosenRows, columnsOf, knownVector, RowReader, type RowValue } from './rows.ts';
import { squaredResidualsOf } from './squared-residuals.ts';
import { type Factor, haveOneSign, type RowTerm, termsOf } from './terms.ts';

/** Shorter sums are left alone. */
const FEWEST_ROWS = 16;

/** A sum of all elements of a tensor, if it can be had with at most half the rows. */
export const collapsedSum: RewriteRule = (b, { inputs: [x], shape }) => {
  const rows = sizeOf(x.shape);
  if (shape.length > 0 || rows < FEWEST_ROWS) return undefined;
  const reader = new RowReader(b, rows);
  const value = reader.read(x);
  if (value === undefined) return undefined;
  const distinct = new DistinctRows(b, rows);
  const collapses: [RowTerm, Collapse][] = [];
  let left = 0;
  for (const term of termsOf(value, reader)) {
    const collapse = collapseOf(b, term, rows, distinct);
    if (collapse === undefined) return undefined;
    left += collapse.rows;
    if (left > rows / 2) return undefined;
    collapses.push([term, collapse]);
  }
  let total: Node = b.constant(0);
  for (const [{ factor }, collapse] of collapses) {
    const sum = collapse.build();
    if (sum === undefined) return undefined;
    total = b.add(total, multiplied(b, sum, factor));
  }
  return total;
};

function multiplied(b: Builder, sum: Node, { number, times, over }: Factor): Node {
  const product = times.reduce((x, y) => b.multiply(x, y), b.multiply(sum, number));
  return over.reduce((x, y) => b.divide(x, y), product);
}

function collapseOf(
  b: Builder,
  term: RowTerm,
  rows: number,
  distinct: DistinctRows,
): Collapse | undefined {
  const { value, weights, pairing } = term;
  if (value !== undefined && (pairing === 'multiply' || pairing === 'multiplyNoNan')) {
    const squares = squaredResidualsOf(value, weights, rows);
    const collapse = squares && leastSquares(b, squares, rows);
    if (collapse !== undefined) {
      const { sign } = squares!;
      return { rows: collapse.rows, build: () => signed(b, collapse.build(), sign) };
    }
    const residual = affineOf(value, rows);
    if (residual !== undefined && (weights === undefined || haveOneSign(weights))) {
      const sum = sumOfResiduals(b, residual, weights, rows);
      if (sum !== undefined) return sum;
    }
  }
  return distinct.collapseOf(term);
}

const signed = (b: Builder, node: Node | undefined, sign: number): Node | undefined =>
  node && b.multiply(node, sign);

/** Terms of which many rows are alike. */
class DistinctRows {
  private readonly builder: Builder;
  private readonly rows: number;
  private readonly known: { columns: ArrayLike<number>[]; rows: ChosenClasses | undefined }[] = [];

  constructor(builder: Builder, rows: number) {
    this.builder = builder;
    this.rows = rows;
  }

  collapseOf({ value, weights, pairing }: RowTerm): Collapse | undefined {
    const b = this.builder;
    if (value === undefined) {
      const all = { of: new Int32Array(this.rows), first: Int32Array.of(0) };
      const [total] = sumsOver(all, weights);
      return { rows: 0, build: () => (Number.isNaN(total) ? undefined : b.constant(total)) };
    }
    const isZeroLeftOut = pairing !== 'multiply';
    const found = this.classesOf(value, isZeroLeftOut ? weights : undefined);
    if (found === undefined) return undefined;
    const { classes, chosen } = found;
    const size = classes.first.length;
    return {
      rows: size,
      build: () => {
        if (size === 0) return b.constant(0);
        const totals = knownVector(b, sumsOver(classes, weights));
        const values = chosen.valuesOf(value);
        const operands =
          pairing === 'xlogy' || pairing === 'xlog1py' ? [totals, values] : [values, totals];
        return b.sum(b.broadcast(b.make(pairing, operands, {}), [size]));
      },
    };
  }

  /** The classes of rows that are alike in all that `value` depends on. */
  private classesOf(
    value: RowValue,
    included: Float64Array | undefined,
  ): ChosenClasses | undefined {
    const columns = [...columnsOf(value), ...(included === undefined ? [] : [included])];
    const isSame = (other: ArrayLike<number>[]): boolean =>
      other.length === columns.length && other.every((column, k) => column === columns[k]);
    const before = this.known.find((entry) => isSame(entry.columns));
    if (before !== undefined) return before.rows;
    const classes = classify(
      columnsOf(value),
      this.rows,
      Math.floor(this.rows / 2),
      included && ((row) => included[row] !== 0),
    );
    const rows = classes && { classes, chosen: new ChosenRows(this.builder, classes.first) };
    this.known.push({ columns, rows });
    return rows;
  }
}

interface ChosenClasses {
  readonly classes: Classes;
  readonly chosen: ChosenRows;
}

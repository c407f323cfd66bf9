/** Rows that are alike. */

export interface Classes {
  /** The class of each row, or −1 of rows that are left out. */
  readonly of: Int32Array;
  /** One row of each class, the first. */
  readonly first: Int32Array;
}

/** A first look at this many rows decides whether a longer one is worth the time. */
const GLANCE = 128;

/**
 * Classes of rows that have the same numbers in all columns. A column longer than the number of rows is
 * a matrix, row by row.
 *
 * @param columns columns of the same length, or matrices
 * @param rows how many rows
 * @param most the largest number of classes that is of use
 * @param isIncluded which rows count; all, if left out
 * @returns `undefined` where there are more classes, or none of the first rows are alike
 */
export function classify(
  columns: Iterable<ArrayLike<number>>,
  rows: number,
  most: number,
  isIncluded?: (row: number) => boolean,
): Classes | undefined {
  const all = [...columns];
  if (rows > 2 * GLANCE && split(all, rows, GLANCE, GLANCE - 1, isIncluded) === undefined) {
    return undefined;
  }
  return split(all, rows, rows, most, isIncluded);
}

/** The classes of the first `until` rows. */
function split(
  columns: readonly ArrayLike<number>[],
  rows: number,
  until: number,
  most: number,
  isIncluded: ((row: number) => boolean) | undefined,
): Classes | undefined {
  const of = new Int32Array(until);
  const included = new Int32Array(until);
  let count = 0;
  for (let row = 0; row < until; row++) {
    if (isIncluded?.(row) ?? true) included[count++] = row;
    else of[row] = -1;
  }
  const chosen = included.subarray(0, count);
  let first = chosen.slice(0, 1);
  for (const column of columns) {
    const width = column.length / rows;
    for (let k = 0; k < width; k++) {
      const refined = refine(of, chosen, first.length, most, (row) => column[row * width + k]);
      if (refined === undefined) return undefined;
      first = refined;
    }
  }
  return { of, first };
}

/** Divides classes by a further column, in place; the first row of each new class. */
function refine(
  of: Int32Array,
  chosen: Int32Array,
  count: number,
  most: number,
  numberOf: (row: number) => number,
): Int32Array<ArrayBuffer> | undefined {
  const codes = new Map<number, number>();
  const classes = new Map<number, number>();
  const first: number[] = [];
  for (const row of chosen) {
    const number = numberOf(row);
    // −0 and 0 differ: 1 / −0.
    const isMinusZero = number === 0 && Object.is(number, -0);
    let code = isMinusZero ? 0 : codes.get(number);
    if (code === undefined) {
      code = codes.size + 1;
      codes.set(number, code);
    }
    const key = code * count + of[row];
    let own = classes.get(key);
    if (own === undefined) {
      own = classes.size;
      if (own === most) return undefined;
      classes.set(key, own);
      first.push(row);
    }
    of[row] = own;
  }
  return Int32Array.from(first);
}

/** The sum of a number a row over each class, compensated (Neumaier 1974); `numbers` left out: 1. */
export function sumsOver({ of, first }: Classes, numbers?: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(first.length);
  const lost = new Float64Array(first.length);
  for (let row = 0; row < of.length; row++) {
    const k = of[row];
    if (k < 0) continue;
    const term = numbers === undefined ? 1 : numbers[row];
    const total = totals[k];
    const next = total + term;
    lost[k] += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    totals[k] = next;
  }
  return totals.map((total, k) => (Number.isFinite(total) ? total + lost[k] : total));
}

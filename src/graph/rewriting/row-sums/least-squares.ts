/**
 * Σ w (y − α − x β)² from its sufficient statistics. In each cell, where all unknowns that differ from
 * row to row are the same, the sum is
 *
 *   W (ȳ − α − x̄ β)² + Σ w ((y − ȳ) − (x − x̄) β)²,
 *
 * with means over the cell. The second part is that of all cells together, if nothing in it differs
 * between them: ‖z − R β‖² + rest with R from a QR factorisation. Both parts are sums of squares of
 * what is left after centring: nothing cancels, unlike in Σ y² − W ȳ².
 */
import { TriangleOfRows } from '../../../linear-algebra/triangle-of-rows.ts';
import type { Builder } from '../../builder.ts';
import type { Node } from '../../node.ts';
import type { Affine, Unknown } from './affine.ts';
import { numberAt } from './affine.ts';
import { type Centring, centre } from './centring.ts';
import { type Classes, classify, sumsOver } from './classes.ts';
import { ChosenRows, columnsOf, knownVector, matrixTimes, type RowValue } from './rows.ts';
import type { Scale, SquaredResiduals } from './squared-residuals.ts';

/** More columns than this take longer to factorise than most fits would gain. */
const MOST_COLUMNS = 128;
/** With a triangle for each of several groups, its rows are written out. */
const MOST_COLUMNS_IN_GROUPS = 4;

/** A sum over rows by fewer rows. */
export interface Collapse {
  /** How many rows there are in its place. */
  readonly rows: number;
  /** `undefined` where a number on the way leaves the range. */
  build(): Node | undefined;
}

/** A coefficient that is not the same in all rows, with what it multiplies. */
interface Column {
  readonly numbers: (row: number) => number;
  readonly unknown: Unknown | { readonly vector: Node; readonly element: number };
}

/** `undefined` where there is no gain. */
export function leastSquares(
  b: Builder,
  squares: SquaredResiduals,
  rows: number,
): Collapse | undefined {
  const { residual, weights, inside, outside } = squares;
  const isIncluded = weights && ((row: number) => weights[row] !== 0);
  const scales = [...inside.times, ...inside.over, ...outside.times, ...outside.over];
  const unknowns = residual.terms.map(({ unknown }) => unknown);
  const columns = columnsIn(residual);
  const most = Math.floor(rows / 2);
  if (columns.length > MOST_COLUMNS) return undefined;
  const cells = classify(positionsOf([...scales, ...unknowns]), rows, most, isIncluded);
  if (cells === undefined || cells.first.length === 0) return undefined;
  const owners = columns.flatMap(({ unknown }) => ('kind' in unknown ? [unknown] : []));
  const groups = classify(positionsOf([...scales, ...owners]), rows, most, isIncluded);
  if (groups === undefined) return undefined;
  const isGrouped = groups.first.length > 1;
  if (isGrouped && columns.length > MOST_COLUMNS_IN_GROUPS) return undefined;
  return {
    rows: cells.first.length + groups.first.length * (columns.length + 1),
    build: () => build(b, squares, columns, cells, groups),
  };
}

const positionsOf = (values: readonly RowValue[]): Set<ArrayLike<number>> => {
  const positions = new Set<ArrayLike<number>>();
  for (const value of values) columnsOf(value, positions);
  return positions;
};

function columnsIn({ terms, products }: Affine): Column[] {
  const ofTerms = terms.flatMap(({ coefficient, unknown }): Column[] =>
    typeof coefficient === 'number' ? [] : [{ numbers: (row) => coefficient[row], unknown }],
  );
  const ofProducts = products.flatMap(({ coefficient, product: { matrix, columns, vector } }) =>
    Array.from(
      { length: columns },
      (_, element): Column => ({
        numbers: (row) => numberAt(coefficient, row) * matrix[row * columns + element],
        unknown: { vector, element },
      }),
    ),
  );
  return [...ofTerms, ...ofProducts];
}

function build(
  b: Builder,
  squares: SquaredResiduals,
  columns: readonly Column[],
  cells: Classes,
  groups: Classes,
): Node | undefined {
  const { residual, weights } = squares;
  const totals = sumsOver(cells, weights);
  const { offset } = residual;
  const centrings = columns.map(({ numbers }) => centre(numbers, cells, totals, weights));
  const outcome =
    typeof offset === 'number' ? undefined : centre((row) => offset[row], cells, totals, weights);
  const all = outcome === undefined ? centrings : [...centrings, outcome];
  if (!areInRange(totals, all)) return undefined;

  const between = betweenCells(b, squares, cells, totals, columns, centrings, outcome);
  const within = withinCells(b, squares, cells, groups, columns, centrings, outcome);
  return within && b.add(between, within);
}

/** Σ W (mean residual)². */
function betweenCells(
  b: Builder,
  { residual, inside, outside }: SquaredResiduals,
  cells: Classes,
  totals: Float64Array,
  columns: readonly Column[],
  centrings: readonly Centring[],
  outcome: Centring | undefined,
): Node {
  const chosen = new ChosenRows(b, cells.first);
  const level = meanResidual(b, residual, chosen, columns, centrings, outcome);
  const terms = b.multiply(b.square(scaledBy(b, level, inside, chosen)), knownVector(b, totals));
  return b.sum(b.broadcast(scaledBy(b, terms, outside, chosen), [totals.length]));
}

/** The mean residual of each cell. */
function meanResidual(
  b: Builder,
  { terms, offset }: Affine,
  chosen: ChosenRows,
  columns: readonly Column[],
  centrings: readonly Centring[],
  outcome: Centring | undefined,
): Node {
  const parts = terms.flatMap(({ coefficient, unknown }) =>
    typeof coefficient === 'number' ? [b.multiply(chosen.valuesOf(unknown), -coefficient)] : [],
  );
  let column = 0;
  while (column < columns.length) {
    const { unknown } = columns[column];
    const width = 'kind' in unknown ? 1 : unknown.vector.shape[0];
    const means = interleaved(centrings.slice(column, column + width).map(({ means }) => means));
    const coefficients = means.map((mean) => -mean);
    parts.push(
      'kind' in unknown
        ? b.multiply(chosen.valuesOf(unknown), knownVector(b, coefficients))
        : matrixTimes(b, coefficients, unknown.vector),
    );
    column += width;
  }
  const predicted = parts.reduce((sum, part) => b.add(sum, part), b.constant(0));
  if (outcome === undefined) return b.subtract(offset as number, predicted);
  // the mean of the outcome in two parts: the first less a prediction near it is exact
  const { means, rest } = outcome;
  return b.add(b.subtract(knownVector(b, means), predicted), knownVector(b, rest));
}

/**
 * Σ w (y − α − x β) by the mean residuals of the cells; `undefined` where there is no gain.
 *
 * @param weights of one sign; 1, if left out
 */
export function sumOfResiduals(
  b: Builder,
  residual: Affine,
  weights: Float64Array | undefined,
  rows: number,
): Collapse | undefined {
  const { offset, terms } = residual;
  if (typeof offset === 'number') return undefined;
  const isIncluded = weights && ((row: number) => weights[row] !== 0);
  const positions = positionsOf(terms.map(({ unknown }) => unknown));
  const cells = classify(positions, rows, Math.floor(rows / 2), isIncluded);
  if (cells === undefined || cells.first.length === 0) return undefined;
  const size = cells.first.length;
  return {
    rows: size,
    build: () => {
      const totals = sumsOver(cells, weights);
      const columns = columnsIn(residual);
      const centrings = columns.map(({ numbers }) => centre(numbers, cells, totals, weights));
      const outcome = centre((row) => offset[row], cells, totals, weights);
      if (!areInRange(totals, [...centrings, outcome])) return undefined;
      const chosen = new ChosenRows(b, cells.first);
      const level = meanResidual(b, residual, chosen, columns, centrings, outcome);
      return b.sum(b.broadcast(b.multiply(level, knownVector(b, totals)), [size]));
    },
  };
}

const areInRange = (totals: Float64Array, centrings: readonly Centring[]): boolean =>
  [totals, ...centrings.flatMap(({ means, rest }) => [means, rest])].every((numbers) =>
    numbers.every(Number.isFinite),
  );

/** Σ w (residual less its mean in the cell)². */
function withinCells(
  b: Builder,
  { weights, inside, outside }: SquaredResiduals,
  cells: Classes,
  groups: Classes,
  columns: readonly Column[],
  centrings: readonly Centring[],
  outcome: Centring | undefined,
): Node | undefined {
  const varying = columns.flatMap(({ unknown }, k) =>
    centrings[k].largest > 0 ? [{ unknown, centring: centrings[k] }] : [],
  );
  const triangles = trianglesOf(
    [...varying.map(({ centring }) => centring), ...(outcome === undefined ? [] : [outcome])],
    cells,
    groups,
    weights,
  );
  if (!triangles.every((triangle) => triangle.every(Number.isFinite))) return undefined;

  const chosen = new ChosenRows(b, groups.first);
  const size = groups.first.length;
  const width = varying.length + (outcome === undefined ? 0 : 1);
  const entry = (i: number, k: number): Float64Array =>
    Float64Array.from(triangles, (triangle) => triangle[i * width + k]);
  const unknownAt = (k: number): Node => {
    const { unknown } = varying[k];
    if ('kind' in unknown) return chosen.valuesOf(unknown);
    return b.reshape(b.slice(unknown.vector, [unknown.element], [1]), []);
  };
  const sumOfSquares = (residual: Node, shape: readonly number[]): Node =>
    b.sum(
      b.broadcast(
        scaledBy(b, b.square(scaledBy(b, residual, inside, chosen)), outside, chosen),
        shape,
      ),
    );

  const parts: Node[] = [];
  if (size === 1 && varying.length > 1) {
    const vector = b.concatenate(
      varying.map((_, k) => b.reshape(unknownAt(k), [1])),
      0,
    );
    const n = varying.length;
    const matrix = Float64Array.from(
      { length: n * n },
      (_, k) => triangles[0][Math.floor(k / n) * width + (k % n)],
    );
    const product = matrixTimes(b, matrix, vector);
    const target = Float64Array.from({ length: n }, (_, i) => triangles[0][i * width + n]);
    const residual = outcome === undefined ? product : b.add(product, b.constant(target, [n]));
    parts.push(sumOfSquares(residual, [n]));
  } else {
    for (let i = 0; i < varying.length; i++) {
      const products = varying
        .slice(i)
        .map((_, k) => b.multiply(unknownAt(i + k), knownVector(b, entry(i, i + k))));
      const target = outcome === undefined ? [] : [knownVector(b, entry(i, varying.length))];
      parts.push(
        sumOfSquares(
          [...products, ...target].reduce((x, y) => b.add(x, y)),
          [size],
        ),
      );
    }
  }
  if (outcome !== undefined) {
    const rest = knownVector(b, entry(varying.length, varying.length));
    parts.push(sumOfSquares(rest, [size]));
  }
  return parts.reduce((sum, part) => b.add(sum, part), b.constant(0));
}

/** The triangular factors of the centred columns, one for each group. */
function trianglesOf(
  centrings: readonly Centring[],
  cells: Classes,
  groups: Classes,
  weights: Float64Array | undefined,
): Float64Array[] {
  const width = centrings.length;
  const triangles = Array.from(groups.first, () => new TriangleOfRows(width));
  const row = new Float64Array(width);
  for (let n = 0; n < groups.of.length; n++) {
    if (groups.of[n] < 0) continue;
    const root = weights === undefined ? 1 : Math.sqrt(weights[n]);
    for (let k = 0; k < width; k++) {
      const { deviation, unit } = centrings[k];
      row[k] = (deviation(n, cells.of[n]) / unit) * root;
    }
    triangles[groups.of[n]].add(row);
  }
  return triangles.map((triangle) =>
    triangle.finish().map((number, k) => number * centrings[k % width].unit),
  );
}

function scaledBy(b: Builder, node: Node, { times, over }: Scale, chosen: ChosenRows): Node {
  const multiplied = times.reduce((x, y) => b.multiply(x, chosen.valuesOf(y)), node);
  return over.reduce((x, y) => b.divide(x, chosen.valuesOf(y)), multiplied);
}

/** Columns side by side, row-major. */
function interleaved(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length;
  return Float64Array.from(
    { length: width * columns[0].length },
    (_, k) => columns[k % width][Math.floor(k / width)],
  );
}

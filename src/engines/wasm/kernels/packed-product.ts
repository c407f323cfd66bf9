/**
 * Products of large matrices: parts of both factors are copied into panels that lie in memory in the order in which
 * they are read, and a few rows times a few columns of the result are summed in registers (K. Goto and R. A. van de
 * Geijn, "Anatomy of high-performance matrix multiplication", ACM Transactions on Mathematical Software 34 (2008)).
 *
 * The panels are float32, so are sums of up to 512 terms; the sums of these are float64. In float64 this is no quicker
 * than `matmul.ts`, which reads the factors where they are.
 */
import { LOWER_HALVES } from '../../../webassembly/float32.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { Routine, Routines } from '../math/math-function.ts';
import type { BulkPrecision } from '../plan/bulk.ts';
import { advance, upTo } from './dense.ts';
import { COLUMNS, ROWS, tile } from './product-tile.ts';

/** Rows, columns and terms from which on copying the factors is worth it. */
const WORTH_PANELS = 16;

/** Whether a product of [m, k] and [k, n] is computed so. */
export function isPacked(m: number, k: number, n: number, bulk: BulkPrecision): boolean {
  return bulk === 'float32' && Math.min(m, k, n) >= WORTH_PANELS;
}

/** Terms that are added up in float32, at most: a panel of rows and one of columns stay in the first cache. */
const MOST_TERMS = 512;
/** Elements of the left factor in panels at a time, so that they stay in the second cache. */
const HELD = 2 ** 17;

/** The terms and the rows that are in panels at a time, of [m, k] and [k, n]. */
interface Blocks {
  readonly terms: number;
  readonly rows: number;
}

/** Of equal size, as far as can be. */
export function blocksOf(m: number, k: number): Blocks {
  const terms = Math.ceil(k / Math.ceil(k / MOST_TERMS));
  const groups = Math.min(Math.ceil(m / ROWS), Math.floor(HELD / terms / ROWS));
  return { terms, rows: ROWS * groups };
}

/** Bytes for panels of both factors. */
export function panelBytes({ terms, rows }: Blocks): number {
  return 4 * terms * (rows + COLUMNS);
}

/** A matrix by the address of its first element, and bytes from row to row and from column to column. */
const MATRIX = ['i32', 'i32', 'i32'] as const;

/**
 * The routine for left · right of [m, k] and [k, n]. Parameters: both matrices (address, bytes from row to row and from
 * column to column), the address of the result, whose rows lie in order, m, k, n, the terms and rows of a block, and the
 * address of memory for panels.
 */
export const packedProduct: Routine = {
  name: 'packed product',
  parameters: [...MATRIX, ...MATRIX, 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
  result: undefined,
  build: writeProduct,
};

function writeProduct(code: FunctionBuilder, library: Routines): void {
  const parameters = Array.from({ length: 13 }, (_, index) => code.parameter(index));
  const [left, leftRow, leftColumn, right, rightRow, rightColumn] = parameters;
  const [result, m, k, n, mostTerms, mostRows, panels] = parameters.slice(6);
  const packRows = library.reference(pack(ROWS));
  const packColumns = library.reference(pack(COLUMNS));
  const sum = library.reference(tile);
  const local = (): Local => code.local('i32');
  const [term, terms, row, rows, column, inner, keep] = Array.from({ length: 7 }, local);
  const [resultRow, rightPanel] = [local(), local()];
  const [leftAt, rightAt, resultAt, block] = Array.from({ length: 4 }, local);

  code.get(n).i32(8).do('i32Mul').set(resultRow);
  code.i32(0).set(term).i32(0).set(keep);
  const blockOf = (most: Local) => (): void => void code.get(most);
  upTo(code, term, k, blockOf(mostTerms), () => {
    smaller(code, () => code.get(k).get(term).do('i32Sub'), mostTerms, terms);
    code.i32(0).set(row);
    upTo(code, row, m, blockOf(mostRows), () => {
      smaller(code, () => code.get(m).get(row).do('i32Sub'), mostRows, rows);
      // the left factor, panel by panel of a few rows
      code.get(panels).set(block).i32(0).set(inner);
      element(code, left, [row, leftRow], [term, leftColumn]);
      code.set(leftAt);
      upTo(code, inner, rows, ROWS, () => {
        code.get(leftAt).get(block).get(leftRow).get(leftColumn);
        code.get(rows).get(inner).do('i32Sub').get(terms).call(packRows);
        code.get(leftRow).i32(ROWS).do('i32Mul').get(leftAt).do('i32Add').set(leftAt);
        nextPanel(code, block, terms, 4 * ROWS);
      });
      code.get(block).set(rightPanel).i32(0).set(column);
      element(code, right, [term, rightRow], [column, rightColumn]);
      code.set(rightAt);
      upTo(code, column, n, COLUMNS, () => {
        code.get(rightAt).get(rightPanel).get(rightColumn).get(rightRow);
        code.get(n).get(column).do('i32Sub').get(terms).call(packColumns);
        code.get(rightColumn).i32(COLUMNS).do('i32Mul').get(rightAt).do('i32Add');
        code.set(rightAt);
        code.get(panels).set(block).i32(0).set(inner);
        code.get(row).get(resultRow).do('i32Mul').get(column).i32(8).do('i32Mul', 'i32Add');
        code.get(result).do('i32Add').set(resultAt);
        upTo(code, inner, rows, ROWS, () => {
          code.get(block).get(rightPanel).get(terms).get(resultAt).get(resultRow);
          code.get(rows).get(inner).do('i32Sub').get(n).get(column).do('i32Sub').get(keep);
          code.call(sum);
          code.get(resultRow).i32(ROWS).do('i32Mul').get(resultAt).do('i32Add').set(resultAt);
          nextPanel(code, block, terms, 4 * ROWS);
        });
      });
    });
    code.i32(-1).set(keep);
  });
}

/** Leaves on the stack the address of an element, by pairs of a position and the bytes from one to the next. */
function element(
  code: FunctionBuilder,
  matrix: Local,
  ...places: readonly (readonly [Local, Local])[]
): void {
  code.get(matrix);
  for (const [position, step] of places) code.get(position).get(step).do('i32Mul', 'i32Add');
}

function nextPanel(code: FunctionBuilder, panel: Local, terms: Local, bytes: number): void {
  code.get(terms).i32(bytes).do('i32Mul').get(panel).do('i32Add').set(panel);
}

/** The smaller of what `push` leaves on the stack and a limit, unsigned. */
function smaller(code: FunctionBuilder, push: () => void, limit: Local, target: Local): void {
  push();
  code.tee(target).get(limit).get(target).get(limit).do('i32LtU', 'select').set(target);
}

/**
 * Copies `count` times `width` float64 into a panel, one group after the other. Parameters: from, to, bytes between the
 * elements of a group, bytes between groups, how many elements of a group there are, and `count`. Where there are fewer
 * than `width`, the first stands in for the others, of which nothing is used.
 */
function pack(width: number): Routine {
  return {
    name: `panel of ${width}`,
    parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    result: undefined,
    build(code) {
      const [from, to, within, between, present, count] = Array.from({ length: 6 }, (_, index) =>
        code.parameter(index),
      );
      const index = code.local('i32');
      const groups = (group: () => void, moved: readonly Local[]): void => {
        code.i32(0).set(index);
        upTo(code, index, count, 1, () => {
          group();
          for (const pointer of moved) code.get(pointer).get(between).do('i32Add').set(pointer);
          advance(code, to, 4 * width);
        });
      };
      const neighbours = (): void => {
        for (let k = 0; k < width; k += 4) {
          code.get(to);
          for (const half of [0, 16]) {
            code
              .get(from)
              .loadV128(8 * k + half)
              .do('f32x4DemoteF64x2Zero');
          }
          code.shuffle(LOWER_HALVES).storeV128(4 * k);
        }
      };
      const pointers = Array.from({ length: width }, () => code.local('i32'));
      const apart = (): void => {
        pointers.forEach((pointer, k) => {
          code
            .get(to)
            .get(pointer)
            .loadF64(0)
            .do('f32DemoteF64')
            .storeF32(4 * k);
        });
      };
      code.get(within).i32(8).do('i32Eq').get(present).i32(width).do('i32GeU', 'i32And');
      code.if(
        undefined,
        () => groups(neighbours, [from]),
        () => {
          pointers.forEach((pointer, k) => {
            code.get(from);
            code.get(within).i32(k).do('i32Mul').i32(0).get(present).i32(k).do('i32GtU', 'select');
            code.do('i32Add').set(pointer);
          });
          groups(apart, pointers);
        },
      );
    },
  };
}

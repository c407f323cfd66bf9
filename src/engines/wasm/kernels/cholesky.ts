/**
 * The lower Cholesky factor, by blocks of columns from the left (Golub and Van Loan, Matrix Computations,
 * section 4.2). With D a block on the diagonal, R what lies left of it, C what lies below it, and B what
 * lies left of that,
 *
 *     D Dᵀ = A_D − R Rᵀ,    C = (A_C − B Rᵀ) D⁻ᵀ.
 *
 * The sums are over neighbours in memory, and the rows below a block need not wait for one another.
 */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { type Context, fill, type Scope } from '../emit/context.ts';
import { advance, type Dense, denseInput, denseResult, upTo } from './dense.ts';
import { BLOCK, eachLower, type LowerBlock, lowerBlock } from './lower-block.ts';

/** Rows below a block that are worked on at a time. */
const ROWS = 2;

export function cholesky(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [size] = node.shape;
  if (size === 0) return;
  const rowBytes = 8 * size;
  const places: Places = {
    matrix: denseInput(context, scope, node.inputs[0]),
    factor: denseResult(context, scope, node),
    rowBytes,
    row: code.local('i32'),
    inMatrix: code.local('i32'),
    left: code.local('i32'),
  };
  const { matrix, factor, row, inMatrix, left } = places;
  const failed = code.local('i32');
  fill(context, scope, node, 0);
  code.get(factor.pointer).set(row).get(matrix.pointer).set(inMatrix).i32(0).set(left);
  code.i32(0).set(failed);
  code.block(() => {
    code.count(code.local('i32'), 0, Math.floor(size / BLOCK), 1, () => {
      const block = diagonalBlock(code, places, BLOCK, failed);
      code.get(failed).branchIf(1);
      rowsBelow(code, places, block, size);
      advance(code, row, BLOCK * rowBytes);
      advance(code, inMatrix, BLOCK * rowBytes);
      advance(code, left, 8 * BLOCK);
    });
    if (size % BLOCK > 0) diagonalBlock(code, places, size % BLOCK, failed);
  });
  code.get(failed).if(undefined, () => fill(context, scope, node, Number.NaN));
}

/** Where a block is; pointers are without the addresses of matrix and factor. */
interface Places {
  readonly matrix: Dense;
  readonly factor: Dense;
  readonly rowBytes: number;
  /** The first row of the block in the factor, and in the matrix. */
  readonly row: Local;
  readonly inMatrix: Local;
  /** Bytes left of the block. */
  readonly left: Local;
}

/** Factorises a block on the diagonal; sets `failed` where a pivot is not positive. */
function diagonalBlock(
  code: FunctionBuilder,
  { matrix, factor, rowBytes, row, inMatrix, left }: Places,
  width: number,
  failed: Local,
): LowerBlock {
  const block = lowerBlock(code, width);
  const { elements, reciprocals } = block;
  const pairs: [number, number][] = [];
  eachLower(width, (i, j) => pairs.push([i, j]));
  const rows = Array.from({ length: width }, (_, i) => ({
    pointer: row,
    address: factor.address + i * rowBytes,
  }));
  const products = dotProducts(code, rows, pairs, left);
  const [from, to] = [code.local('i32'), code.local('i32')];
  code.get(inMatrix).get(left).do('i32Add').set(from).get(row).get(left).do('i32Add').set(to);
  const pivot = code.local('f64');
  pairs.forEach(([i, j], k) => {
    const at = i * rowBytes + 8 * j;
    code
      .get(from)
      .loadF64(matrix.address + at)
      .get(products[k])
      .do('f64Sub');
    for (let c = 0; c < j; c++) {
      code.get(elements[i][c]).get(elements[j][c]).do('f64Mul', 'f64Sub');
    }
    if (j < i) {
      code.get(reciprocals[j]).do('f64Mul').set(elements[i][j]);
    } else {
      code.tee(pivot).f64(0).do('f64Gt').get(pivot).f64(Infinity).do('f64Lt', 'i32And', 'i32Eqz');
      code.get(failed).do('i32Or').set(failed);
      code.get(pivot).do('f64Sqrt').set(elements[i][i]);
      code.f64(1).get(elements[i][i]).do('f64Div').set(reciprocals[i]);
    }
    code
      .get(to)
      .get(elements[i][j])
      .storeF64(factor.address + at);
  });
  return block;
}

/** The columns of a block in all rows below it. */
function rowsBelow(code: FunctionBuilder, places: Places, block: LowerBlock, size: number): void {
  const { factor, rowBytes, row, inMatrix } = places;
  const [below, inMatrixBelow, end] = [code.local('i32'), code.local('i32'), code.local('i32')];
  code
    .get(row)
    .i32(BLOCK * rowBytes)
    .do('i32Add')
    .set(below);
  code
    .get(inMatrix)
    .i32(BLOCK * rowBytes)
    .do('i32Add')
    .set(inMatrixBelow);
  const odd = (size - BLOCK) % ROWS;
  code
    .get(factor.pointer)
    .i32((size - odd) * rowBytes)
    .do('i32Add')
    .set(end);
  const someRows = (count: number): void => {
    solveRows(code, places, block, { below, inMatrixBelow, count });
    advance(code, inMatrixBelow, count * rowBytes);
  };
  upTo(code, below, end, ROWS * rowBytes, () => someRows(ROWS));
  if (odd === 0) return;
  // the last of the rows, unless the block itself ends there
  advance(code, end, odd * rowBytes);
  code
    .get(below)
    .get(end)
    .do('i32LtU')
    .if(undefined, () => someRows(odd));
}

/** `count` rows below a block: their elements x in its columns solve x Dᵀ = a − b Rᵀ. */
function solveRows(
  code: FunctionBuilder,
  { matrix, factor, rowBytes, row, left }: Places,
  { elements, reciprocals }: LowerBlock,
  { below, inMatrixBelow, count }: { below: Local; inMatrixBelow: Local; count: number },
): void {
  const range = (length: number): number[] => Array.from({ length }, (_, k) => k);
  const rows = [
    ...range(count).map((r) => ({ pointer: below, address: factor.address + r * rowBytes })),
    ...range(BLOCK).map((c) => ({ pointer: row, address: factor.address + c * rowBytes })),
  ];
  const pairs = range(count).flatMap((r) =>
    range(BLOCK).map((c): [number, number] => [r, count + c]),
  );
  const products = dotProducts(code, rows, pairs, left);
  const [from, to] = [code.local('i32'), code.local('i32')];
  code.get(inMatrixBelow).get(left).do('i32Add').set(from);
  code.get(below).get(left).do('i32Add').set(to);
  for (let r = 0; r < count; r++) {
    const found = range(BLOCK).map(() => code.local('f64'));
    found.forEach((element, j) => {
      const at = r * rowBytes + 8 * j;
      code
        .get(from)
        .loadF64(matrix.address + at)
        .get(products[r * BLOCK + j])
        .do('f64Sub');
      for (let c = 0; c < j; c++) {
        code.get(found[c]).get(elements[j][c]).do('f64Mul', 'f64Sub');
      }
      code.get(reciprocals[j]).do('f64Mul').set(element);
      code
        .get(to)
        .get(element)
        .storeF64(factor.address + at);
    });
  }
}

/** The products of pairs of rows, each summed over the first `length` bytes: whole pairs of elements. */
function dotProducts(
  code: FunctionBuilder,
  rows: readonly Dense[],
  pairs: readonly (readonly [number, number])[],
  length: Local,
): Local[] {
  const sums = pairs.map(() => code.local('v128'));
  for (const sum of sums) code.f64x2(0).set(sum);
  const moving = new Map<Local, Local>();
  for (const { pointer } of rows) {
    if (moving.has(pointer)) continue;
    const copy = code.local('i32');
    code.get(pointer).set(copy);
    moving.set(pointer, copy);
  }
  const [first, ...others] = moving.values();
  const end = code.local('i32');
  code.get(first).get(length).do('i32Add').set(end);
  const elements = rows.map(() => code.local('v128'));
  upTo(code, first, end, 16, () => {
    rows.forEach(({ pointer, address }, r) => {
      code.get(moving.get(pointer)!).loadV128(address).set(elements[r]);
    });
    pairs.forEach(([r, s], k) => {
      code.get(sums[k]).get(elements[r]).get(elements[s]).do('f64x2Mul', 'f64x2Add').set(sums[k]);
    });
    for (const other of others) advance(code, other, 16);
  });
  return sums.map((sum) => {
    const total = code.local('f64');
    code.get(sum).lane(0).get(sum).lane(1).do('f64Add').set(total);
    return total;
  });
}

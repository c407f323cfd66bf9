/**
 * Systems with a general matrix, by Gaussian elimination with partial pivoting (Golub and Van Loan,
 * Matrix Computations, section 3.4). The matrix is worked on in the scratch memory, the right-hand
 * side along with it, in place of the result.
 */
import type { Node } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import type { Local } from '../../../webassembly/function.ts';
import type { Context, Scope } from '../emit/context.ts';
import { copy } from './copy.ts';
import { advance, type Dense, denseResult, upTo } from './dense.ts';

/** Rows of a matrix, of equal length. */
interface Rows extends Dense {
  readonly rowBytes: number;
}

/** A⁻¹ B, or A⁻ᵀ B: the same with the transpose of A. */
export function solve(context: Context, scope: Scope, node: Node): void {
  const [size, columns] = node.shape;
  if (size === 0 || columns === 0) return;
  const [matrix, right] = node.inputs;
  const work = copyToScratch(context, scope, matrix, node.attributes.transposed === true);
  const result: Rows = { ...denseResult(context, scope, node), rowBytes: 8 * columns };
  const target = { address: result.address, strides: stridesOf(node.shape) };
  copy(context, scope, right.shape, context.views.of(right), target);
  eliminate(scope, work, size, result);
  substituteBack(scope, work, size, result);
}

/** Σ log |Uₖₖ| */
export function logAbsDeterminant(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [matrix] = node.inputs;
  const [size] = matrix.shape;
  const work = copyToScratch(context, scope, matrix, false);
  eliminate(scope, work, size, undefined);
  const sum = code.local('f64');
  const diagonal = code.local('i32');
  code.get(work.pointer).set(diagonal).f64(0).set(sum);
  code.count(code.local('i32'), 0, size, 1, () => {
    code.get(diagonal).loadSplat(work.address).do('f64x2Abs').call(context.library.get('log'));
    code.lane(0).get(sum).do('f64Add').set(sum);
    advance(code, diagonal, work.rowBytes + 8);
  });
  const { pointer, address } = denseResult(context, scope, node);
  code.get(pointer).get(sum).storeF64(address);
}

function copyToScratch(context: Context, scope: Scope, matrix: Node, transposed: boolean): Rows {
  const [size] = matrix.shape;
  const view = context.views.of(matrix);
  const from = transposed ? { ...view, strides: view.strides.toReversed() } : view;
  const address = context.workspace.scratch;
  copy(context, scope, matrix.shape, from, { address, strides: stridesOf(matrix.shape) });
  return { pointer: scope.base, address, rowBytes: 8 * size };
}

/** Makes the matrix upper triangular, doing to `beside` all that is done to its rows. */
function eliminate(scope: Scope, matrix: Rows, size: number, beside: Rows | undefined): void {
  const { code } = scope;
  const [row, other, column, end, best] = Array.from({ length: 5 }, () => code.local('i32'));
  const [besideRow, besideOther, besideBest] = Array.from({ length: 3 }, () => code.local('i32'));
  const [largest, value, divisor, factor] = Array.from({ length: 4 }, () => code.local('f64'));
  const next = (pointer: Local, from: Local, { rowBytes }: Rows): void => {
    code.get(from).i32(rowBytes).do('i32Add').set(pointer);
  };
  const load = (pointer: Local): void => {
    code.get(pointer).get(column).do('i32Add').loadF64(matrix.address);
  };
  code
    .get(matrix.pointer)
    .tee(row)
    .i32(size * matrix.rowBytes)
    .do('i32Add')
    .set(end);
  if (beside !== undefined) code.get(beside.pointer).set(besideRow);
  code.i32(0).set(column);
  code.count(code.local('i32'), 0, size, 1, () => {
    // the largest element of the column on or below the diagonal
    code.get(row).set(best);
    load(row);
    code.do('f64Abs').set(largest);
    if (beside !== undefined) {
      code.get(besideRow).set(besideBest);
      next(besideOther, besideRow, beside);
    }
    next(other, row, matrix);
    upTo(code, other, end, matrix.rowBytes, () => {
      load(other);
      code.do('f64Abs').tee(value).get(largest).do('f64Gt');
      code.if(undefined, () => {
        code.get(value).set(largest).get(other).set(best);
        if (beside !== undefined) code.get(besideOther).set(besideBest);
      });
      if (beside !== undefined) advance(code, besideOther, beside.rowBytes);
    });
    code.get(best).get(row).do('i32Ne');
    code.if(undefined, () => {
      exchange(scope, row, best, matrix);
      if (beside !== undefined) exchange(scope, besideRow, besideBest, beside);
    });
    load(row);
    code.tee(divisor).f64(0).do('f64Ne');
    code.if(undefined, () => {
      next(other, row, matrix);
      if (beside !== undefined) next(besideOther, besideRow, beside);
      upTo(code, other, end, matrix.rowBytes, () => {
        load(other);
        code.get(divisor).do('f64Div').set(factor);
        subtractRow(scope, other, row, column, factor, matrix);
        if (beside !== undefined) {
          subtractRow(scope, besideOther, besideRow, undefined, factor, beside);
          advance(code, besideOther, beside.rowBytes);
        }
      });
    });
    advance(code, column, 8);
    advance(code, row, matrix.rowBytes);
    if (beside !== undefined) advance(code, besideRow, beside.rowBytes);
  });
}

/** From the last row up: Xᵢ = (Xᵢ − Σₖ Uᵢₖ Xₖ) / Uᵢᵢ over the rows k below. */
function substituteBack(scope: Scope, matrix: Rows, size: number, result: Rows): void {
  const { code } = scope;
  const [row, known, end, diagonal, along] = Array.from({ length: 5 }, () => code.local('i32'));
  const factor = code.local('f64');
  const [offset, limit] = [code.local('i32'), code.local('i32')];
  const lastRow = (size - 1) * result.rowBytes;
  code.get(result.pointer).i32(lastRow).do('i32Add').set(row);
  code
    .get(result.pointer)
    .i32(lastRow + result.rowBytes)
    .do('i32Add')
    .set(end);
  code
    .get(matrix.pointer)
    .i32((size - 1) * (matrix.rowBytes + 8))
    .do('i32Add')
    .set(diagonal);
  code.count(code.local('i32'), 0, size, 1, () => {
    code.get(diagonal).i32(8).do('i32Add').set(along);
    code.get(row).i32(result.rowBytes).do('i32Add').set(known);
    upTo(code, known, end, result.rowBytes, () => {
      code.get(along).loadF64(matrix.address).set(factor);
      subtractRow(scope, row, known, undefined, factor, result);
      advance(code, along, 8);
    });
    code.get(row).tee(offset).i32(result.rowBytes).do('i32Add').set(limit);
    upTo(code, offset, limit, 8, () => {
      code.get(offset).get(offset).loadF64(result.address);
      code.get(diagonal).loadF64(matrix.address).do('f64Div').storeF64(result.address);
    });
    advance(code, row, -result.rowBytes);
    advance(code, diagonal, -(matrix.rowBytes + 8));
  });
}

function exchange({ code }: Scope, row: Local, other: Local, { address, rowBytes }: Rows): void {
  const [at, beside, end] = Array.from({ length: 3 }, () => code.local('i32'));
  const value = code.local('f64');
  code.get(other).set(beside).get(row).tee(at).i32(rowBytes).do('i32Add').set(end);
  upTo(code, at, end, 8, () => {
    code.get(at).loadF64(address).set(value);
    code.get(at).get(beside).loadF64(address).storeF64(address);
    code.get(beside).get(value).storeF64(address);
    advance(code, beside, 8);
  });
}

/** `row` −= `factor` · `other`, from `column` bytes on. */
function subtractRow(
  { code }: Scope,
  row: Local,
  other: Local,
  column: Local | undefined,
  factor: Local,
  { address, rowBytes }: Rows,
): void {
  const [at, beside, end] = Array.from({ length: 3 }, () => code.local('i32'));
  const start = (pointer: Local, from: Local): void => {
    code.get(from);
    if (column !== undefined) code.get(column).do('i32Add');
    code.set(pointer);
  };
  start(at, row);
  start(beside, other);
  code.get(row).i32(rowBytes).do('i32Add').set(end);
  upTo(code, at, end, 8, () => {
    code.get(at).get(at).loadF64(address);
    code.get(factor).get(beside).loadF64(address).do('f64Mul', 'f64Sub').storeF64(address);
    advance(code, beside, 8);
  });
}

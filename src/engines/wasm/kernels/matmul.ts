/** Products of matrices. */
import type { Node } from '../../../graph/node.ts';
import type { Local } from '../../../webassembly/function.ts';
import { type Context, fill, regionOf, type Scope, storageOf } from '../emit/context.ts';
import { blocksOf, isPacked, packedProduct } from './packed-product.ts';
import { isReadBelow } from './triangles.ts';

/** A matrix in memory: bytes from row to row and from column to column. */
interface Matrix {
  readonly pointer: Local;
  readonly address: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

function matrix(context: Context, { code, base }: Scope, node: Node): Matrix {
  const { source, offset, strides } = context.views.of(node);
  const pointer = code.local('i32');
  if (regionOf(source) === 'workspace') code.get(base);
  else code.i32(0);
  code.set(pointer);
  const address = storageOf(context, source).address + 8 * offset;
  return { pointer, address, rowStep: 8 * strides[0], columnStep: 8 * strides[1] };
}

/** [m, k] · [k, n]. */
export function matmul(context: Context, scope: Scope, node: Node): void {
  const [a, b] = node.inputs;
  const [m, k] = a.shape;
  const n = node.shape[1];
  if (m === 0 || n === 0) return;
  const [left, right] = [matrix(context, scope, a), matrix(context, scope, b)];
  const { code, base } = scope;
  const pointer = code.local('i32');
  code.get(base).set(pointer);
  const address = context.workspace.addresses.get(node)!;
  const result: Matrix = { pointer, address, rowStep: 8 * n, columnStep: 8 };
  if (n > 1) {
    if (isPacked(m, k, n, context.bulk)) {
      for (const { pointer, address, rowStep, columnStep } of [left, right])
        code.get(pointer).i32(address).do('i32Add').i32(rowStep).i32(columnStep);
      const { terms, rows } = blocksOf(m, k);
      code.get(pointer).i32(address).do('i32Add').i32(m).i32(k).i32(n).i32(terms).i32(rows);
      code.get(base).i32(context.workspace.scratch).do('i32Add');
      code.call(context.library.reference(packedProduct));
      return;
    }
    const below = isReadBelow(context, node);
    if (below) fill(context, scope, node, 0);
    product(scope, left, right, result, m, k, n, below);
  } else if (left.columnStep === 8 && right.rowStep === 8) {
    dotProducts(scope, left, right, result, m, k);
  } else if (left.rowStep !== 8 && m > 1) {
    stridedDotProducts(scope, left, right, result, m, k);
  } else {
    // (A b)ᵀ = bᵀ Aᵀ, whose right factor has its rows in memory one after the other
    const swap = (x: Matrix): Matrix => ({ ...x, rowStep: x.columnStep, columnStep: x.rowStep });
    product(scope, swap(right), swap(left), swap(result), 1, k, m, false);
  }
}

function advance({ code }: Scope, pointer: Local, bytes: number): void {
  if (bytes !== 0) code.get(pointer).i32(bytes).do('i32Add').set(pointer);
}

/** Each row of a matrix times a vector, both in order in memory. */
function dotProducts(
  scope: Scope,
  left: Matrix,
  right: Matrix,
  result: Matrix,
  m: number,
  k: number,
): void {
  const { code } = scope;
  const [row, index] = [code.local('i32'), code.local('i32')];
  const [at, along] = [code.local('i32'), code.local('i32')];
  const sums = [code.local('v128'), code.local('v128')];
  const multiply = (sum: Local, offset: number): void => {
    code
      .get(sum)
      .get(at)
      .loadV128(left.address + offset);
    code
      .get(along)
      .loadV128(right.address + offset)
      .do('f64x2Mul', 'f64x2Add')
      .set(sum);
  };
  code.count(row, 0, m, 1, () => {
    code.get(left.pointer).set(at).get(right.pointer).set(along);
    for (const sum of sums) code.f64x2(0).set(sum);
    code.count(index, 0, Math.floor(k / 4), 1, () => {
      multiply(sums[0], 0);
      multiply(sums[1], 16);
      advance(scope, at, 32);
      advance(scope, along, 32);
    });
    if (k % 4 >= 2) multiply(sums[0], 0);
    code.get(result.pointer).get(sums[0]).get(sums[1]).do('f64x2Add').tee(sums[0]).lane(0);
    code.get(sums[0]).lane(1).do('f64Add');
    if (k % 2 === 1) {
      const last = k % 4 === 3 ? 16 : 0;
      code
        .get(at)
        .loadF64(left.address + last)
        .get(along)
        .loadF64(right.address + last);
      code.do('f64Mul', 'f64Add');
    }
    code.storeF64(result.address);
    advance(scope, left.pointer, left.rowStep);
    advance(scope, result.pointer, result.rowStep);
  });
}

/** The same where neither the rows nor the columns of the matrix lie in order along with the vector. */
function stridedDotProducts(
  scope: Scope,
  left: Matrix,
  right: Matrix,
  result: Matrix,
  m: number,
  k: number,
): void {
  const { code } = scope;
  const [row, index] = [code.local('i32'), code.local('i32')];
  const [at, along] = [code.local('i32'), code.local('i32')];
  const sum = code.local('f64');
  code.count(row, 0, m, 1, () => {
    code.get(left.pointer).set(at).get(right.pointer).set(along).f64(0).set(sum);
    code.count(index, 0, k, 1, () => {
      code.get(sum).get(at).loadF64(left.address).get(along).loadF64(right.address);
      code.do('f64Mul', 'f64Add').set(sum);
      advance(scope, at, left.columnStep);
      advance(scope, along, right.rowStep);
    });
    code.get(result.pointer).get(sum).storeF64(result.address);
    advance(scope, left.pointer, left.rowStep);
    advance(scope, result.pointer, result.rowStep);
  });
}

/** Rows and pairs of columns whose sums are in local variables at a time. */
const BLOCK_ROWS = 2;
const BLOCK_PAIRS = 4;

/**
 * The rows of the right factor and of the result lie in order in memory.
 *
 * @param below whether nothing above the diagonal of the result is read
 */
function product(
  scope: Scope,
  left: Matrix,
  right: Matrix,
  result: Matrix,
  m: number,
  k: number,
  n: number,
  below: boolean,
): void {
  const { code } = scope;
  // the first of the rows under way
  const first = code.local('i32');
  code.i32(0).set(first);
  const [row, column] = [code.local('i32'), code.local('i32')];
  const [inLeft, inRight, inResult] = [left, right, result].map(() => code.local('i32'));
  const width = 2 * BLOCK_PAIRS;

  /** Columns of the result for `rows` rows, from the position of the pointers on. */
  const columns = (rows: number): void => {
    code.get(right.pointer).set(inRight).get(result.pointer).set(inResult);
    const part = (count: number): void => {
      block(scope, left, right, result, {
        rows,
        columns: count,
        k,
        inLeft,
        inRight,
        inResult,
      });
      advance(scope, inRight, 8 * count);
      advance(scope, inResult, 8 * count);
    };
    const whole = Math.floor(n / width);
    const rest = n % width;
    code.block(() => {
      code.count(column, 0, whole, 1, () => {
        if (below) {
          code.get(column).i32(width).do('i32Mul').get(first).i32(rows).do('i32Add', 'i32GeU');
          code.branchIf(1);
        }
        part(width);
      });
      if (below) {
        code
          .i32(whole * width)
          .get(first)
          .i32(rows)
          .do('i32Add', 'i32GeU')
          .branchIf(0);
      }
      if (rest >= 2) part(rest - (rest % 2));
      if (rest % 2 === 1) part(1);
    });
    advance(scope, first, rows);
    advance(scope, left.pointer, rows * left.rowStep);
    advance(scope, result.pointer, rows * result.rowStep);
  };
  code.count(row, 0, Math.floor(m / BLOCK_ROWS), 1, () => columns(BLOCK_ROWS));
  if (m % BLOCK_ROWS === 1) columns(1);
}

interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
  readonly inLeft: Local;
  readonly inRight: Local;
  readonly inResult: Local;
}

/** A few elements of the result, summed over k in local variables. */
function block(
  { code, ...scope }: Scope,
  left: Matrix,
  right: Matrix,
  result: Matrix,
  { rows, columns, k, inLeft, inRight, inResult }: Block,
): void {
  const pairs = Math.ceil(columns / 2);
  const [at, index] = [code.local('i32'), code.local('i32')];
  const sums = Array.from({ length: rows * pairs }, () => code.local('v128'));
  for (const sum of sums) code.f64x2(0).set(sum);
  const factor = code.local('v128');
  const terms = Array.from({ length: pairs }, () => code.local('v128'));
  code.get(left.pointer).set(inLeft).get(inRight).set(at);
  code.count(index, 0, k, 1, () => {
    terms.forEach((term, p) => {
      code.get(at);
      if (columns === 1) code.loadSplat(right.address);
      else code.loadV128(right.address + 16 * p);
      code.set(term);
    });
    for (let r = 0; r < rows; r++) {
      // the second row's element lies a constant distance away
      code
        .get(inLeft)
        .loadSplat(left.address + r * left.rowStep)
        .set(factor);
      terms.forEach((term, p) => {
        const sum = sums[r * pairs + p];
        code.get(sum).get(factor).get(term).do('f64x2Mul', 'f64x2Add').set(sum);
      });
    }
    advance({ code, ...scope }, inLeft, left.columnStep);
    advance({ code, ...scope }, at, right.rowStep);
  });
  sums.forEach((sum, s) => {
    const offset = Math.floor(s / pairs) * result.rowStep + 16 * (s % pairs);
    code.get(inResult).get(sum);
    if (columns === 1) code.lane(0).storeF64(result.address + offset);
    else code.storeV128(result.address + offset);
  });
}

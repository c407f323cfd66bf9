import type { Node } from '../../../graph/node.ts';
import type { Local } from '../binary/function.ts';
import { type Context, fill, type Scope } from '../emit/context.ts';
import { advance, type Dense, denseInput, denseResult, upTo } from './dense.ts';

/** Columns whose dot products with a row are summed side by side. */
const BLOCK = 4;

/**
 * The lower Cholesky factor, row by row: Lᵢⱼ = (Aᵢⱼ − Σₖ Lᵢₖ Lⱼₖ) / Lⱼⱼ (Golub and Van Loan, Matrix
 * Computations, algorithm 4.2.1). Rows lie in order in memory, so the sums are over pairs.
 */
export function cholesky(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [size] = node.shape;
  if (size === 0) return;
  const rowBytes = 8 * size;
  const matrix = denseInput(context, scope, node.inputs[0]);
  const factor = denseResult(context, scope, node);
  fill(context, scope, node, 0);

  const [row, index, rowOf, inMatrix] = locals(scope, 4);
  const [column, columnRow, limit, blocked] = locals(scope, 4);
  const pivot = code.local('f64');
  const failed = code.local('i32');
  code.i32(0).set(failed).get(factor.pointer).set(rowOf).get(matrix.pointer).set(inMatrix);
  code.block(() => {
    code.count(index, 0, size, 1, () => {
      // `row` and the column counters are bytes along a row
      code.get(index).i32(3).do('i32Shl').set(row);
      code.i32(0).set(column).get(factor.pointer).set(columnRow);
      code
        .get(row)
        .i32(-8 * BLOCK)
        .do('i32And')
        .set(blocked);
      upTo(code, column, blocked, 8 * BLOCK, () => {
        columns(scope, factor, matrix, {
          rowOf,
          inMatrix,
          column,
          columnRow,
          rowBytes,
          count: BLOCK,
        });
        advance(code, columnRow, BLOCK * rowBytes);
      });
      code.get(row).set(limit);
      upTo(code, column, limit, 8, () => {
        columns(scope, factor, matrix, { rowOf, inMatrix, column, columnRow, rowBytes, count: 1 });
        advance(code, columnRow, rowBytes);
      });
      // here `column` is the diagonal
      const [sum] = dotProducts(scope, factor, {
        rowOf,
        columnRow: rowOf,
        column,
        rowBytes,
        count: 1,
      });
      code.get(inMatrix).get(column).do('i32Add').loadF64(matrix.address);
      code.get(sum).do('f64Sub').tee(pivot).f64(0).do('f64Gt');
      code.get(pivot).f64(Infinity).do('f64Lt', 'i32And', 'i32Eqz').tee(failed).branchIf(1);
      code.get(rowOf).get(column).do('i32Add').get(pivot).do('f64Sqrt').storeF64(factor.address);
      advance(code, rowOf, rowBytes);
      advance(code, inMatrix, rowBytes);
    });
  });
  code.get(failed).if(undefined, () => fill(context, scope, node, Number.NaN));
}

interface Place {
  /** The rows of the factor under way and of the first column's own row, without the address. */
  readonly rowOf: Local;
  readonly columnRow: Local;
  /** The column, in bytes along a row. */
  readonly column: Local;
  readonly rowBytes: number;
  readonly count: number;
}

const locals = ({ code }: Scope, count: number): Local[] =>
  Array.from({ length: count }, () => code.local('i32'));

/** Elements of the row under way in `count` columns from `column` on. */
function columns(
  scope: Scope,
  factor: Dense,
  matrix: Dense,
  place: Place & { readonly inMatrix: Local },
): void {
  const { code } = scope;
  const { rowOf, inMatrix, column, columnRow, rowBytes } = place;
  const sums = dotProducts(scope, factor, place);
  const at = code.local('i32');
  const diagonal = code.local('i32');
  code.get(rowOf).get(column).do('i32Add').set(at);
  code.get(columnRow).get(column).do('i32Add').set(diagonal);
  const found: Local[] = [];
  sums.forEach((sum, c) => {
    code
      .get(inMatrix)
      .get(column)
      .do('i32Add')
      .loadF64(matrix.address + 8 * c);
    code.get(sum).do('f64Sub');
    // what the columns before it in the block add to the sum
    found.forEach((element, d) => {
      code
        .get(element)
        .get(diagonal)
        .loadF64(factor.address + c * rowBytes + 8 * d);
      code.do('f64Mul', 'f64Sub');
    });
    code
      .get(diagonal)
      .loadF64(factor.address + c * rowBytes + 8 * c)
      .do('f64Div');
    const element = code.local('f64');
    code.set(element);
    found.push(element);
    code
      .get(at)
      .get(element)
      .storeF64(factor.address + 8 * c);
  });
}

/** Σ over the elements left of `column` of the row under way times each of `count` rows. */
function dotProducts({ code }: Scope, factor: Dense, place: Place): Local[] {
  const { rowOf, columnRow, column, rowBytes, count } = place;
  const [along, even, left, right] = Array.from({ length: 4 }, () => code.local('i32'));
  const pairs = Array.from({ length: count }, () => code.local('v128'));
  const sums = Array.from({ length: count }, () => code.local('f64'));
  const element = code.local('v128');
  for (const pair of pairs) code.f64x2(0).set(pair);
  code.get(column).i32(-16).do('i32And').set(even).i32(0).set(along);
  upTo(code, along, even, 16, () => {
    code.get(rowOf).get(along).do('i32Add').loadV128(factor.address).set(element);
    code.get(columnRow).get(along).do('i32Add').set(right);
    pairs.forEach((pair, c) => {
      code
        .get(pair)
        .get(element)
        .get(right)
        .loadV128(factor.address + c * rowBytes);
      code.do('f64x2Mul', 'f64x2Add').set(pair);
    });
  });
  pairs.forEach((pair, c) => {
    code.get(pair).lane(0).get(pair).lane(1).do('f64Add').set(sums[c]);
  });
  // columns come in blocks of an even number, so that only single ones can leave an element over
  if (count === 1) {
    code.get(even).get(column).do('i32LtU');
    code.if(undefined, () => {
      code.get(rowOf).get(even).do('i32Add').set(left);
      code.get(columnRow).get(even).do('i32Add').set(right);
      code.get(sums[0]).get(left).loadF64(factor.address).get(right).loadF64(factor.address);
      code.do('f64Mul', 'f64Add').set(sums[0]);
    });
  }
  return sums;
}

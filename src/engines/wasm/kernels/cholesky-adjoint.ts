/**
 * The derivative of the Cholesky factorisation backwards, by blocks of columns from the right (Murray,
 * Differentiation of the Cholesky decomposition, arXiv:1602.07527, 2016, section 3.3). With D a block on
 * the diagonal, R what lies left of it, C what lies below it, and B what lies left of that, the adjoints
 * turn, in place, from those of the factor into those of the matrix:
 *
 *     C̄ ← C̄ D⁻¹,    D̄ ← D̄ − C̄ᵀ C, then backwards through the factorisation of D,
 *     B̄ ← B̄ − C̄ R,    R̄ ← R̄ − C̄ᵀ B − (D̄ + D̄ᵀ) R.
 */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { type Context, fill, type Scope } from '../emit/context.ts';
import { advance, type Dense, denseInput, denseResult, upTo } from './dense.ts';
import { BLOCK, eachLower, type LowerBlock, lowerBlock } from './lower-block.ts';

export function choleskyAdjoint(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [size] = node.shape;
  if (size === 0) return;
  const rowBytes = 8 * size;
  const [factor, cotangent] = node.inputs.map((input) => denseInput(context, scope, input));
  const adjoint = denseResult(context, scope, node);
  fill(context, scope, node, 0);
  copyLower(code, cotangent, adjoint, size);

  const [left, inFactor, inAdjoint] = Array.from({ length: 3 }, () => code.local('i32'));
  const places: Places = { factor, adjoint, size, rowBytes, left, inFactor, inAdjoint };
  const rest = size % BLOCK;
  const toRow = (row: number): void => {
    code.i32(8 * row).set(left);
    code
      .get(factor.pointer)
      .i32(row * rowBytes)
      .do('i32Add')
      .set(inFactor);
    code
      .get(adjoint.pointer)
      .i32(row * rowBytes)
      .do('i32Add')
      .set(inAdjoint);
  };
  if (rest > 0) {
    toRow(size - rest);
    const block = loadBlock(code, places, rest);
    leftOf(code, places, block, symmetric(code, throughDiagonal(code, places, block, [])), false);
  }
  toRow(size - rest - BLOCK);
  code.count(code.local('i32'), 0, Math.floor(size / BLOCK), 1, () => {
    const block = loadBlock(code, places, BLOCK);
    const products = rowsBelow(code, places, block);
    leftOf(
      code,
      places,
      block,
      symmetric(code, throughDiagonal(code, places, block, products)),
      true,
    );
    advance(code, left, -8 * BLOCK);
    advance(code, inFactor, -BLOCK * rowBytes);
    advance(code, inAdjoint, -BLOCK * rowBytes);
  });
}

/** Where a block is; pointers are without the addresses of factor and adjoint. */
interface Places {
  readonly factor: Dense;
  readonly adjoint: Dense;
  readonly size: number;
  readonly rowBytes: number;
  /** Bytes left of the block. */
  readonly left: Local;
  /** The first row of the block. */
  readonly inFactor: Local;
  readonly inAdjoint: Local;
}

const range = (length: number): number[] => Array.from({ length }, (_, k) => k);

/** The elements on and below the diagonal. */
function copyLower(code: FunctionBuilder, from: Dense, to: Dense, size: number): void {
  const [source, target, end] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const [row, offset] = [code.local('i32'), code.local('i32')];
  code.i32(0).set(offset);
  code.count(row, 0, size, 1, () => {
    code.get(from.pointer).get(offset).do('i32Add').set(source);
    code.get(to.pointer).get(offset).do('i32Add').tee(target);
    code.get(row).i32(1).do('i32Add').i32(3).do('i32Shl').i32(-16).do('i32And', 'i32Add').set(end);
    upTo(code, target, end, 16, () => {
      code.get(target).get(source).loadV128(from.address).storeV128(to.address);
      advance(code, source, 16);
    });
    code
      .get(row)
      .i32(1)
      .do('i32And', 'i32Eqz')
      .if(undefined, () => {
        code.get(target).get(source).loadF64(from.address).storeF64(to.address);
      });
    advance(code, offset, 8 * size);
  });
}

/** The block of the factor. */
function loadBlock(
  code: FunctionBuilder,
  { factor, rowBytes, left, inFactor }: Places,
  width: number,
): LowerBlock {
  const block = lowerBlock(code, width);
  const at = code.local('i32');
  code.get(inFactor).get(left).do('i32Add').set(at);
  eachLower(width, (i, j) => {
    const element = block.elements[i][j];
    code
      .get(at)
      .loadF64(factor.address + i * rowBytes + 8 * j)
      .set(element);
    if (i === j) code.f64(1).get(element).do('f64Div').set(block.reciprocals[i]);
  });
  return block;
}

/** Pointers to the rows below a block, from column `offset` on, in factor and adjoint. */
function eachRowBelow(
  code: FunctionBuilder,
  places: Places,
  offset: Local,
  build: (inFactor: Local, inAdjoint: Local) => void,
): void {
  const { adjoint, size, rowBytes, inFactor, inAdjoint } = places;
  const [below, belowInAdjoint, end] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const start = (pointer: Local): void => {
    code
      .get(pointer)
      .get(offset)
      .do('i32Add')
      .i32(BLOCK * rowBytes)
      .do('i32Add');
  };
  start(inFactor);
  code.set(below);
  start(inAdjoint);
  code.set(belowInAdjoint);
  code
    .get(adjoint.pointer)
    .get(offset)
    .do('i32Add')
    .i32(size * rowBytes)
    .do('i32Add')
    .set(end);
  upTo(code, belowInAdjoint, end, rowBytes, () => {
    build(below, belowInAdjoint);
    advance(code, below, rowBytes);
  });
}

/** C̄ ← C̄ D⁻¹; gives the elements on and below the diagonal of C̄ᵀ C, row by row. */
function rowsBelow(code: FunctionBuilder, places: Places, block: LowerBlock): Local[] {
  const { factor, adjoint } = places;
  const { elements, reciprocals } = block;
  // of each row of the product, the pairs of columns that begin at or before the diagonal
  const pairs = range(BLOCK).flatMap((i) =>
    range(Math.floor(i / 2) + 1).map((p) => ({ i, p, sum: code.local('v128') })),
  );
  for (const { sum } of pairs) code.f64x2(0).set(sum);
  const found = range(BLOCK).map(() => code.local('f64'));
  const columns = range(BLOCK / 2).map(() => code.local('v128'));
  const factors = range(BLOCK).map(() => code.local('v128'));
  eachRowBelow(code, places, places.left, (inFactor, inAdjoint) => {
    for (const j of range(BLOCK).toReversed()) {
      code.get(inAdjoint).loadF64(adjoint.address + 8 * j);
      for (let i = BLOCK - 1; i > j; i--) {
        code.get(found[i]).get(elements[i][j]).do('f64Mul', 'f64Sub');
      }
      code.get(reciprocals[j]).do('f64Mul').set(found[j]);
      code
        .get(inAdjoint)
        .get(found[j])
        .storeF64(adjoint.address + 8 * j);
      code.get(found[j]).do('f64x2Splat').set(factors[j]);
    }
    columns.forEach((pair, p) => {
      code
        .get(inFactor)
        .loadV128(factor.address + 16 * p)
        .set(pair);
    });
    for (const { i, p, sum } of pairs) {
      code.get(sum).get(factors[i]).get(columns[p]).do('f64x2Mul', 'f64x2Add').set(sum);
    }
  });
  const products: Local[] = [];
  eachLower(BLOCK, (i, j) => {
    const { sum } = pairs.find((pair) => pair.i === i && pair.p === Math.floor(j / 2))!;
    const product = code.local('f64');
    code
      .get(sum)
      .lane((j % 2) as 0 | 1)
      .set(product);
    products.push(product);
  });
  return products;
}

/**
 * D̄ − `products` backwards through the factorisation of a block, which goes row by row: Dᵢⱼ = (Aᵢⱼ − Σₖ Dᵢₖ
 * Dⱼₖ) / Dⱼⱼ and Dᵢᵢ² = Aᵢᵢ − Σₖ Dᵢₖ².
 */
function throughDiagonal(
  code: FunctionBuilder,
  { adjoint, rowBytes, left, inAdjoint }: Places,
  { elements, reciprocals }: LowerBlock,
  products: readonly Local[],
): Local[][] {
  const width = elements.length;
  const at = code.local('i32');
  code.get(inAdjoint).get(left).do('i32Add').set(at);
  const bar = lowerBlock(code, width).elements.map((row) => [...row]);
  let next = 0;
  eachLower(width, (i, j) => {
    code.get(at).loadF64(adjoint.address + i * rowBytes + 8 * j);
    if (products.length > 0) code.get(products[next++]).do('f64Sub');
    code.set(bar[i][j]);
  });
  const subtract = (from: Local, a: Local, b: Local): void => {
    code.get(from).get(a).get(b).do('f64Mul', 'f64Sub').set(from);
  };
  for (const i of range(width).toReversed()) {
    // twice the adjoint of Aᵢᵢ
    code.get(bar[i][i]).get(reciprocals[i]).do('f64Mul').set(bar[i][i]);
    for (let k = 0; k < i; k++) subtract(bar[i][k], bar[i][i], elements[i][k]);
    code.get(bar[i][i]).f64(0.5).do('f64Mul').set(bar[i][i]);
    for (let j = i - 1; j >= 0; j--) {
      code.get(bar[i][j]).get(reciprocals[j]).do('f64Mul').set(bar[i][j]);
      subtract(bar[j][j], bar[i][j], elements[i][j]);
      for (let k = 0; k < j; k++) {
        subtract(bar[i][k], bar[i][j], elements[j][k]);
        subtract(bar[j][k], bar[i][j], elements[i][k]);
      }
    }
  }
  eachLower(width, (i, j) => {
    code
      .get(at)
      .get(bar[i][j])
      .storeF64(adjoint.address + i * rowBytes + 8 * j);
  });
  return bar;
}

/** X + Xᵀ for a lower triangle X, each element in both lanes. */
function symmetric(code: FunctionBuilder, lower: readonly (readonly Local[])[]): Local[][] {
  const result = lower.map((row) => row.map(() => code.local('v128')));
  eachLower(lower.length, (i, j) => {
    code.get(lower[i][j]);
    if (i === j) code.get(lower[i][i]).do('f64Add');
    code.do('f64x2Splat').set(result[i][j]);
  });
  return lower.map((_, i) => lower.map((__, j) => (j <= i ? result[i][j] : result[j][i])));
}

/** B̄ ← B̄ − C̄ R and R̄ ← R̄ − C̄ᵀ B − (D̄ + D̄ᵀ) R, a pair of columns at a time. */
function leftOf(
  code: FunctionBuilder,
  places: Places,
  { elements }: LowerBlock,
  diagonal: readonly (readonly Local[])[],
  hasRowsBelow: boolean,
): void {
  const { factor, adjoint, rowBytes, left, inFactor, inAdjoint } = places;
  const rows = range(elements.length);
  const [column, from, to] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const factors = rows.map(() => code.local('v128'));
  const sums = rows.map(() => code.local('v128'));
  const multiples = rows.map(() => code.local('v128'));
  const [other, result] = [code.local('v128'), code.local('v128')];
  code.i32(0).set(column);
  upTo(code, column, left, 16, () => {
    code.get(inFactor).get(column).do('i32Add').set(from);
    code.get(inAdjoint).get(column).do('i32Add').set(to);
    for (const i of rows) {
      code
        .get(from)
        .loadV128(factor.address + i * rowBytes)
        .set(factors[i]);
    }
    for (const i of rows) {
      code.get(to).loadV128(adjoint.address + i * rowBytes);
      for (const j of rows) code.get(diagonal[i][j]).get(factors[j]).do('f64x2Mul', 'f64x2Sub');
      code.set(sums[i]);
    }
    if (hasRowsBelow) {
      const toBlock = code.local('i32');
      code.get(left).get(column).do('i32Sub').set(toBlock);
      const inBlock = code.local('i32');
      eachRowBelow(code, places, column, (inFactorBelow, inAdjointBelow) => {
        code.get(inAdjointBelow).get(toBlock).do('i32Add').set(inBlock);
        for (const i of rows)
          code
            .get(inBlock)
            .loadSplat(adjoint.address + 8 * i)
            .set(multiples[i]);
        code.get(inFactorBelow).loadV128(factor.address).set(other);
        code.get(inAdjointBelow).loadV128(adjoint.address).set(result);
        for (const i of rows) {
          code.get(sums[i]).get(multiples[i]).get(other).do('f64x2Mul', 'f64x2Sub').set(sums[i]);
          code.get(result).get(multiples[i]).get(factors[i]).do('f64x2Mul', 'f64x2Sub').set(result);
        }
        code.get(inAdjointBelow).get(result).storeV128(adjoint.address);
      });
    }
    for (const i of rows) {
      code
        .get(to)
        .get(sums[i])
        .storeV128(adjoint.address + i * rowBytes);
    }
  });
}

/**
 * Products of a constant matrix of few columns, or of its transpose, with a vector. The matrix lies in
 * memory by pairs of its rows, so that both walk through it once, in order.
 */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { type Context, fill, type Scope, storageOf } from '../emit/context.ts';
import { advance, type Dense, denseInput, denseResult } from './dense.ts';

/** [n, k] · [k, 1]: the vector is in local variables; two pairs of rows at a time share them. */
export function narrowProduct(context: Context, scope: Scope, node: Node): void {
  const { code, base } = scope;
  const [matrix, vector] = node.inputs;
  const [rows, columns] = matrix.shape;
  const pairs = context.constants.rowPairs(matrix);
  const { source, offset, strides } = context.views.of(vector);
  const { region, address } = storageOf(context, source);
  const factors = Array.from({ length: columns }, (_, j) => {
    const factor = code.local('v128');
    if (region === 'workspace') code.get(base);
    else code.i32(0);
    code.loadSplat(address + 8 * (offset + j * strides[0])).set(factor);
    return factor;
  });
  const [at, to] = [code.local('i32'), code.local('i32')];
  code.i32(0).set(at).get(base).set(to);
  const result = context.workspace.addresses.get(node)!;
  const sumsOf = (count: number): Local[] => {
    const sums = Array.from({ length: count }, () => code.local('v128'));
    // one addition after the other: compilers then load each factor where it is used, not all at first
    factors.forEach((factor, j) => {
      sums.forEach((sum, p) => {
        if (j > 0) code.get(sum);
        code
          .get(at)
          .loadV128(pairs + 16 * (p * columns + j))
          .get(factor)
          .do('f64x2Mul');
        if (j > 0) code.do('f64x2Add');
        code.set(sum);
      });
    });
    return sums;
  };
  const wholePairs = (count: number): void => {
    sumsOf(count).forEach((sum, p) => {
      code
        .get(to)
        .get(sum)
        .storeV128(result + 16 * p);
    });
    advance(code, at, 16 * count * columns);
    advance(code, to, 16 * count);
  };
  code.count(code.local('i32'), 0, Math.floor(rows / 4), 1, () => wholePairs(2));
  if (rows % 4 >= 2) wholePairs(1);
  if (rows % 2 === 1) {
    const [sum] = sumsOf(1);
    code.get(to).get(sum).lane(0).storeF64(result);
  }
}

/** Pairs of rows that are walked through for some columns before it is the turn of the next ones. */
const BLOCK_PAIRS = 64;

/** Columns whose sums are in registers at a time, with as many elements of the matrix. */
const COLUMNS = 7;

/** [k, n] · [n, 1], for a matrix that is the transpose of one by pairs of rows. */
export function narrowTransposedProduct(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const [matrix, vector] = node.inputs;
  const [columns, rows] = matrix.shape;
  const walk: Walk = {
    pairs: context.constants.rowPairs(matrix, true),
    rowBytes: 16 * columns,
    vector: denseInput(context, scope, vector),
    result: denseResult(context, scope, node),
    at: code.local('i32'),
  };
  const { at } = walk;
  fill(context, scope, node, 0);
  code.i32(0).set(at);
  const chunks = chunksOf(columns);
  if (rows >= 2) {
    const [left, now] = [code.local('i32'), code.local('i32')];
    code.i32(Math.floor(rows / 2)).set(left);
    code.loop(() => {
      code.get(left).i32(BLOCK_PAIRS).get(left).i32(BLOCK_PAIRS).do('i32LtU', 'select').set(now);
      for (const chunk of chunks) addBlock(code, walk, chunk, now);
      code.get(now).i32(walk.rowBytes).do('i32Mul').get(at).do('i32Add').set(at);
      code.get(now).i32(4).do('i32Shl').get(walk.vector.pointer).do('i32Add');
      code.set(walk.vector.pointer);
      code.get(left).get(now).do('i32Sub').tee(left).branchIf(0);
    });
  }
  if (rows % 2 === 1) addLastRow(code, walk, columns);
}

interface Walk {
  readonly pairs: number;
  /** Bytes of a pair of rows. */
  readonly rowBytes: number;
  readonly vector: Dense;
  readonly result: Dense;
  /** The first pair of a block. */
  readonly at: Local;
}

/** Some neighbouring columns. */
interface Chunk {
  readonly first: number;
  readonly count: number;
}

function chunksOf(columns: number): Chunk[] {
  const parts = Math.ceil(columns / COLUMNS);
  return Array.from({ length: parts }, (_, k) => {
    const first = Math.floor((k * columns) / parts);
    return { first, count: Math.floor(((k + 1) * columns) / parts) - first };
  });
}

/** Adds to the result of some columns what the next `pairs` pairs of rows contribute. */
function addBlock(code: FunctionBuilder, walk: Walk, { first, count }: Chunk, pairs: Local): void {
  const { vector, result } = walk;
  const [at, along, left] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const sums = Array.from({ length: count }, () => code.local('v128'));
  const factor = code.local('v128');
  code.get(walk.at).set(at).get(vector.pointer).set(along).get(pairs).set(left);
  for (const sum of sums) code.f64x2(0).set(sum);
  code.loop(() => {
    code.get(along).loadV128(vector.address).set(factor);
    sums.forEach((sum, j) => {
      code
        .get(sum)
        .get(at)
        .loadV128(walk.pairs + 16 * (first + j))
        .get(factor);
      code.do('f64x2Mul', 'f64x2Add').set(sum);
    });
    advance(code, at, walk.rowBytes);
    advance(code, along, 16);
    code.get(left).i32(1).do('i32Sub').tee(left).branchIf(0);
  });
  sums.forEach((sum, j) => {
    const address = result.address + 8 * (first + j);
    code.get(result.pointer).get(result.pointer).loadF64(address);
    code.get(sum).lane(0).get(sum).lane(1).do('f64Add', 'f64Add').storeF64(address);
  });
}

function addLastRow(code: FunctionBuilder, { pairs, at, vector, result }: Walk, columns: number) {
  const factor = code.local('f64');
  code.get(vector.pointer).loadF64(vector.address).set(factor);
  for (let j = 0; j < columns; j++) {
    const address = result.address + 8 * j;
    code.get(result.pointer).get(result.pointer).loadF64(address);
    code
      .get(at)
      .loadF64(pairs + 16 * j)
      .get(factor)
      .do('f64Mul', 'f64Add')
      .storeF64(address);
  }
}

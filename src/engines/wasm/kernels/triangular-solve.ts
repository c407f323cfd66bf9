import type { Node } from '../../../graph/node.ts';
import type { Local } from '../../../webassembly/function.ts';
import type { Context, Scope } from '../emit/context.ts';
import { advance, type Dense, denseInput, denseResult, upTo } from './dense.ts';

/** Columns of the right-hand side that are worked on at a time, in pairs. */
const BLOCK_PAIRS = 4;

/** Row after row: Xᵢ = (Bᵢ − Σₖ Lᵢₖ Xₖ) / Lᵢᵢ over the rows k that are known. */
export function triangularSolve(context: Context, scope: Scope, node: Node): void {
  const [size, columns] = node.shape;
  if (size === 0 || columns === 0) return;
  const lower = denseInput(context, scope, node.inputs[0]);
  const right = denseInput(context, scope, node.inputs[1]);
  const result = denseResult(context, scope, node);
  const transposed = node.attributes.transposed === true;
  const system: System = {
    lower,
    right,
    result,
    size,
    rowBytes: 8 * columns,
    transposed,
  };
  const width = 2 * BLOCK_PAIRS;
  const { code } = scope;
  const offset = code.local('i32');
  code.i32(0).set(offset);
  code.count(code.local('i32'), 0, Math.floor(columns / width), 1, () => {
    solveColumns(scope, system, offset, width);
    advance(code, offset, 8 * width);
  });
  const rest = columns % width;
  if (rest >= 2) {
    solveColumns(scope, system, offset, rest - (rest % 2));
    advance(code, offset, 8 * (rest - (rest % 2)));
  }
  if (rest % 2 === 1) solveColumns(scope, system, offset, 1);
}

interface System {
  readonly lower: Dense;
  readonly right: Dense;
  readonly result: Dense;
  readonly size: number;
  /** Bytes of a row of the right-hand side. */
  readonly rowBytes: number;
  readonly transposed: boolean;
}

/** The solution in `count` columns from `offset` bytes on: one, or an even number of them. */
function solveColumns({ code }: Scope, system: System, offset: Local, count: number): void {
  const { lower, right, result, size, rowBytes, transposed } = system;
  const pairs = Math.max(1, count / 2);
  const sums = Array.from({ length: pairs }, () => code.local('v128'));
  const factor = code.local('v128');
  const [row, diagonal, inLower, inRight, inResult, known, limit] = Array.from({ length: 7 }, () =>
    code.local('i32'),
  );
  const load = (address: number): void => {
    if (count === 1) code.loadSplat(address);
    else code.loadV128(address);
  };
  // from the first row down, or from the last one up
  const direction = transposed ? -1 : 1;
  const first = transposed ? size - 1 : 0;
  const startAt = (pointer: Local, from: Local, bytes: number): void => {
    code.get(from).get(offset).do('i32Add').i32(bytes).do('i32Add').set(pointer);
  };
  startAt(inRight, right.pointer, first * rowBytes);
  startAt(inResult, result.pointer, first * rowBytes);
  code.get(lower.pointer).set(row);
  code
    .get(lower.pointer)
    .i32(first * 8 * (size + 1))
    .do('i32Add')
    .set(diagonal);
  const [counter, end] = [code.local('i32'), code.local('i32')];
  code
    .i32(0)
    .set(counter)
    .i32(8 * size)
    .set(end);
  upTo(code, counter, end, 8, () => {
    sums.forEach((sum, p) => {
      code.get(inRight);
      load(right.address + 16 * p);
      code.set(sum);
    });
    // the factors of the known rows: along the row from its start, or down the column from the diagonal
    if (transposed) {
      code
        .get(diagonal)
        .i32(8 * size)
        .do('i32Add')
        .set(inLower);
      code.get(inResult).i32(rowBytes).do('i32Add').set(known);
      startAt(limit, result.pointer, size * rowBytes);
    } else {
      startAt(known, result.pointer, 0);
      code.get(inResult).set(limit);
      code.get(row).set(inLower);
    }
    upTo(code, known, limit, rowBytes, () => {
      code.get(inLower).loadSplat(lower.address).set(factor);
      sums.forEach((sum, p) => {
        code.get(sum).get(factor).get(known);
        load(result.address + 16 * p);
        code.do('f64x2Mul', 'f64x2Sub').set(sum);
      });
      advance(code, inLower, transposed ? 8 * size : 8);
    });
    code.get(diagonal).loadSplat(lower.address).set(factor);
    sums.forEach((sum, p) => {
      code.get(inResult).get(sum).get(factor).do('f64x2Div');
      if (count === 1) code.lane(0).storeF64(result.address);
      else code.storeV128(result.address + 16 * p);
    });
    advance(code, inRight, direction * rowBytes);
    advance(code, inResult, direction * rowBytes);
    advance(code, diagonal, direction * 8 * (size + 1));
    advance(code, row, 8 * size);
  });
}

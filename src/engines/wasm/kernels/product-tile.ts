/** A few rows times a few columns of a large product, summed in registers. */
import { LOWER_HALVES, UPPER_HALF, UPPER_HALVES } from '../../../webassembly/float32.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { Routine } from '../math/math-function.ts';
import { hasRelaxedMultiplyAdd } from '../support.ts';
import { advance } from './dense.ts';

/** Rows and columns that are summed at a time. */
export const [ROWS, COLUMNS] = [4, 8];

/**
 * Parameters: a panel of rows, a panel of columns, terms, where the result begins, bytes from row to row of it, how many
 * of the rows and of the columns there are, and −1 to add to what is there or 0 to replace it.
 */
export const tile: Routine = {
  name: 'rows times columns',
  parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
  result: undefined,
  build: writeTile,
};

function writeTile(code: FunctionBuilder): void {
  const [left, right, terms, ...target] = Array.from({ length: 8 }, (_, index) =>
    code.parameter(index),
  );
  writeSums(code, sumTerms(code, left, right, terms), target);
}

/** Sums the terms; gives the sums row by row. */
function sumTerms(code: FunctionBuilder, left: Local, right: Local, terms: Local): Local[] {
  const vectors = COLUMNS / 4;
  const sums = Array.from({ length: ROWS * vectors }, () => code.local('v128'));
  const factors = Array.from({ length: vectors }, () => code.local('v128'));
  const factor = code.local('v128');
  const isFused = hasRelaxedMultiplyAdd();
  const end = code.local('i32');
  for (const sum of sums) code.f64x2(0).set(sum);
  code
    .get(terms)
    .i32(4 * COLUMNS)
    .do('i32Mul')
    .get(right)
    .do('i32Add')
    .set(end);
  // One term between jumps: V8 moves all loads up to the last jump, and those of one term beside the sums just fit into
  // its 15 registers. Four at a time took half as long again, twice as long where one instruction multiplies and adds.
  code.loop(() => {
    factors.forEach((vector, v) => {
      code
        .get(right)
        .loadV128(16 * v)
        .set(vector);
    });
    for (let r = 0; r < ROWS; r++) {
      code
        .get(left)
        .loadSplat32(4 * r)
        .set(factor);
      factors.forEach((vector, v) => {
        const sum = sums[r * vectors + v];
        if (isFused) code.get(factor).get(vector).get(sum).do('f32x4RelaxedMadd').set(sum);
        else code.get(sum).get(factor).get(vector).do('f32x4Mul', 'f32x4Add').set(sum);
      });
    }
    advance(code, left, 4 * ROWS);
    advance(code, right, 4 * COLUMNS);
    code.get(right).get(end).do('i32LtU').branchIf(0);
  });
  return sums;
}

function writeSums(
  code: FunctionBuilder,
  sums: readonly Local[],
  [result, rowStep, rows, present, keep]: readonly Local[],
): void {
  // Both halves of a row at a time, which has V8 put two products before their sums: the processor then shares them out
  // better.
  const halves = Array.from({ length: ROWS }, (_, r) => {
    const [low, high] = [code.local('v128'), code.local('v128')];
    const [first, second] = sums.slice(2 * r);
    code.get(first).get(second).shuffle(LOWER_HALVES).set(low);
    code.get(first).get(second).shuffle(UPPER_HALVES).set(high);
    return [low, high];
  });
  /** Leaves two neighbouring columns on the stack. */
  const pushPair = (r: number, c: number): void => {
    const half = halves[r][(c / 2) % 2];
    code.get(half);
    if (c >= 4) code.get(half).shuffle(UPPER_HALF);
    code.do('f64x2PromoteLowF32x4');
  };
  const mask = code.local('v128');
  code.get(keep).do('i32x4Splat').set(mask);
  const loadKept = (load: () => void): void => {
    code.get(result);
    load();
    code.get(mask).do('v128And');
  };
  const nextRow = (): void => void code.get(result).get(rowStep).do('i32Add').set(result);
  const pairs = Array.from({ length: COLUMNS / 2 }, (_, p) => 2 * p);
  const writePair = (r: number, c: number): void => {
    code.get(result);
    loadKept(() => code.loadV128(8 * c));
    pushPair(r, c);
    code.do('f64x2Add').storeV128(8 * c);
  };
  const writeSingle = (r: number, c: number): void => {
    code.get(result);
    loadKept(() => code.loadSplat(8 * c));
    pushPair(r, c);
    code
      .do('f64x2Add')
      .lane(0)
      .storeF64(8 * c);
  };
  const writeWhole = (): void => {
    for (let r = 0; r < ROWS; r++) {
      for (const c of pairs) writePair(r, c);
      if (r + 1 < ROWS) nextRow();
    }
  };
  const writePart = (): void => {
    for (let r = 0; r < ROWS; r++) {
      code.get(rows).i32(r).do('i32GtU');
      code.if(undefined, () => {
        for (const c of pairs) {
          code
            .get(present)
            .i32(c + 1)
            .do('i32GtU');
          code.if(
            undefined,
            () => writePair(r, c),
            () => {
              code.get(present).i32(c).do('i32GtU');
              code.if(undefined, () => writeSingle(r, c));
            },
          );
        }
        nextRow();
      });
    }
  };
  code.get(rows).i32(ROWS).do('i32GeU').get(present).i32(COLUMNS).do('i32GeU', 'i32And');
  code.if(undefined, writeWhole, writePart);
}

/** The functions of the language by name: adding one means writing its row. */
import { elementwiseRows } from './elementwise.ts';
import type { ElementwiseFunction, MatrixFunction, Reduction, Scan } from './function.ts';
import { matrixFunctionRows } from './matrix-functions.ts';
import { reductionRows } from './reductions.ts';
import { scanRows } from './scans.ts';

function byName<Row extends { readonly name: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.name, row]));
}

export const elementwiseFunctions: ReadonlyMap<string, ElementwiseFunction> =
  byName(elementwiseRows);
/** Over dimensions by name, or over everything; `min` and `max` are elementwise too. */
export const reductions: ReadonlyMap<string, Reduction> = byName(reductionRows);
/** Of vectors and matrices. */
export const matrixFunctions: ReadonlyMap<string, MatrixFunction> = byName(matrixFunctionRows);
export const scans: ReadonlyMap<string, Scan> = byName(scanRows);

/** What can be told of a node's value from the graph alone. */
import type { Node, Shape } from '../node.ts';
import { sizeOf } from '../node.ts';
import type { OpName } from '../ops.ts';

/** Ops that move elements about without changing or adding any. */
const MOVES: ReadonlySet<OpName> = new Set(['reshape', 'transpose', 'broadcast', 'slice']);

/** The number all elements are, if it is known. */
export function uniformValue(node: Node): number | undefined {
  if (MOVES.has(node.op)) return uniformValue(node.inputs[0]);
  if (node.op !== 'constant' || sizeOf(node.shape) !== 1) return undefined;
  return node.attributes.data![0];
}

const TRUTH_VALUES: ReadonlySet<OpName> = new Set([
  'less',
  'lessEqual',
  'equal',
  'and',
  'or',
  'not',
]);

/** Whether all elements are 0 or 1. */
export const isTruthValue = (node: Node): boolean => TRUTH_VALUES.has(node.op);

/** Whether no element can be NaN or infinite. */
export function isSurelyFinite(node: Node): boolean {
  if (TRUTH_VALUES.has(node.op) || node.op === 'toFloat') return true;
  if (MOVES.has(node.op)) return isSurelyFinite(node.inputs[0]);
  if (node.op === 'constant') return node.attributes.data!.every(Number.isFinite);
  return node.op === 'where' && node.inputs.slice(1).every(isSurelyFinite);
}

const AT_MOST_ONE: ReadonlySet<OpName> = new Set([
  'sigmoid',
  'normalCdf',
  'sin',
  'cos',
  'tanh',
  'erf',
  ...TRUTH_VALUES,
]);

const NON_NEGATIVE: ReadonlySet<OpName> = new Set([
  'abs',
  'square',
  'sqrt',
  'exp',
  'cosh',
  'sigmoid',
  'softplus',
  'erfc',
  'normalCdf',
  ...TRUTH_VALUES,
]);

/** Ops that give nothing below zero of operands that are not. */
const KEEP_NON_NEGATIVE: ReadonlySet<OpName> = new Set([
  'add',
  'multiply',
  'divide',
  'power',
  'maximum',
  'minimum',
  'sum',
  'max',
  'min',
  'concatenate',
  'gather',
]);

/** How far back in the graph the question whether a value is not below zero goes. */
const DEPTH = 8;

/** Whether no element can be below zero (they may be NaN). */
export function isSurelyNonNegative(node: Node, depth = DEPTH): boolean {
  if (node.op === 'constant') return node.attributes.data!.every((value) => !(value < 0));
  if (NON_NEGATIVE.has(node.op)) return true;
  if (depth === 0) return false;
  if (MOVES.has(node.op)) return isSurelyNonNegative(node.inputs[0], depth - 1);
  const operands = node.op === 'gather' ? node.inputs.slice(0, 1) : node.inputs;
  return (
    KEEP_NON_NEGATIVE.has(node.op) &&
    operands.every((operand) => isSurelyNonNegative(operand, depth - 1))
  );
}

const POSITIVE: ReadonlySet<OpName> = new Set(['exp', 'cosh', 'sigmoid', 'normalCdf', 'erfc']);

/** Ops that give something above zero of operands that are. */
const KEEP_POSITIVE: ReadonlySet<OpName> = new Set(['add', 'multiply', 'divide', 'sum', 'gather']);

/** Whether all elements are above zero but for underflow (they may be NaN). */
export function isSurelyPositive(node: Node, depth = DEPTH): boolean {
  if (node.op === 'constant') return node.attributes.data!.every((value) => value > 0);
  if (POSITIVE.has(node.op)) return true;
  if (depth === 0) return false;
  if (MOVES.has(node.op)) return isSurelyPositive(node.inputs[0], depth - 1);
  const operands = node.op === 'gather' ? node.inputs.slice(0, 1) : node.inputs;
  return (
    KEEP_POSITIVE.has(node.op) && operands.every((operand) => isSurelyPositive(operand, depth - 1))
  );
}

/** Whether no element can be above one (they may be NaN). */
export function isSurelyAtMostOne(node: Node): boolean {
  if (MOVES.has(node.op)) return isSurelyAtMostOne(node.inputs[0]);
  if (node.op === 'constant') return node.attributes.data!.every((value) => !(value > 1));
  return AT_MOST_ONE.has(node.op);
}

/** Ops whose results are exact if their operands are, other than those that only move elements. */
const EXACT: ReadonlySet<OpName> = new Set([
  'input',
  'constant',
  'sign',
  'floor',
  'ceil',
  'round',
  'toFloat',
  'toInt',
  'maximum',
  'minimum',
  'max',
  'min',
  'where',
  'gather',
  'concatenate',
  'pad',
  ...TRUTH_VALUES,
]);

/** Whether the elements are results of arithmetic, with rounding errors of their own size. */
export function isRounded(node: Node): boolean {
  if (MOVES.has(node.op) || node.op === 'negate' || node.op === 'abs') {
    return isRounded(node.inputs[0]);
  }
  return !EXACT.has(node.op);
}

/** Whether the elements are 0, or NaN where a condition does not hold. */
export function isCheck(node: Node): boolean {
  if (MOVES.has(node.op)) return isCheck(node.inputs[0]);
  if (node.op !== 'where') return false;
  const [valid, invalid] = node.inputs.slice(1).map(uniformValue);
  return valid === 0 && Number.isNaN(invalid);
}

/** `shape` with leading extents of 1 up to `rank`. */
export function aligned(shape: Shape, rank: number): Shape {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

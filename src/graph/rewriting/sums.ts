/** Sums: what is the same along the axes of a sum is taken out of it. */
import type { Builder } from '../builder.ts';
import type { Node } from '../node.ts';
import { sizeOf } from '../node.ts';
import type { OpName } from '../ops.ts';
import { aligned, isRounded } from './facts.ts';
import { collapsedSum } from './row-sums/collapse.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** An operand of `x` laid out with all axes of `x`, those it is repeated along of extent 1. */
const laidOut = (b: Builder, operand: Node, x: Node): Node =>
  b.reshape(operand, aligned(operand.shape, x.shape.length));

/** How many elements each element of the sum adds up. */
const countOf = (x: Node, axes: readonly number[]): number =>
  sizeOf(axes.map((axis) => x.shape[axis]));

/** Axes of extent 1 need no sum. */
const alongOnes: RewriteRule = (b, { inputs: [x], attributes }) => {
  const axes = attributes.axes!;
  const ones = axes.filter((axis) => x.shape[axis] === 1);
  if (ones.length === 0) return undefined;
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !ones.includes(axis));
  return b.sum(
    b.reshape(
      x,
      kept.map((axis) => x.shape[axis]),
    ),
    axes.filter((axis) => !ones.includes(axis)).map((axis) => kept.indexOf(axis)),
  );
};

/** Repeated elements: a multiple. */
const ofBroadcast: RewriteRule = (b, { inputs: [x], attributes, shape }) => {
  const axes = attributes.axes!;
  // a sum of nothing is 0, which 0 times an infinity is not
  if (x.op !== 'broadcast' || countOf(x, axes) === 0) return undefined;
  const source = laidOut(b, x.inputs[0], x);
  const times = countOf(x, axes) / countOf(source, axes);
  return b.broadcast(b.multiply(b.sum(source, axes), times), shape);
};

const LINEAR: ReadonlySet<OpName> = new Set(['add', 'subtract', 'multiply', 'divide']);

/**
 * Sums of linear functions: n · c + Σ x, c · Σ x, Σ x / c, −Σ x with c the same along the axes.
 *
 * Σ (x − c) stays where x is exact, such as data: the differences may be small and exact too, while
 * Σ x − n · c would round at the size of x.
 */
const ofLinear: RewriteRule = (b, { inputs: [x], attributes, shape }) => {
  const axes = attributes.axes!;
  if (x.op === 'negate') return b.negate(b.sum(x.inputs[0], axes));
  if (!LINEAR.has(x.op) || countOf(x, axes) === 0) return undefined;
  const [first, second] = x.inputs.map((operand) => laidOut(b, operand, x));
  const isFixed = (operand: Node): boolean => axes.every((axis) => operand.shape[axis] === 1);
  const [firstIsFixed, secondIsFixed] = [isFixed(first), isFixed(second)];
  if (firstIsFixed === secondIsFixed || (x.op === 'divide' && firstIsFixed)) return undefined;
  // the operand that varies may be repeated along some of the axes only if the other one is not
  const varying = firstIsFixed ? second : first;
  if (axes.some((axis) => varying.shape[axis] !== x.shape[axis])) return undefined;

  const isSum = x.op === 'add' || x.op === 'subtract';
  if (isSum && !isRounded(varying)) return undefined;
  const total = (operand: Node): Node => {
    const sum = b.sum(operand, axes);
    return isSum && operand !== varying ? b.multiply(sum, countOf(x, axes)) : sum;
  };
  return b.broadcast(b.make(x.op, [total(first), total(second)], {}), shape);
};

const ofSum: RewriteRule = (b, { inputs: [x], attributes }) => {
  if (x.op !== 'sum') return undefined;
  const inner = x.attributes.axes!;
  const left = x.inputs[0].shape.map((_, axis) => axis).filter((axis) => !inner.includes(axis));
  const outer = attributes.axes!.map((axis) => left[axis]);
  return b.sum(
    x.inputs[0],
    [...inner, ...outer].sort((a, c) => a - c),
  );
};

/** All elements, in whatever order; an axis of extent 1 has been reshaped away on purpose. */
const ofMoved: RewriteRule = (b, { inputs: [x], shape, attributes }) => {
  if (attributes.axes!.length < x.shape.length || shape.length > 0) return undefined;
  if (x.op !== 'reshape' && x.op !== 'transpose') return undefined;
  return x.inputs[0].shape.includes(1) ? undefined : b.sum(x.inputs[0]);
};

export const sumRules: RewriteTable = {
  sum: [alongOnes, ofBroadcast, ofLinear, ofSum, ofMoved, collapsedSum],
};

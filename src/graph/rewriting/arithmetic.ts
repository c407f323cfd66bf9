/** Neutral elements, signs and constant factors. */
import type { Builder } from '../builder.ts';
import type { Node } from '../node.ts';
import { ops } from '../ops.ts';
import { isSurelyFinite, isSurelyNonNegative, isTruthValue, uniformValue } from './facts.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** `x` in the shape of `node`, which it may have been broadcast to. */
const as = (b: Builder, x: Node, node: Node): Node => b.broadcast(x, node.shape);

const filled = (b: Builder, value: number, node: Node): Node => as(b, b.constant(value), node);

/** Known numbers go second, others in order of construction: equal operations look the same. */
const order: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  const [xIsKnown, yIsKnown] = [x, y].map((input) => uniformValue(input) !== undefined);
  const swap = xIsKnown === yIsKnown ? x.id > y.id : xIsKnown;
  return swap ? b.make(node.op, [y, x], node.attributes) : undefined;
};

const ofItself: RewriteRule = (b, node) =>
  node.inputs[0] === node.inputs[1] ? as(b, node.inputs[0], node) : undefined;

/** The operand of a `negate`. */
const negated = (x: Node): Node | undefined => (x.op === 'negate' ? x.inputs[0] : undefined);

const add: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  if (uniformValue(y) === 0) return as(b, x, node);
  const [minusX, minusY] = [negated(x), negated(y)];
  if (minusY !== undefined) return b.subtract(x, minusY);
  if (minusX !== undefined) return b.subtract(y, minusX);
  return undefined;
};

const subtract: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  if (uniformValue(y) === 0) return as(b, x, node);
  if (uniformValue(x) === 0) return as(b, b.negate(y), node);
  const minusY = negated(y);
  return minusY === undefined ? undefined : b.add(x, minusY);
};

const multiply: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  const factor = uniformValue(y);
  if (factor === 1) return as(b, x, node);
  if (factor === -1) return as(b, b.negate(x), node);
  if (factor === 0 && isSurelyFinite(x)) return filled(b, 0, node);
  const [minusX, minusY] = [negated(x), negated(y)];
  if (factor !== undefined && minusX !== undefined) return as(b, b.multiply(minusX, -factor), node);
  if (minusX !== undefined) return b.negate(b.multiply(minusX, y));
  if (minusY !== undefined) return b.negate(b.multiply(x, minusY));
  if (x === y) return b.square(x);
  if (factor !== undefined && x.op === 'multiply') {
    // (x · c) · d, unless c · d leaves the range
    const product = (uniformValue(x.inputs[1]) ?? Number.NaN) * factor;
    if (isOrdinary(product)) return as(b, b.multiply(x.inputs[0], product), node);
  }
  if (isReciprocal(y)) return b.divide(x, y.inputs[1]);
  if (isReciprocal(x)) return b.divide(y, x.inputs[1]);
  return undefined;
};

const isReciprocal = (x: Node): boolean => x.op === 'divide' && uniformValue(x.inputs[0]) === 1;

/** Neither 0, subnormal, infinite nor NaN. */
const isOrdinary = (value: number): boolean =>
  Number.isFinite(value) && Math.abs(value) >= 2 ** -1022;

const multiplyNoNan: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  const factor = uniformValue(y);
  if (factor === 0) return filled(b, 0, node);
  const isNeverZero = y.op === 'constant' && y.attributes.data!.every((value) => value !== 0);
  return factor !== undefined || isNeverZero || isSurelyFinite(x) ? b.multiply(x, y) : undefined;
};

const divide: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  const divisor = uniformValue(y);
  if (divisor === 1) return as(b, x, node);
  if (divisor === -1) return as(b, b.negate(x), node);
  const [minusX, minusY] = [negated(x), negated(y)];
  if (minusX !== undefined) return b.negate(b.divide(minusX, y));
  return minusY === undefined ? undefined : b.negate(b.divide(x, minusY));
};

const power: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  switch (uniformValue(y)) {
    case 0:
      return filled(b, 1, node);
    case 1:
      return as(b, x, node);
    case 2:
      return as(b, b.square(x), node);
    case 0.5:
      return as(b, b.sqrt(x), node);
    case -1:
      return as(b, b.divide(1, x), node);
    case 3:
      return as(b, b.multiply(x, b.square(x)), node);
    case -2:
      return as(b, b.square(b.divide(1, x)), node);
    default:
      return undefined;
  }
};

const negate: RewriteRule = (b, node) => {
  const [x] = node.inputs;
  if (x.op === 'negate') return x.inputs[0];
  if (x.op === 'subtract') return b.subtract(x.inputs[1], x.inputs[0]);
  if (x.op !== 'multiply') return undefined;
  const factor = uniformValue(x.inputs[1]);
  return factor === undefined ? undefined : as(b, b.multiply(x.inputs[0], -factor), node);
};

const square: RewriteRule = (b, { inputs: [x] }) =>
  x.op === 'negate' || x.op === 'abs' ? b.square(x.inputs[0]) : undefined;

const abs: RewriteRule = (b, { inputs: [x] }) => {
  if (isSurelyNonNegative(x)) return x;
  return x.op === 'negate' ? b.abs(x.inputs[0]) : undefined;
};

const where: RewriteRule = (b, node) => {
  const [condition, chosen, otherwise] = node.inputs;
  if (chosen === otherwise) return as(b, chosen, node);
  if (condition.op === 'not') return b.where(condition.inputs[0], otherwise, chosen);
  const value = uniformValue(condition);
  return value === undefined ? undefined : as(b, value === 0 ? otherwise : chosen, node);
};

/** One function of either argument: of the one that is chosen. */
const whereOfOneFunction: RewriteRule = (b, { inputs: [condition, chosen, otherwise] }) => {
  const isSame = chosen.op === otherwise.op && ops[chosen.op].kind === 'unary';
  const isFloat = isSame && chosen.inputs[0].type === 'float';
  if (!isFloat || chosen.attributes.order !== otherwise.attributes.order) return undefined;
  const argument = b.where(condition, chosen.inputs[0], otherwise.inputs[0]);
  return b.make(chosen.op, [argument], chosen.attributes);
};

/** x or −x, by a known condition: a known sign. */
const whereOfSigns: RewriteRule = (b, node) => {
  const [condition, chosen, otherwise] = node.inputs;
  if (condition.op !== 'constant') return undefined;
  if (negated(otherwise) === chosen)
    return as(b, b.multiply(chosen, b.where(condition, 1, -1)), node);
  return negated(chosen) === otherwise
    ? as(b, b.multiply(otherwise, b.where(condition, -1, 1)), node)
    : undefined;
};

/** A condition together with one that is known. */
const withKnownCondition =
  (neutral: 0 | 1): RewriteRule =>
  (b, node) => {
    const [x, y] = node.inputs;
    const known = uniformValue(y);
    if (known === undefined) return undefined;
    if (Number(known !== 0) !== neutral) return filled(b, 1 - neutral, node);
    return isTruthValue(x) ? as(b, x, node) : undefined;
  };

/** What is never below 0 is not less than 0; NaN is not either. */
const less: RewriteRule = (b, node) => {
  const [x, y] = node.inputs;
  const bound = uniformValue(y);
  const isNever = bound !== undefined && bound <= 0 && isSurelyNonNegative(x);
  return isNever ? filled(b, 0, node) : undefined;
};

export const arithmeticRules: RewriteTable = {
  negate: [negate],
  abs: [abs],
  square: [square],
  add: [order, add],
  subtract: [subtract],
  multiply: [order, multiply],
  multiplyNoNan: [multiplyNoNan],
  divide: [divide],
  power: [power],
  maximum: [order, ofItself],
  minimum: [order, ofItself],
  logAddExp: [order],
  less: [less],
  equal: [order],
  and: [order, withKnownCondition(1)],
  or: [order, withKnownCondition(0)],
  where: [where, whereOfSigns, whereOfOneFunction],
};

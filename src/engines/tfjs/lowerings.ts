/** How each op is written in the ops of TensorFlow.js: one row an op. */
import type { Node } from '../../graph/node.ts';
import type { OpName } from '../../graph/ops.ts';
import { EngineLimitError } from '../engine-limit.ts';
import { type CustomOp, customOps } from './custom-ops.ts';
import { type Lower, OTHER_ENGINE } from './lowering.ts';
import { argument, cumulativeSum, extreme, logSumExp, sum } from './reduction-lowerings.ts';
import { scan } from './scan-lowering.ts';
import {
  broadcast,
  concatenate,
  gather,
  matmul,
  pad,
  reshape,
  scatterAdd,
  slice,
  toInt,
  transpose,
} from './structural-lowerings.ts';

/** The op of TensorFlow.js that does just this. */
const native =
  (op: string): Lower =>
  (to, { inputs }) =>
    to.writer.node(op, inputs.map(to.value));

/** As truth values. */
const logical =
  (op: string): Lower =>
  (to, { inputs }) =>
    to.writer.node(op, inputs.map(to.flag));

/** Computed in float64 by an op of our own. */
const custom: Lower = (to, { op, inputs, attributes: { order, orders, transposed } }) =>
  to.writer.node(customOps[op as CustomOp], inputs.map(to.value), {
    ...(order === undefined ? {} : { order: { i: order } }),
    ...(orders === undefined ? {} : { orders: { list: { i: orders } } }),
    ...(transposed === undefined ? {} : { transposed: { b: transposed } }),
  });

/** The wasm backend loses a NaN in the second argument of its maximum, minimum and power. */
const keepingNaN =
  (op: string): Lower =>
  (to, { inputs: [a, b] }) => {
    const second = to.value(b);
    const result = to.writer.node(op, [to.value(a), second]);
    if (isConstant(b, (value) => !Number.isNaN(value))) return result;
    const missing = to.writer.node('NotEqual', [second, second]);
    return to.writer.node('SelectV2', [missing, second, result]);
  };

/** a b with a replaced by b where b is 0. */
const multiplyNoNan: Lower = (to, { inputs: [a, b] }) => {
  const factor = to.value(b);
  const isZero = to.writer.node('Equal', [factor, to.writer.float(0)]);
  const finite = to.writer.node('SelectV2', [isZero, factor, to.value(a)]);
  return to.writer.node('Mul', [finite, factor]);
};

/** Backends give NaN for an infinite divisor: there the result is a where the signs agree, else b. */
const modulo: Lower = (to, { inputs: [a, b] }) => {
  const { writer } = to;
  const [dividend, divisor] = [to.value(a), to.value(b)];
  const remainder = writer.node('FloorMod', [dividend, divisor]);
  if (isConstant(b, Number.isFinite)) return remainder;
  const infinite = writer.node('Equal', [writer.node('Abs', [divisor]), writer.float(Infinity)]);
  const sign = writer.node('Mul', [dividend, writer.node('Sign', [divisor])]);
  const agree = writer.node('GreaterEqual', [sign, writer.float(0)]);
  const finite = writer.node('IsFinite', [dividend]);
  const limit = writer.node('SelectV2', [
    finite,
    writer.node('SelectV2', [agree, dividend, divisor]),
    writer.float(Number.NaN),
  ]);
  return writer.node('SelectV2', [infinite, limit, remainder]);
};

const where: Lower = (to, { inputs: [condition, chosen, otherwise] }) =>
  to.writer.node('SelectV2', [to.flag(condition), to.value(chosen), to.value(otherwise)]);

const constant: Lower = (to, { attributes: { data }, shape, type }) =>
  to.writer.tensor(data!, shape, type);

/** Steps that adapt to the solution are no fixed graph, and the errors they are chosen by are below float32's. */
const ode: Lower = (to, node) => {
  throw new EngineLimitError(
    to.originOf(node),
    'the engine tfjs cannot solve differential equations (`ode`): the solution decides how many steps it takes, and TensorFlow.js runs graphs of fixed steps, in float32',
    OTHER_ENGINE,
  );
};

const toFloat: Lower = (to, { inputs: [x] }) =>
  to.writer.node('Cast', [to.value(x)], { DstT: { type: 'DT_FLOAT' } });

function isConstant(node: Node, test: (value: number) => boolean): boolean {
  return node.op === 'constant' && node.attributes.data!.every(test);
}

/** Ops with a truth value, which becomes a number only where a number is needed. */
export const logicalLowerings = {
  less: native('Less'),
  lessEqual: native('LessEqual'),
  equal: native('Equal'),
  and: logical('LogicalAnd'),
  or: logical('LogicalOr'),
  not: logical('LogicalNot'),
} as const satisfies Partial<Record<OpName, Lower>>;

export type LogicalOp = keyof typeof logicalLowerings;
export type NumericOp = Exclude<OpName, 'input' | LogicalOp>;

export const lowerings: Readonly<Record<NumericOp, Lower>> = {
  constant,
  ...(Object.fromEntries(Object.keys(customOps).map((op) => [op, custom])) as Record<
    CustomOp,
    Lower
  >),

  negate: native('Neg'),
  abs: native('Abs'),
  square: native('Square'),
  sqrt: native('Sqrt'),
  exp: native('Exp'),
  expm1: native('Expm1'),
  log: native('Log'),
  cos: native('Cos'),
  tan: native('Tan'),
  asin: native('Asin'),
  acos: native('Acos'),
  atan: native('Atan'),
  sinh: native('Sinh'),
  cosh: native('Cosh'),
  tanh: native('Tanh'),
  sigmoid: native('Sigmoid'),
  softplus: native('Softplus'),
  floor: native('Floor'),
  ceil: native('Ceil'),
  toFloat,
  toInt,

  add: native('AddV2'),
  subtract: native('Sub'),
  multiply: native('Mul'),
  multiplyNoNan,
  divide: native('RealDiv'),
  power: keepingNaN('Pow'),
  maximum: keepingNaN('Maximum'),
  minimum: keepingNaN('Minimum'),
  modulo,
  atan2: native('Atan2'),
  where,

  reshape,
  transpose,
  broadcast,
  concatenate,
  slice,
  pad,

  sum,
  max: extreme('Max', -Infinity),
  min: extreme('Min', Infinity),
  logSumExp,
  argMax: argument('ArgMax'),
  argMin: argument('ArgMin'),
  cumulativeSum,

  gather,
  scatterAdd,
  matmul,

  scan,
  ode,
  odeAdjoint: ode,
};

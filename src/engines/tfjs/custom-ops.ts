/**
 * Ops that TensorFlow.js lacks or computes too coarsely, registered with its graph models. They
 * compute element by element in float64 and round the result to float32.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { ops } from '../../graph/ops.ts';
import { broadcastShapes } from '../../graph/shape-rules.ts';
import { broadcastStrides, offsets } from '../../graph/strides.ts';
import { sortOrder } from '../../linear-algebra/sort-order.ts';
import { positionProblem } from '../index-error.ts';
import { matrixFunctions } from '../matrix-functions.ts';
import {
  binaryFunctions,
  derivativeFunctions,
  polygammaOf,
  quaternaryFunctions,
  ternaryFunctions,
  unaryFunctions,
} from '../reference/scalar-functions.ts';
import type { TfjsModules } from './modules.ts';

type ScalarFunction = (...values: number[]) => number;

const { sign, sin, log1p, round, log1mExp, lgamma, erf, erfc } = unaryFunctions;
const { normalCdf, logNormalCdf, normalQuantile } = unaryFunctions;
const { logAddExp, xlogy, xlog1py, logGammaP, logGammaQ, logSkewNormalCdf } = binaryFunctions;
const { logBetaI } = ternaryFunctions;
const { logBetaBinomialTail } = quaternaryFunctions;

/**
 * The function of each op. TensorFlow.js has some of them, but: `sign` of small numbers is 0,
 * `log1p` is off by 6e-8 and `sin` by 2e-7 absolute near 0 on the wasm backend, `round` rounds
 * halves to even, and `erf` is within 1.5e-7 absolute only.
 */
const functions = {
  sign,
  sin,
  log1p,
  round,
  log1mExp,
  lgamma,
  erf,
  erfc,
  normalCdf,
  logNormalCdf,
  normalQuantile,
  logAddExp,
  xlogy,
  xlog1py,
  logGammaP,
  logGammaQ,
  logSkewNormalCdf,
  logBetaI,
  logBetaBinomialTail,
} as const;

/** Ops on whole matrices, which TensorFlow.js has none of. */
export type MatrixOp = keyof typeof matrixFunctions;
const matrixOps = Object.keys(matrixFunctions) as MatrixOp[];

export type ElementwiseOp = keyof typeof functions | keyof typeof derivativeFunctions | 'polygamma';
export type CustomOp = ElementwiseOp | MatrixOp | 'argSort';

const FLOAT32_EPSILON = 2 ** -23;

const registeredName = (op: string): string => `Credence${op[0].toUpperCase()}${op.slice(1)}`;

/**
 * The ops and the names they are registered under. `polygamma` has the attribute `order`, the
 * derivatives of incomplete integrals and sums `orders`; `solve` and `triangularSolve` have `transposed`.
 */
export const customOps = Object.fromEntries(
  [
    ...Object.keys(functions),
    ...Object.keys(derivativeFunctions),
    'polygamma',
    'argSort',
    ...matrixOps,
  ].map((op) => [op, registeredName(op)]),
) as Readonly<Record<CustomOp, string>>;

/** Passes positions on if there are elements at them. Attributes: `extent`, and `node`, an id. */
export const CHECKED_POSITIONS = registeredName('checkedPositions');

/** Converts whole numbers of at most 32 bits. Attribute: `node`, an id. */
export const CHECKED_TO_INT = registeredName('checkedToInt');

/** A check that failed while a graph ran, at the node of the given id. */
export class FailedCheck extends Error {
  readonly nodeId: number;

  constructor(nodeId: number, message: string) {
    super(message);
    this.name = 'FailedCheck';
    this.nodeId = nodeId;
  }
}

/** Registers every op with the graph models of this process; again is harmless. */
export function registerCustomOps({ core, converter }: TfjsModules): void {
  const elementwise = (inputs: readonly Tensor[], f: ScalarFunction): Tensor => {
    const shape = broadcastShapes(...inputs.map((input) => input.shape));
    return core.tensor(mapElements(inputs, shape, f), [...shape], 'float32');
  };
  for (const [op, f] of Object.entries(functions)) {
    converter.registerOp(registeredName(op), ({ inputs }) =>
      elementwise(inputs, f as ScalarFunction),
    );
  }
  converter.registerOp(customOps.polygamma, ({ inputs, attrs }) =>
    elementwise(inputs, polygammaOf(attrs.order as number)),
  );
  for (const [op, ofOrders] of Object.entries(derivativeFunctions)) {
    converter.registerOp(registeredName(op), ({ inputs, attrs }) =>
      elementwise(inputs, ofOrders(attrs.orders as number[]) as ScalarFunction),
    );
  }
  for (const op of matrixOps) {
    converter.registerOp(customOps[op], ({ inputs, attrs }) => {
      const data = inputs.map((input) => Float64Array.from(input.dataSync<'float32'>()));
      const size = inputs[0].shape[0];
      const options = { transposed: attrs.transposed === true, epsilon: FLOAT32_EPSILON };
      const result = matrixFunctions[op](size, data, options);
      const shape = ops[op].shape(
        inputs.map((input) => input.shape),
        {},
      );
      return core.tensor(Float32Array.from(result), [...shape], 'float32');
    });
  }
  converter.registerOp(customOps.argSort, ({ inputs: [x] }) => {
    const order = new Int32Array(x.size);
    sortOrder(x.dataSync<'float32'>(), x.shape[x.shape.length - 1], order);
    return core.tensor(order, x.shape, 'int32');
  });
  converter.registerOp(CHECKED_POSITIONS, ({ inputs: [positions], attrs }) => {
    const problem = positionProblem(positions.dataSync<'int32'>(), attrs.extent as number);
    if (problem !== undefined) throw new FailedCheck(attrs.node as number, problem);
    return positions.clone();
  });
  converter.registerOp(CHECKED_TO_INT, ({ inputs: [x], attrs }) => {
    const values = x.dataSync<'float32'>();
    const whole = Int32Array.from(values);
    const wrong = values.find((value, k) => value !== whole[k]);
    if (wrong !== undefined) {
      throw new FailedCheck(
        attrs.node as number,
        `${wrong} is not a whole number of at most 32 bits`,
      );
    }
    return core.tensor(whole, x.shape, 'int32');
  });
}

function mapElements(inputs: readonly Tensor[], shape: Shape, f: ScalarFunction): Float32Array {
  const size = sizeOf(shape);
  const [a, b, c, d] = inputs.map((input) => stretched(input, shape, size));
  const result = new Float32Array(size);
  if (d !== undefined) for (let i = 0; i < size; i++) result[i] = f(a[i], b[i], c[i], d[i]);
  else if (c !== undefined) for (let i = 0; i < size; i++) result[i] = f(a[i], b[i], c[i]);
  else if (b !== undefined) for (let i = 0; i < size; i++) result[i] = f(a[i], b[i]);
  else for (let i = 0; i < size; i++) result[i] = f(a[i]);
  return result;
}

/** The elements of a tensor as one of this shape (NumPy's rule). */
function stretched(input: Tensor, shape: Shape, size: number): Float32Array {
  const data = input.dataSync<'float32'>();
  if (data.length === size) return data;
  const stretchedData = new Float32Array(size);
  if (data.length === 1) return stretchedData.fill(data[0]);
  const from = offsets(shape, broadcastStrides(input.shape, shape));
  for (let i = 0; i < size; i++) stretchedData[i] = data[from[i]];
  return stretchedData;
}

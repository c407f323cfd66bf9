import type { OpName } from '../../graph/ops.ts';
import { binary, quaternary, ternary, toInt, unary } from './elementwise.ts';
import type { Kernel } from './kernel.ts';
import { matmul, ofMatrix } from './linear.ts';
import { ode, odeAdjoint } from './ode.ts';
import { argMax, argMin, logSumExp, max, min, overAxes, overAxis, sum } from './reductions.ts';
import {
  binaryFunctions,
  derivativeFunctions,
  polygammaOf,
  quaternaryFunctions,
  ternaryFunctions,
  unaryFunctions,
} from './scalar-functions.ts';
import { scan } from './scan.ts';
import {
  argSort,
  broadcast,
  concatenate,
  cumulativeSum,
  gather,
  pad,
  scatterAdd,
  slice,
  transpose,
} from './structural.ts';

/** The ops whose result is data that are already there. */
export type DatalessOp = 'input' | 'constant' | 'reshape';

type Rows<Functions> = { [Op in keyof Functions]: Kernel };

function rows<F, Functions extends Record<string, F>>(
  functions: Functions,
  kernel: (f: F) => Kernel,
): Rows<Functions> {
  return Object.fromEntries(
    Object.entries(functions).map(([op, f]) => [op, kernel(f)]),
  ) as Rows<Functions>;
}

/** How each op is computed. */
export const kernels: Readonly<Record<Exclude<OpName, DatalessOp>, Kernel>> = {
  ...rows(unaryFunctions, unary),
  ...rows(binaryFunctions, binary),
  ...rows(ternaryFunctions, ternary),
  ...rows(quaternaryFunctions, quaternary),
  polygamma: (node, ...rest) => unary(polygammaOf(node.attributes.order!))(node, ...rest),
  logGammaPDerivative: (node, ...rest) =>
    binary(derivativeFunctions.logGammaPDerivative(node.attributes.orders!))(node, ...rest),
  logGammaQDerivative: (node, ...rest) =>
    binary(derivativeFunctions.logGammaQDerivative(node.attributes.orders!))(node, ...rest),
  logBetaIDerivative: (node, ...rest) =>
    ternary(derivativeFunctions.logBetaIDerivative(node.attributes.orders!))(node, ...rest),
  logBetaBinomialTailDerivative: (node, ...rest) =>
    quaternary(derivativeFunctions.logBetaBinomialTailDerivative(node.attributes.orders!))(
      node,
      ...rest,
    ),
  toInt,
  transpose,
  broadcast,
  concatenate,
  slice,
  pad,
  sum: overAxes(sum),
  max: overAxes(max),
  min: overAxes(min),
  logSumExp: overAxes(logSumExp),
  argMax: overAxis(argMax),
  argMin: overAxis(argMin),
  argSort,
  cumulativeSum,
  gather,
  scatterAdd,
  matmul,
  cholesky: ofMatrix('cholesky'),
  choleskyAdjoint: ofMatrix('choleskyAdjoint'),
  triangularSolve: ofMatrix('triangularSolve'),
  solve: ofMatrix('solve'),
  logAbsDeterminant: ofMatrix('logAbsDeterminant'),
  eigenvalues: ofMatrix('eigenvalues'),
  eigenvectors: ofMatrix('eigenvectors'),
  scan,
  ode,
  odeAdjoint,
};
